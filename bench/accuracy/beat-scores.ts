/** Beats against true beats, as mir_eval counts them. */
import { f1, maximumMatching } from './matching.ts';

/** Seconds by which a beat may be off. */
const TOLERANCE = 0.07;

/** F1, 0–1. Times in seconds. */
export function beatScore(truth: readonly number[], found: readonly number[]): number {
	const rows = truth.map((beat) =>
		found.flatMap((other, i) => (Math.abs(other - beat) <= TOLERANCE + 1e-9 ? [i] : []))
	);
	return f1(maximumMatching(rows).length, truth.length, found.length);
}

/** The best F1 of the beats as found, twice as many, or every other one: forgives a slip of the level. */
export function bestLevelScore(truth: readonly number[], found: readonly number[]): number {
	const between = found.slice(1).map((beat, i) => (beat + found[i]!) / 2);
	const levels = [
		found,
		[...found, ...between].sort((a, b) => a - b),
		found.filter((_, i) => i % 2 === 0),
		found.filter((_, i) => i % 2 === 1)
	];
	return Math.max(...levels.map((level) => beatScore(truth, level)));
}
