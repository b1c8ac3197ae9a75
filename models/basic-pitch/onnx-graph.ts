/**
 * Basic Pitch as an ONNX graph of our own: the same function as the published
 * one (within 1e-5 on recordings; 2e-4 where digital silence leaves only rounding), arranged for what a general runtime does fast.
 *
 * - Frequency runs down the rows and time along them, so that the windows a
 *   convolution gathers are copied in long runs.
 * - The contour convolution works on the spectrum itself (see `harmonics.ts`),
 *   eight bins at a time: a wide matrix product instead of many narrow ones.
 * - The half-band filters also give 32 samples at a time.
 * - A convolution down to one channel is written as its transpose: one small
 *   product and shifted sums, instead of gathering hundreds of numbers for each.
 */
import { CONTOUR_BINS, KEYS } from '#models/activations.ts';
import { WINDOW_FRAMES, WINDOW_SAMPLES } from './constants.ts';
import { spectrum } from './onnx-spectrum.ts';
import { blockAt, HARMONIC_SHIFTS, innerBlock } from './harmonics.ts';
import { OnnxGraph, type Value } from './onnx-model.ts';
import { CQT_BINS } from './cqt-kernels.ts';
import { convKernel, reversedKernel } from './kernel-layout.ts';
import { TENSORS, type Weights } from './weights.ts';

/** Contour bins given by one output of the strided convolution, and bins at each end that need their own. */
const BLOCK = 8;
const END = 24;

/** Builds the file. Input `audio` [n, 43844]; outputs `note`, `onset` [n, 172, 88], `contour` [n, 172, 264]. */
export function buildBasicPitchOnnx(weights: Weights): Uint8Array<ArrayBuffer> {
	const graph = new OnnxGraph();
	const audio = graph.input('audio', ['n', WINDOW_SAMPLES]);

	const rows = graph.call('Unsqueeze', [spectrum(graph, audio, weights), graph.ints([1])]);
	const contour = toOne(graph, contourFeatures(graph, rows, weights), weights, 'contourOut');
	const note = toOne(graph, conv(graph, contour, weights, 'note'), weights, 'noteOut');
	const attack = conv(graph, stack(graph, rows), weights, 'onset');
	const onset = toOne(
		graph,
		graph.call('Concat', [note, attack], { axis: 1 }),
		weights,
		'onsetOut'
	);

	output(graph, 'note', note, KEYS);
	output(graph, 'onset', onset, KEYS);
	output(graph, 'contour', contour, CONTOUR_BINS);
	return graph.toBytes('basic-pitch');
}

/** [n, 1, 309, 172] → [n, 8, 264, 172]. */
function contourFeatures(graph: OnnxGraph, rows: Value, weights: Weights): Value {
	const low = blockAt(weights, 0, END, CQT_BINS);
	const high = blockAt(weights, CONTOUR_BINS - END, END, CQT_BINS);
	const inner = innerBlock(weights, BLOCK);
	const blocks = (CONTOUR_BINS - 2 * END) / BLOCK;
	const above = END + inner.firstRow;
	const below = above + (blocks - 1) * BLOCK + inner.rows - CQT_BINS;

	const end = ({ firstRow, rows: count, kernel }: typeof low): Value => {
		const part = graph.call('Slice', [
			rows,
			graph.ints([firstRow]),
			graph.ints([firstRow + count]),
			graph.ints([2])
		]);
		const sums = biased(graph, part, kernel, [8 * END, 1, count, 3], weights, {
			pads: [0, 1, 0, 1]
		});
		return graph.call('Reshape', [sums, graph.ints([0, 8, END, WINDOW_FRAMES])]);
	};
	const middle = biased(graph, rows, inner.kernel, [8 * BLOCK, 1, inner.rows, 3], weights, {
		strides: [BLOCK, 1],
		pads: [-above, 1, below, 1]
	});
	const split = graph.call('Reshape', [middle, graph.ints([0, 8, BLOCK, blocks, WINDOW_FRAMES])]);
	const woven = graph.call('Transpose', [split], { perm: [0, 1, 3, 2, 4] });
	const flat = graph.call('Reshape', [woven, graph.ints([0, 8, BLOCK * blocks, WINDOW_FRAMES])]);
	return graph.call('Concat', [end(low), flat, end(high)], { axis: 2 });
}

/** A convolution of the spectrum to `shape[0] / 8` bins of eight channels, with the contour's bias, rectified. */
function biased(
	graph: OnnxGraph,
	input: Value,
	kernel: Float32Array,
	shape: readonly number[],
	weights: Weights,
	attributes: Readonly<Record<string, readonly number[]>>
): Value {
	const each = shape[0]! / 8;
	const bias = Float32Array.from(
		{ length: shape[0]! },
		(_, i) => weights.contourBias[Math.floor(i / each)]!
	);
	const inputs = [input, graph.floats(shape, kernel), graph.floats([bias.length], bias)];
	return graph.call('Relu', [graph.call('Conv', inputs, attributes)]);
}

/** The spectrum, shifted by each harmonic: [n, 1, 309, 172] → [n, 8, 264, 172], zeros where there is no bin. */
function stack(graph: OnnxGraph, rows: Value): Value {
	const lowest = HARMONIC_SHIFTS[0]!;
	const top = CONTOUR_BINS + HARMONIC_SHIFTS.at(-1)! - CQT_BINS;
	const padded = graph.call('Pad', [rows, graph.ints([0, 0, -lowest, 0, 0, 0, top, 0])]);
	const copies = HARMONIC_SHIFTS.map((shift) => {
		const from = shift - lowest;
		return graph.call('Slice', [
			padded,
			graph.ints([from]),
			graph.ints([from + CONTOUR_BINS]),
			graph.ints([2])
		]);
	});
	return graph.call('Concat', copies, { axis: 1 });
}

/** A rectified convolution from thirds of a semitone to keys: every third row. */
function conv(graph: OnnxGraph, input: Value, weights: Weights, name: 'note' | 'onset'): Value {
	const [time, frequency, inputs, outputs] = TENSORS[`${name}Kernel`];
	const kernel = convKernel(weights, `${name}Kernel`);
	const across = (frequency - 3) / 2;
	const along = (time - 1) / 2;
	const sums = graph.call(
		'Conv',
		[
			input,
			graph.floats([outputs, inputs, frequency, time], kernel),
			graph.floats([outputs], weights[`${name}Bias`])
		],
		{ strides: [3, 1], pads: [across, along, across, along] }
	);
	return graph.call('Relu', [sums]);
}

type Last = 'contourOut' | 'noteOut' | 'onsetOut';

/** A convolution to one channel and the logistic function, by the transposed convolution with the taps reversed. */
function toOne(graph: OnnxGraph, input: Value, weights: Weights, name: Last): Value {
	const [time, frequency, inputs] = TENSORS[`${name}Kernel`];
	const kernel = reversedKernel(weights, `${name}Kernel`);
	const pads = [(frequency - 1) / 2, (time - 1) / 2];
	const sums = graph.call(
		'ConvTranspose',
		[
			input,
			graph.floats([inputs, 1, frequency, time], kernel),
			graph.floats([1], weights[`${name}Bias`])
		],
		{ pads: [...pads, ...pads] }
	);
	return graph.call('Sigmoid', [sums]);
}

/** [n, 1, bins, 172] → the output [n, 172, bins]. */
function output(graph: OnnxGraph, name: string, map: Value, bins: number): void {
	const turned = graph.call('Transpose', [map], { perm: [0, 3, 2, 1] });
	const flat = graph.call('Reshape', [turned, graph.ints([0, WINDOW_FRAMES, bins])]);
	graph.output(name, flat, ['n', WINDOW_FRAMES, bins]);
}
