/** How much room there is, and whether the browser has promised not to clear it. */

export interface Space {
	readonly used: number;
	readonly quota: number;
	readonly persisted: boolean;
}

export async function measureSpace(): Promise<Space | null> {
	if (!navigator.storage?.estimate) return null;
	const [{ usage = 0, quota = 0 }, persisted] = await Promise.all([
		navigator.storage.estimate(),
		navigator.storage.persisted?.() ?? false
	]);
	return { used: usage, quota, persisted };
}

/** Asks the browser to keep this site's data; without it a full disk may clear everything. */
export async function askToPersist(): Promise<boolean> {
	if (!navigator.storage?.persist) return false;
	return (await navigator.storage.persisted()) || (await navigator.storage.persist());
}
