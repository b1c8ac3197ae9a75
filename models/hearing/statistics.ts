/** A recording in a few numbers, by which its instrument is known: range, chords, attack, decay, vibrato. */
import type { Judged } from './judged.ts';
import { ONSET_FEATURES } from './evidence.ts';

export const STATISTICS = 12;
/** Frames within which notes are struck together. */
const TOGETHER = 3;

/** Over the notes that are more likely there than not; all 0 when there are none. */
export function statisticsOf({ candidates, rows, confidences }: Judged): Float64Array {
	const kept = [...confidences.keys()].filter((i) => confidences[i]! >= 0.5);
	const numbers = new Float64Array(STATISTICS);
	if (kept.length === 0) return numbers;
	const feature = (name: number) => (i: number) => rows[i * ONSET_FEATURES + name]!;
	const mean = (of: (i: number) => number) => kept.reduce((sum, i) => sum + of(i), 0) / kept.length;
	const keys = kept.map((i) => candidates[i]!.key).sort((a, b) => a - b);
	const chords = chordSizes(kept.map((i) => candidates[i]!.frame));

	numbers[0] = mean((i) => candidates[i]!.key) / 20;
	numbers[1] = keys[Math.floor(0.05 * keys.length)]! / 20;
	numbers[2] = keys[Math.floor(0.95 * keys.length)]! / 20;
	numbers[3] = mean((i) => candidates[i]!.strength);
	numbers[4] = mean(feature(2));
	numbers[5] = mean(feature(37));
	numbers[6] = mean(feature(35));
	numbers[7] = mean(feature(6));
	numbers[8] = mean((i) => Math.max(feature(10)(i), feature(11)(i)));
	numbers[9] = kept.length / chords.length;
	numbers[10] = chords.filter((size) => size > 1).length / chords.length;
	numbers[11] = mean(feature(33));
	return numbers;
}

/** How many notes each chord has; `frames` rise. */
function chordSizes(frames: readonly number[]): number[] {
	const sizes: number[] = [];
	let first = -Infinity;
	for (const frame of frames) {
		if (frame - first <= TOGETHER) sizes[sizes.length - 1]!++;
		else {
			sizes.push(1);
			first = frame;
		}
	}
	return sizes;
}
