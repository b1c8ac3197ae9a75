/**
 * The package stores a kernel as [time, frequency, inputs, outputs]; our graphs
 * keep frequency in rows and time along them, and want the channels first.
 */
import { TENSORS, type TensorName, type Weights } from './weights.ts';

type Sides = readonly [times: number, frequencies: number, inputs: number, outputs: number];

/** For a convolution: [outputs, inputs, frequency, time]. */
export function convKernel(weights: Weights, name: TensorName): Float32Array {
	const [times, frequencies, inputs] = TENSORS[name] as Sides;
	return moved(weights, name, (t, f, i, o) => ((o * inputs + i) * frequencies + f) * times + t);
}

/** For the transposed convolution that gives the same sums: [inputs, outputs, frequency, time], taps reversed. */
export function reversedKernel(weights: Weights, name: TensorName): Float32Array {
	const [times, frequencies, , outputs] = TENSORS[name] as Sides;
	return moved(
		weights,
		name,
		(t, f, i, o) =>
			((i * outputs + o) * frequencies + (frequencies - 1 - f)) * times + (times - 1 - t)
	);
}

function moved(
	weights: Weights,
	name: TensorName,
	place: (time: number, frequency: number, input: number, output: number) => number
): Float32Array {
	const [times, frequencies, inputs, outputs] = TENSORS[name] as Sides;
	const source = weights[name];
	const result = new Float32Array(source.length);
	let from = 0;
	for (let t = 0; t < times; t++) {
		for (let f = 0; f < frequencies; f++) {
			for (let i = 0; i < inputs; i++) {
				for (let o = 0; o < outputs; o++) result[place(t, f, i, o)] = source[from++]!;
			}
		}
	}
	return result;
}
