/** How long to wait before trying again: longer each time, and never all devices at once. */

/** The first wait and the longest, in milliseconds. */
const FIRST = 2_000;
const LONGEST = 5 * 60_000;

/**
 * @param failures how often it has failed in a row, from 1
 * @param chance from 0 up to 1
 * @param said seconds that the server asked for; never less than that
 */
export function patience(failures: number, chance: number, said = 0): number {
	const longest = Math.min(LONGEST, FIRST * 2 ** (failures - 1));
	// Half of it is fixed, so that a lucky draw does not hammer a server that is down.
	return said * 1000 + longest / 2 + (chance * longest) / 2;
}

/** Waits so many milliseconds; the network's return, or the signal, ends it early. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
	return new Promise((resolve) => {
		const over = new AbortController();
		const done = (): void => {
			clearTimeout(timer);
			over.abort();
			resolve();
		};
		const timer = setTimeout(done, ms);
		addEventListener('online', done, { signal: over.signal });
		signal.addEventListener('abort', done, { signal: over.signal });
	});
}
