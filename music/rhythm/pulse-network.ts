/**
 * The network that hears the beat: a temporal convolutional network (after
 * M. E. P. Davies and S. Böck, EUSIPCO 2019) over onsets instead of spectra.
 * For every moment it says how probable a beat and a downbeat are, how long
 * beats are around it, and how the piece is counted.
 *
 * Onsets are laid on 50 frames a second, each shared between the two frames
 * around it. A first convolution halves the frames; nine residual ones, each
 * twice as wide as the one before, see 40 seconds to either side; the last
 * layer says two frames at a time. Weights: scripts/fit/beats.py.
 */
import {
	denseOf,
	layerOf,
	logSum,
	reluInto,
	wideInto,
	type Layer,
	type Packed
} from '#music/rhythm/layers.ts';
import { ONSET_FEATURES } from '#music/rhythm/onsets.ts';
import type { Metre } from '#music/settings.ts';
import fitted from './weights/pulse.json' with { type: 'json' };

export const FRAMES_A_SECOND = 50;

/** The metres it tells apart. */
export const METRES: readonly Metre[] = [
	{ beats: 2, unit: 4 },
	{ beats: 3, unit: 4 },
	{ beats: 4, unit: 4 },
	{ beats: 2, unit: 2 },
	{ beats: 3, unit: 8 },
	{ beats: 6, unit: 8 },
	{ beats: 9, unit: 8 },
	{ beats: 12, unit: 8 },
	{ beats: 5, unit: 4 }
];

/** The lengths of a beat it tells apart: so many, evenly spaced by their logarithm between these seconds. */
export const PERIODS = 24;
export const SHORTEST = 0.22;
export const LONGEST = 3.2;

/** What the labels of a beat sum to over the frames around it: the network says a beat within that. */
const SPREAD = [0.2, 0.6, 1, 0.6, 0.2] as const;
/** Log odds are believed no further than this. */
const BELIEVED = 4;

/** Which of `PERIODS` a beat of so many seconds is. */
export function periodOf(seconds: number): number {
	const share = Math.log(seconds / SHORTEST) / Math.log(LONGEST / SHORTEST);
	return Math.max(0, Math.min(PERIODS - 1, Math.round(share * (PERIODS - 1))));
}

const CHANNELS = 48;
const TAPS = 5;
const DILATIONS = [1, 2, 4, 8, 16, 32, 64, 128, 256] as const;
const FIRST_TAPS = 6;
const OUTPUTS = 4 + METRES.length + 2 * PERIODS;

/** Frames of `FRAMES_A_SECOND`, the first at the time it was asked for. */
export interface PulseEvidence {
	readonly frames: number;
	/** Log odds that a beat, or a downbeat, falls about each frame. */
	readonly beat: Float32Array;
	readonly downbeat: Float32Array;
	/** Log odds of each of `METRES`, the mean over the piece. */
	readonly metres: readonly number[];
	/** Log probability of each of `PERIODS` lengths, one row for every two frames. */
	readonly periods: Float32Array;
}

type Weights = Readonly<Record<string, Packed | readonly number[]>>;

interface Network {
	readonly first: Layer;
	readonly wide: readonly Layer[];
	readonly mix: readonly Layer[];
	readonly last: Layer;
}

let network: Network | undefined;

/**
 * @param times seconds of the onsets, in order
 * @param rows their features, `ONSET_FEATURES` each
 * @param from seconds of the first frame
 * @param to seconds that the last frame reaches
 */
export function hearPulse(
	times: readonly number[],
	rows: Float32Array,
	from: number,
	to: number
): PulseEvidence {
	network ??= unpacked(fitted);
	const half = Math.max(1, Math.ceil(((to - from) * FRAMES_A_SECOND) / 2));
	const state = laid(network.first, times, rows, from, half);
	for (const [i, dilation] of DILATIONS.entries()) {
		wideInto(state, half, network.wide[i]!, network.mix[i]!, dilation);
	}
	return said(state, half, network.last, times, from);
}

/** The first convolution, done onset by onset: most frames are empty. */
function laid(
	{ weights, biases }: Layer,
	times: readonly number[],
	rows: Float32Array,
	from: number,
	half: number
): Float32Array {
	const state = new Float32Array(half * CHANNELS);
	for (let frame = 0; frame < half; frame++) state.set(biases, frame * CHANNELS);
	times.forEach((time, s) => {
		const at = (time - from) * FRAMES_A_SECOND;
		const place = Math.floor(at);
		for (const [frame, share] of [
			[place, 1 - (at - place)],
			[place + 1, at - place]
		] as const) {
			// Frame `2 j + tap − 2` of the onsets goes into frame j.
			for (let tap = frame % 2 === 0 ? 0 : 1; tap < FIRST_TAPS; tap += 2) {
				const j = (frame + 2 - tap) / 2;
				if (j < 0 || j >= half) continue;
				for (let c = 0; c < CHANNELS; c++) {
					const w = (c * FIRST_TAPS + tap) * ONSET_FEATURES;
					let sum = 0;
					for (let f = 0; f < ONSET_FEATURES; f++) {
						sum += weights[w + f]! * rows[s * ONSET_FEATURES + f]!;
					}
					state[j * CHANNELS + c]! += share * sum;
				}
			}
		}
	});
	return state;
}

function said(
	state: Float32Array,
	half: number,
	last: Layer,
	times: readonly number[],
	from: number
): PulseEvidence {
	const beat = new Float32Array(2 * half);
	const downbeat = new Float32Array(2 * half);
	const periods = new Float32Array(half * PERIODS);
	const metres = new Array<number>(METRES.length).fill(0);
	const sounding = soundingIn(times, from, half);
	const outputs = new Float32Array(half * OUTPUTS);
	reluInto(state);
	denseOf(last, state, half, outputs);
	for (let frame = 0; frame < half; frame++) {
		const out = outputs.subarray(frame * OUTPUTS, (frame + 1) * OUTPUTS);
		beat[2 * frame] = probability(out[0]!);
		beat[2 * frame + 1] = probability(out[1]!);
		downbeat[2 * frame] = probability(out[2]!);
		downbeat[2 * frame + 1] = probability(out[3]!);
		const row = out.subarray(4 + METRES.length, 4 + METRES.length + PERIODS);
		const total = logSum(row);
		for (let p = 0; p < PERIODS; p++) periods[frame * PERIODS + p] = row[p]! - total;
		if (frame < sounding.from || frame >= sounding.to) continue;
		const named = out.subarray(4, 4 + METRES.length);
		const all = logSum(named);
		for (let k = 0; k < METRES.length; k++) {
			metres[k]! += (named[k]! - all) / (sounding.to - sounding.from);
		}
	}
	return { frames: 2 * half, beat: oddsOf(beat), downbeat: oddsOf(downbeat), metres, periods };
}

/** What was said of the frames around each, as log odds. */
function oddsOf(probabilities: Float32Array): Float32Array {
	const total = SPREAD.reduce((sum, share) => sum + share, 0);
	return probabilities.map((_, i) => {
		let sum = 0;
		for (let k = -2; k <= 2; k++) sum += probabilities[i + k] ?? 0;
		const p = Math.min(0.99, Math.max(0.005, sum / total));
		return Math.max(-BELIEVED, Math.min(BELIEVED, Math.log(p / (1 - p))));
	});
}

/** The frames (of the trunk) from the first onset to the last. */
function soundingIn(
	times: readonly number[],
	from: number,
	half: number
): { readonly from: number; readonly to: number } {
	const frameOf = (time: number): number =>
		Math.max(0, Math.min(half, Math.round(((time - from) * FRAMES_A_SECOND) / 2)));
	const first = frameOf(times[0] ?? from);
	return { from: first, to: Math.max(first + 1, frameOf(times.at(-1) ?? from)) };
}

const probability = (logit: number): number => 1 / (1 + Math.exp(-logit));

function unpacked(weights: Weights): Network {
	const scale = weights.scale as readonly number[];
	const first = layerOf(weights, 'first', ONSET_FEATURES, FIRST_TAPS);
	first.weights.forEach((value, i) => {
		first.weights[i] = value * scale[i % ONSET_FEATURES]!;
	});
	return {
		first,
		wide: DILATIONS.map((_, i) => layerOf(weights, `wide.${i}`, CHANNELS, TAPS)),
		mix: DILATIONS.map((_, i) => layerOf(weights, `mix.${i}`, CHANNELS, 1)),
		last: layerOf(weights, 'last', CHANNELS, 1)
	};
}
