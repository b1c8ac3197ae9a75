/**
 * The beat map: where each beat of the score was played. It is the only bridge
 * between the performance's seconds and the score's ticks.
 */
import type { Metre } from '#music/settings.ts';
import type { Seconds, Ticks } from '#music/time.ts';

export interface BeatMap {
	/** Strictly increasing, at least two. `beats[0]` is tick 0; beat i is tick `i * beatTicks`. */
	readonly beats: readonly Seconds[];
	/** The written length of one beat: a quarter (960), in 6/8 a dotted quarter (1440). */
	readonly beatTicks: Ticks;
	/** Index of the first downbeat in `beats`; the beats before it are the pickup. */
	readonly downbeat: number;
	/** At the first downbeat, and until the first turn. */
	readonly metre: Metre;
	/** Where the metre changes, in order; empty when it never does. */
	readonly turns: readonly MetreTurn[];
	/** How sure the map is, 0–1: about the probability that its beats are right. */
	readonly sureness: number;
}

/** From the downbeat at this index of the beats on, bars are counted so. The unit of the beat stays. */
export interface MetreTurn {
	readonly beat: number;
	readonly metre: Metre;
}
