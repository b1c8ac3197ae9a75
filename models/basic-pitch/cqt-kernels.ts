/**
 * The filters of the constant-Q transform, from their formulas. The network was
 * trained on the CQT of nnAudio (`CQT2010v2`: one octave of kernels, and a
 * half-band filter that halves the rate for each octave below), so these are its
 * formulas: Brown 1991 with a Hann window and kernels of unit L1 norm, and
 * SciPy's `firwin2` with a Hamming window. They agree with the published model's
 * constants within 1e-6 (tested).
 */
import { SAMPLE_RATE } from './constants.ts';

export const BINS_PER_OCTAVE = 36;
export const OCTAVES = 9;
export const CQT_BINS = 309;
/** Taps of a kernel, and of the half-band filter. */
export const TAPS = 256;

/** A0, the lowest bin, Hz. */
const LOWEST_HZ = 27.5;
const Q = 1 / (2 ** (1 / BINS_PER_OCTAVE) - 1);

const frequencyOf = (bin: number): number => LOWEST_HZ * 2 ** (bin / BINS_PER_OCTAVE);

export interface CqtKernels {
	/** 36 × 256, for the topmost octave: its lowest bin first. */
	readonly real: Float32Array;
	readonly imaginary: Float32Array;
}

/** The kernels of one octave; the octaves below use the same ones at half the rate. */
export function cqtKernels(): CqtKernels {
	const real = new Float32Array(BINS_PER_OCTAVE * TAPS);
	const imaginary = new Float32Array(BINS_PER_OCTAVE * TAPS);
	for (let bin = 0; bin < BINS_PER_OCTAVE; bin++) {
		const hertz = frequencyOf(CQT_BINS - BINS_PER_OCTAVE + bin);
		const length = Math.ceil((Q * SAMPLE_RATE) / hertz);
		const start = Math.ceil(TAPS / 2 - length / 2) - (length % 2);
		let norm = 0;
		for (let i = 0; i < length; i++) norm += hann(i, length);
		for (let i = 0; i < length; i++) {
			const level = hann(i, length) / norm;
			const phase = (2 * Math.PI * hertz * (i - Math.ceil(length / 2))) / SAMPLE_RATE;
			real[bin * TAPS + start + i] = level * Math.cos(phase);
			imaginary[bin * TAPS + start + i] = level * Math.sin(phase);
		}
	}
	return { real, imaginary };
}

/** Hann window of the periodic kind. */
const hann = (i: number, length: number): number =>
	0.5 - 0.5 * Math.cos((2 * Math.PI * i) / length);

/** Length of each bin's kernel at the full rate: the power of the bin is multiplied by it. */
export function cqtLengths(): Float32Array {
	return Float32Array.from({ length: CQT_BINS }, (_, bin) =>
		Math.ceil((Q * SAMPLE_RATE) / frequencyOf(bin))
	);
}

/** Half-band low-pass, 256 taps, transition of ±0.1 % about a quarter of the rate. */
export function halfBand(): Float32Array {
	const points = 2 * TAPS;
	const pass = 0.5 / 1.001;
	const stop = 0.5 * 1.001;
	const centre = (TAPS - 1) / 2;
	const gains = Array.from({ length: TAPS + 1 }, (_, k) => {
		const x = k / TAPS;
		return x <= pass ? 1 : x >= stop ? 0 : (stop - x) / (stop - pass);
	});
	return Float32Array.from({ length: TAPS }, (_, n) => {
		let sum = gains[0]!;
		// The last point is the Nyquist frequency, where the gain is zero.
		for (let k = 1; k < TAPS; k++) {
			sum += 2 * gains[k]! * Math.cos((2 * Math.PI * k * (n - centre)) / points);
		}
		const hamming = 0.54 - 0.46 * Math.cos((2 * Math.PI * n) / (TAPS - 1));
		return (sum / points) * hamming;
	});
}
