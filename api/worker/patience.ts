/** Trying again: ever more rarely, and no two workers at the same moment. */
import { setTimeout as wait } from 'node:timers/promises';
import { Away } from './link.ts';

const FIRST_MS = 200;
const MOST_MS = 8_000;

/** The pause before the next attempt, milliseconds: random, twice as long at most after each failure. */
export const pauseAfter = (failures: number, chance: () => number = Math.random): number =>
	Math.min(MOST_MS, FIRST_MS * 2 ** failures) * (0.5 + chance() / 2);

interface Patience {
	readonly signal: AbortSignal;
	/** How long in all, milliseconds. */
	readonly atMost: number;
}

/** Makes a call again while the API is away. @throws what it threw when that was something else, or patience ends */
export async function patiently<T>(
	call: () => Promise<T>,
	{ signal, atMost }: Patience
): Promise<T> {
	const until = performance.now() + atMost;
	for (let failures = 0; ; failures += 1) {
		signal.throwIfAborted();
		try {
			return await call();
		} catch (cause) {
			if (!(cause instanceof Away) || performance.now() > until) throw cause;
			await wait(pauseAfter(failures), undefined, { signal });
		}
	}
}
