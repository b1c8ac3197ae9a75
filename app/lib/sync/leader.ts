/** One of all tabs and the service worker syncs; when it closes or crashes, the next one goes on. */
import type { Locks } from '#app/store/locks.ts';

const LEADER = 'sync leader';

/** @returns gives it back; null when it was stopped before it was its turn */
export async function lead(locks: Locks, signal: AbortSignal): Promise<(() => void) | null> {
	while (!signal.aborted) {
		const release = await locks.take(LEADER);
		if (release && !signal.aborted) return release;
		release?.();
		if (!release) await locks.freed(LEADER);
	}
	return null;
}
