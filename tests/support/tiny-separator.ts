/**
 * A network that takes stereo sound apart as Demucs does, in one multiplication: the left side is
 * its bass, the right side its other, half of each its vocals; it finds no drums.
 */
import { OnnxGraph } from '#models/basic-pitch/onnx-model.ts';

const SIDES = [0, 0, 1, 0, 0, 1, 0.5, 0.5];

/** @param segment samples that it takes at a time */
export function tinySeparator(segment: number): Uint8Array {
	const graph = new OnnxGraph();
	const mix = graph.input('mix', [1, 2, segment]);
	const each = graph.call('Unsqueeze', [mix, graph.ints([1])]);
	const stems = graph.call('Mul', [each, graph.floats([1, 4, 2, 1], SIDES)]);
	graph.output('stems', stems, [1, 4, 2, segment]);
	return graph.toBytes('tiny-separator');
}
