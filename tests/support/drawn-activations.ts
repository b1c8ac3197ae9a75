/** Activations as the network would give them for some notes, drawn by hand: for tests that need no network. */
import { CONTOUR_BINS, KEYS, LOWEST_KEY, type Activations } from '#models/activations.ts';

/** Frames, about 86 a second. `sure` is the height of the onset, 0–1. */
export interface Drawn {
	readonly pitch: number;
	readonly from: number;
	readonly to: number;
	readonly sure?: number;
}

/** Each note rises at once, and dies away slowly until it ends. */
export function drawn(notes: readonly Drawn[], frames = 400): Activations {
	const note = new Uint8Array(frames * KEYS);
	const onset = new Uint8Array(frames * KEYS);
	const contour = new Uint8Array(frames * CONTOUR_BINS);
	for (const { pitch, from, to, sure = 0.9 } of notes) {
		const key = pitch - LOWEST_KEY;
		[0.3, 1, 0.6, 0.2].forEach((share, i) => {
			const at = (from + i - 1) * KEYS + key;
			onset[at] = Math.max(onset[at]!, Math.round(255 * sure * share));
		});
		for (let frame = from; frame < to; frame++) {
			const level = Math.round(235 * Math.exp((from - frame) / 240));
			note[frame * KEYS + key] = Math.max(note[frame * KEYS + key]!, level);
			contour[frame * CONTOUR_BINS + 3 * key + 1] = level;
		}
	}
	return { frames, note, onset, contour };
}
