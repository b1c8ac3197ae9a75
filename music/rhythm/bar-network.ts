/**
 * The network that hears the bar: five residual convolutions over the beats of
 * a pulse, each twice as wide as the one before. It says which beats begin a
 * bar, whether the pulse is counted as a musician would count it, and in which
 * metre. Weights: scripts/fit/bars.py.
 */
import { BEAT_FEATURES } from '#music/rhythm/beat-rows.ts';
import {
	denseOf,
	type Layer,
	layerOf,
	logSum,
	type Packed,
	reluInto,
	wideInto
} from '#music/rhythm/layers.ts';
import { METRES } from '#music/rhythm/pulse-network.ts';
import fitted from './weights/bars.json' with { type: 'json' };

const CHANNELS = 32;
const DILATIONS = [1, 2, 4, 8, 16] as const;

/** What is heard of one way of counting. */
export interface BarEvidence {
	/** For each beat, the log odds that a bar begins with it. */
	readonly downbeats: readonly number[];
	/** Log odds that this is the way to count. */
	readonly level: number;
	/** Log probability of each of `METRES`. */
	readonly metres: readonly number[];
}

let network: { first: Layer; wide: Layer[]; mix: Layer[]; last: Layer } | undefined;

/** @param rows the features of the beats, `BEAT_FEATURES` each */
export function hearBars(rows: Float32Array): BarEvidence {
	network ??= unpacked();
	const { first, wide, mix, last } = network;
	const count = rows.length / BEAT_FEATURES;
	const state = new Float32Array(count * CHANNELS);
	denseOf(first, rows, count, state);
	for (const [i, dilation] of DILATIONS.entries()) {
		wideInto(state, count, wide[i]!, mix[i]!, dilation);
	}
	reluInto(state);
	const outputs = 2 + METRES.length;
	const out = new Float32Array(count * outputs);
	denseOf(last, state, count, out);
	const column = (k: number): number[] =>
		Array.from({ length: count }, (_, b) => out[b * outputs + k]!);
	const mean = (k: number): number => column(k).reduce((sum, value) => sum + value, 0) / count;
	const named = METRES.map((_, k) => mean(2 + k));
	const total = logSum(named);
	return { downbeats: column(0), level: mean(1), metres: named.map((value) => value - total) };
}

function unpacked(): NonNullable<typeof network> {
	const weights = fitted as unknown as Readonly<Record<string, Packed | readonly number[]>>;
	const mean = weights.mean as readonly number[];
	const scale = weights.scale as readonly number[];
	const first = layerOf(weights, 'first', BEAT_FEATURES, 1);
	// What is subtracted from the features, and what they are multiplied with, goes into the first layer.
	first.weights.forEach((value, i) => {
		const own = value * scale[i % BEAT_FEATURES]!;
		first.weights[i] = own;
		first.biases[Math.floor(i / BEAT_FEATURES)]! -= own * mean[i % BEAT_FEATURES]!;
	});
	return {
		first,
		wide: DILATIONS.map((_, i) => layerOf(weights, `wide.${i}`, CHANNELS, 5)),
		mix: DILATIONS.map((_, i) => layerOf(weights, `mix.${i}`, CHANNELS, 1)),
		last: layerOf(weights, 'last', CHANNELS, 1)
	};
}
