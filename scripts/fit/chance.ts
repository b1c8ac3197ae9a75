/** Chance from a seed, so that the same corpus, and so the same weights, can be made again. */
export interface Chance {
	/** Evenly from 0 up to, not including, 1. */
	readonly next: () => number;
	readonly between: (low: number, high: number) => number;
	/** A whole number, both ends included. */
	readonly whole: (low: number, high: number) => number;
	/** Normal, mean 0, deviation 1. */
	readonly bell: () => number;
	readonly pick: <T>(from: readonly T[]) => T;
	readonly maybe: (probability: number) => boolean;
}

/** Mulberry32. */
export function chance(seed: number): Chance {
	let state = seed | 0;
	const next = (): number => {
		state = (state + 0x6d2b79f5) | 0;
		let t = Math.imul(state ^ (state >>> 15), 1 | state);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
	};
	const between = (low: number, high: number): number => low + (high - low) * next();
	return {
		next,
		between,
		whole: (low, high) => low + Math.floor((high - low + 1) * next()),
		bell: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
		pick: (from) => from[Math.floor(from.length * next())]!,
		maybe: (probability) => next() < probability
	};
}
