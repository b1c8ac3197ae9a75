/**
 * A bar of three slow, even notes may be counted as one beat in three parts or as three beats. Where
 * nothing is ever quicker than those parts, and they are slow, musicians count and write three beats.
 */
import type { Onset } from '#music/rhythm/onsets.ts';

/** Seconds of a third from which it feels like a beat. */
const SLOW = 0.3;
/** Share of the onsets between the thirds that shows that the thirds are parts. */
const DIVIDED = 0.1;
/** How much is said against it, for each e-fold of slowness. */
const WEIGHT = 6;
/** Share of a beat within which an onset is on its third. */
const ON = 0.07;

/** What speaks against beats in three parts: 0 where the parts are quick or divided. */
export function againstThirds(beats: readonly number[], onsets: readonly Onset[]): number {
	const third = (beats.at(-1)! - beats[0]!) / (beats.length - 1) / 3;
	if (third <= SLOW) return 0;
	let between = 0;
	let beat = 0;
	for (const { time } of onsets) {
		while (beat < beats.length - 2 && beats[beat + 1]! <= time) beat++;
		const into = (3 * (time - beats[beat]!)) / (beats[beat + 1]! - beats[beat]!);
		if (Math.abs(into - Math.round(into)) > 3 * ON) between++;
	}
	const whole = 1 - Math.min(1, between / onsets.length / DIVIDED);
	return WEIGHT * Math.log(third / SLOW) * whole;
}
