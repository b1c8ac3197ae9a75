/**
 * How a note's pitch moves: in each frame the strongest contour near the key,
 * nearer ones counting more. After basic-pitch 0.4, `get_pitch_bends`.
 */
import { CONTOUR_BINS, KEYS, type Activations } from '#models/activations.ts';
import type { Span } from '#models/spans.ts';

const BINS_A_SEMITONE = CONTOUR_BINS / KEYS;
/** How far from the key a contour may lie, in bins. */
const REACH = 25;
/** Standard deviation of the weights, in bins. */
const SPREAD = 5;
const WEIGHTS = Float64Array.from({ length: 2 * REACH + 1 }, (_, i) =>
	Math.exp(-((i - REACH) ** 2) / (2 * SPREAD ** 2))
);

/** For each frame of the span, the distance from the key in semitones. */
export function bendsOf(contour: Activations['contour'], { key, start, end }: Span): number[] {
	const middle = key * BINS_A_SEMITONE;
	const low = Math.max(0, middle - REACH);
	const high = Math.min(CONTOUR_BINS - 1, middle + REACH);

	const bends = new Array<number>(end - start);
	for (let frame = start; frame < end; frame++) {
		let best = low;
		let strongest = -1;
		for (let bin = low; bin <= high; bin++) {
			const strength = contour[frame * CONTOUR_BINS + bin]! * WEIGHTS[bin - middle + REACH]!;
			if (strength > strongest) {
				best = bin;
				strongest = strength;
			}
		}
		bends[frame - start] = (best - middle) / BINS_A_SEMITONE;
	}
	return bends;
}
