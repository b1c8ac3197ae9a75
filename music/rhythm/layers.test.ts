import { expect, test } from 'vitest';
import { denseOf, layerOf, wideInto } from '#music/rhythm/layers.ts';

/** Numbers that are anything but regular. */
const odd = (count: number, from: number): number[] =>
	Array.from({ length: count }, (_, i) => ((i * 37 + from * 11) % 17) - 8);

test('a residual convolution is the sum that its definition says', () => {
	const [channels, taps, count, dilation] = [4, 3, 7, 2];
	const weights = {
		'wide.weight': { unit: [0.1, 0.2, 0.1, 0.3], values: odd(channels * channels * taps, 1) },
		'wide.bias': [0.5, -1, 0, 2],
		'mix.weight': { unit: [0.1, 0.1, 0.1, 0.1], values: odd(channels * channels, 2) },
		'mix.bias': [1, 0, -1, 0]
	};
	const before = odd(count * channels, 3);
	const state = Float32Array.from(before);

	wideInto(
		state,
		count,
		layerOf(weights, 'wide', channels, taps),
		layerOf(weights, 'mix', channels, 1),
		dilation
	);

	const { unit, values } = weights['wide.weight'];
	const inner = (t: number, o: number): number => {
		let sum = weights['wide.bias'][o]!;
		for (let tap = 0; tap < taps; tap++) {
			const at = t + (tap - 1) * dilation;
			if (at < 0 || at >= count) continue;
			for (let c = 0; c < channels; c++) {
				const weight = values[(o * channels + c) * taps + tap]! * unit[o]!;
				sum += weight * before[at * channels + c]!;
			}
		}
		return Math.max(0, sum);
	};
	for (let t = 0; t < count; t++) {
		for (let o = 0; o < channels; o++) {
			let expected = before[t * channels + o]! + weights['mix.bias'][o]!;
			for (let c = 0; c < channels; c++) {
				expected += 0.1 * weights['mix.weight'].values[o * channels + c]! * inner(t, c);
			}
			expect(state[t * channels + o]).toBeCloseTo(expected, 3);
		}
	}
});

test('a dense layer is done row by row', () => {
	const layer = layerOf(
		{ 'a.weight': { unit: [1, 2], values: [1, 2, 3, 4] }, 'a.bias': [10, 20] },
		'a',
		2,
		1
	);
	const out = new Float32Array(4);
	denseOf(layer, Float32Array.of(1, 0, 0, 1), 2, out);

	expect([...out]).toEqual([11, 26, 12, 28]);
});
