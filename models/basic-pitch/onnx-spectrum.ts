/**
 * The first half of the network: sound → constant-Q transform → log-power,
 * brought to 0…1 over each window, then scaled as the network learned it.
 */
import { WINDOW_FRAMES, WINDOW_SAMPLES } from './constants.ts';
import {
	BINS_PER_OCTAVE,
	CQT_BINS,
	cqtKernels,
	cqtLengths,
	halfBand,
	OCTAVES,
	TAPS
} from './cqt-kernels.ts';
import type { OnnxGraph, Value } from './onnx-model.ts';
import type { Weights } from './weights.ts';

/** Samples that one output of the half-band convolution gives. */
const BLOCK = 32;

/** Added to the power before the logarithm. */
const FLOOR = 1e-10;

/** [n, 43844] → [n, 309, 172]. */
export function spectrum(graph: OnnxGraph, audio: Value, weights: Weights): Value {
	const { real, imaginary } = cqtKernels();
	const kernels = graph.floats([2 * BINS_PER_OCTAVE, 1, TAPS], [...real, ...imaginary]);
	const filter = graph.floats([BLOCK, 1, TAPS + 2 * (BLOCK - 1)], filterBank());

	let sound = graph.call('Unsqueeze', [audio, graph.ints([1])]);
	let samples = WINDOW_SAMPLES;
	const octaves: Value[] = [];
	for (let octave = 0; octave < OCTAVES; octave++) {
		if (octave > 0) {
			samples = Math.floor(samples / 2);
			sound = halved(graph, sound, samples, filter);
		}
		const half = TAPS / 2;
		const mirrored = graph.call('Pad', [sound, graph.ints([0, 0, half, 0, 0, half])], {
			mode: 'reflect'
		});
		octaves.unshift(graph.call('Conv', [mirrored, kernels], { strides: [TAPS >> octave] }));
	}
	return normalised(graph, power(graph, octaves), weights);
}

/** The same filter 32 times, each two samples further on. */
function filterBank(): Float32Array {
	const taps = halfBand();
	const width = TAPS + 2 * (BLOCK - 1);
	const bank = new Float32Array(BLOCK * width);
	for (let i = 0; i < BLOCK; i++) bank.set(taps, i * width + 2 * i);
	return bank;
}

/** [n, 1, 2·samples (+1)] → [n, 1, samples]: low-passed, every other sample. */
function halved(graph: OnnxGraph, sound: Value, samples: number, filter: Value): Value {
	const parts = graph.call('Conv', [sound, filter], {
		strides: [2 * BLOCK],
		// As many zeros as the last block reaches beyond the sound; 127 + 127 is what the filter itself needs.
		pads: [TAPS / 2 - 1, TAPS / 2 - 1 + 2 * BLOCK]
	});
	const inOrder = graph.call('Transpose', [parts], { perm: [0, 2, 1] });
	const flat = graph.call('Reshape', [inOrder, graph.ints([0, 1, -1])]);
	return graph.call('Slice', [flat, graph.ints([0]), graph.ints([samples]), graph.ints([2])]);
}

/** Octaves of [n, 72, 172], real parts before imaginary, lowest octave first → power [n, 309, 172]. */
function power(graph: OnnxGraph, octaves: readonly Value[]): Value {
	const together = graph.call('Concat', octaves, { axis: 1 });
	const parts = graph.call('Reshape', [
		together,
		graph.ints([0, OCTAVES, 2, BINS_PER_OCTAVE, WINDOW_FRAMES])
	]);
	const squares = graph.call('Mul', [parts, parts]);
	const sums = graph.call('ReduceSum', [squares, graph.ints([2])], { keepdims: 0 });
	const all = OCTAVES * BINS_PER_OCTAVE;
	const bins = graph.call('Reshape', [sums, graph.ints([0, all, WINDOW_FRAMES])]);
	const heard = graph.call('Slice', [
		bins,
		graph.ints([all - CQT_BINS]),
		graph.ints([all]),
		graph.ints([1])
	]);
	return graph.call('Mul', [heard, graph.floats([CQT_BINS, 1], cqtLengths())]);
}

/** Decibels, 0…1 over the window (any other unit of the logarithm gives the same), scaled and moved. */
function normalised(graph: OnnxGraph, powers: Value, weights: Weights): Value {
	const log = graph.call('Log', [graph.call('Add', [powers, graph.floats([], [FLOOR])])]);
	const least = graph.call('ReduceMin', [log], { axes: [1, 2] });
	const above = graph.call('Sub', [log, least]);
	const range = graph.call('ReduceMax', [above], { axes: [1, 2] });
	// A silent window has no range; everything above its least value is zero then, whatever it is divided by.
	const safe = graph.call('Max', [range, graph.floats([], [1e-30])]);
	const factor = graph.call('Div', [graph.floats([], weights.scale), safe]);
	const scaled = graph.call('Mul', [above, factor]);
	return graph.call('Add', [scaled, graph.floats([], weights.offset)]);
}
