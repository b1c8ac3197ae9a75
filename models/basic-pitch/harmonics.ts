/**
 * The contour convolution, collapsed. The published network first stacks the
 * spectrum eight times, shifted by the harmonics, and slides 39 taps along each
 * copy. The copies are the same spectrum, so the 8 × 39 taps fall on only 176
 * places of it and can be added up once, here: 4,224 products an output instead
 * of 7,488, and nothing is copied.
 *
 * Near the ends the copies stop (outside of 0…263 they are zero) while the
 * spectrum goes on, so there the sums differ; those bins get kernels of their own.
 */
import type { Weights } from './weights.ts';

/** Bins by which each harmonic lies above the tone: half, 1, 2, … 7 times its frequency. */
export const HARMONIC_SHIFTS: readonly number[] = [-36, 0, 36, 57, 72, 84, 93, 101];

/** Bins that the harmonic stack has; the contour's bins. */
const STACK_BINS = 264;

const TIME_TAPS = 3;
const TAPS = 39;
const CHANNELS = 8;

/** For a run of contour bins: which rows of the spectrum they read, and the weights that connect them. */
export interface Block {
	readonly firstRow: number;
	readonly rows: number;
	/** [8 channels × bins] × rows × 3, row-major. */
	readonly kernel: Float32Array;
}

/** The block of `bins` bins from `first`, with what the ends of the stack cut off left out. */
export function blockAt(
	weights: Weights,
	first: number,
	bins: number,
	spectrumBins: number
): Block {
	const firstRow = Math.max(0, first - 19 + HARMONIC_SHIFTS[0]!);
	const lastRow = Math.min(spectrumBins - 1, first + bins - 1 + 19 + HARMONIC_SHIFTS.at(-1)!);
	return fill(weights, first, bins, firstRow, lastRow - firstRow + 1, true);
}

/** The block of any `bins` neighbours far from the ends; `firstRow` is relative to its first bin. */
export function innerBlock(weights: Weights, bins: number): Block {
	const firstRow = HARMONIC_SHIFTS[0]! - 19;
	const rows = HARMONIC_SHIFTS.at(-1)! - HARMONIC_SHIFTS[0]! + TAPS + bins - 1;
	return fill(weights, 0, bins, firstRow, rows, false);
}

function fill(
	weights: Weights,
	first: number,
	bins: number,
	firstRow: number,
	rows: number,
	ends: boolean
): Block {
	const kernel = new Float32Array(CHANNELS * bins * rows * TIME_TAPS);
	for (let bin = 0; bin < bins; bin++) {
		for (let tap = 0; tap < TAPS; tap++) {
			const place = first + bin + tap - 19;
			if (ends && (place < 0 || place >= STACK_BINS)) continue;
			for (const [harmonic, shift] of HARMONIC_SHIFTS.entries()) {
				const row = place + shift - firstRow;
				if (row < 0 || row >= rows) continue;
				for (let channel = 0; channel < CHANNELS; channel++) {
					for (let time = 0; time < TIME_TAPS; time++) {
						const from = ((time * TAPS + tap) * CHANNELS + harmonic) * CHANNELS + channel;
						const to = ((channel * bins + bin) * rows + row) * TIME_TAPS + time;
						kernel[to]! += weights.contourKernel[from]!;
					}
				}
			}
		}
	}
	return { firstRow, rows, kernel };
}
