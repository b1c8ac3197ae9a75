/** Asks the browser to sync once the network is back, also when every tab is closed. Where it can. */
import { TAG } from '#app/sync/background-tag.ts';

/** Not every browser has it, so the types of the web do not, either. */
interface Background {
	readonly sync?: { register(tag: string): Promise<void> };
}

/** Asking twice is asking once. Resolves when the browser has heard it, or will not do it. */
export async function askForBackground(): Promise<void> {
	if (!('serviceWorker' in navigator)) return;
	const registration = (await navigator.serviceWorker.getRegistration()) as Background | undefined;
	// A person may have forbidden it.
	await registration?.sync?.register(TAG).catch(() => {});
}
