/** The parts that the two networks of rhythm are made of, as plain loops over typed arrays. */

/** Weights as they are stored: whole numbers, and the unit of each output. */
export interface Packed {
	readonly unit: readonly number[];
	readonly values: readonly number[];
}

export interface Layer {
	/** Outputs × taps × inputs. */
	readonly weights: Float32Array;
	readonly biases: Float32Array;
}

/** Stored as outputs × inputs × taps. */
export function layerOf(
	weights: Readonly<Record<string, Packed | readonly number[]>>,
	name: string,
	inputs: number,
	taps: number
): Layer {
	const { unit, values } = weights[`${name}.weight`] as Packed;
	const biases = Float32Array.from(weights[`${name}.bias`] as readonly number[]);
	const own = new Float32Array(values.length);
	for (let o = 0; o < biases.length; o++) {
		for (let i = 0; i < inputs; i++) {
			for (let tap = 0; tap < taps; tap++) {
				own[(o * taps + tap) * inputs + i] = values[(o * inputs + i) * taps + tap]! * unit[o]!;
			}
		}
	}
	return { weights: own, biases };
}

/** Each of `count` rows of `input` to a row of `out`. */
export function denseOf(layer: Layer, input: Float32Array, count: number, out: Float32Array): void {
	const outputs = layer.biases.length;
	const inputs = layer.weights.length / outputs;
	for (let row = 0; row < count; row++) {
		for (let o = 0; o < outputs; o++) {
			let sum = layer.biases[o]!;
			for (let i = 0; i < inputs; i++) {
				sum += layer.weights[o * inputs + i]! * input[row * inputs + i]!;
			}
			out[row * outputs + o] = sum;
		}
	}
}

/** The logarithm of the sum of what these are the logarithms of. */
export function logSum(values: ArrayLike<number>): number {
	let most = -Infinity;
	for (let i = 0; i < values.length; i++) most = Math.max(most, values[i]!);
	let sum = 0;
	for (let i = 0; i < values.length; i++) sum += Math.exp(values[i]! - most);
	return most + Math.log(sum);
}

export function reluInto(values: Float32Array): void {
	for (let i = 0; i < values.length; i++) if (values[i]! < 0) values[i] = 0;
}

/** state += mix(relu(wide(state))), in place; beyond both ends there is nothing. Channels are a multiple of four. */
export function wideInto(
	state: Float32Array,
	count: number,
	wide: Layer,
	mix: Layer,
	dilation: number
): void {
	const channels = mix.biases.length;
	const width = wide.weights.length / channels;
	const before = state.slice();
	// Two rows at a time share what is read of the weights.
	const around = [new Float32Array(width), new Float32Array(width)] as const;
	const inner = [new Float32Array(channels), new Float32Array(channels)] as const;
	const change = [new Float32Array(channels), new Float32Array(channels)] as const;
	for (let row = 0; row < count; row += 2) {
		gather(before, count, row, dilation, channels, around[0]);
		gather(before, count, row + 1, dilation, channels, around[1]);
		product(wide, around[0], around[1], inner[0], inner[1]);
		reluInto(inner[0]);
		reluInto(inner[1]);
		product(mix, inner[0], inner[1], change[0], change[1]);
		for (let c = 0; c < channels; c++) state[row * channels + c]! += change[0][c]!;
		if (row + 1 === count) break;
		for (let c = 0; c < channels; c++) state[(row + 1) * channels + c]! += change[1][c]!;
	}
}

/** What the taps of a row read, one after another. */
function gather(
	from: Float32Array,
	count: number,
	row: number,
	dilation: number,
	channels: number,
	into: Float32Array
): void {
	const taps = into.length / channels;
	for (let tap = 0; tap < taps; tap++) {
		const at = row + (tap - (taps >> 1)) * dilation;
		const to = tap * channels;
		if (at < 0 || at >= count) into.fill(0, to, to + channels);
		else for (let c = 0; c < channels; c++) into[to + c] = from[at * channels + c]!;
	}
}

/** A layer for two inputs at once, four outputs at a time: one sum alone would wait for each of its additions. */
function product(
	{ weights, biases }: Layer,
	x: Float32Array,
	y: Float32Array,
	outX: Float32Array,
	outY: Float32Array
): void {
	const width = x.length;
	for (let o = 0; o < biases.length; o += 4) {
		let a = biases[o]!;
		let b = biases[o + 1]!;
		let c = biases[o + 2]!;
		let d = biases[o + 3]!;
		let e = a;
		let f = b;
		let g = c;
		let h = d;
		const one = o * width;
		for (let i = 0; i < width; i++) {
			const u = x[i]!;
			const v = y[i]!;
			const w1 = weights[one + i]!;
			const w2 = weights[one + width + i]!;
			const w3 = weights[one + 2 * width + i]!;
			const w4 = weights[one + 3 * width + i]!;
			a += w1 * u;
			b += w2 * u;
			c += w3 * u;
			d += w4 * u;
			e += w1 * v;
			f += w2 * v;
			g += w3 * v;
			h += w4 * v;
		}
		outX[o] = a;
		outX[o + 1] = b;
		outX[o + 2] = c;
		outX[o + 3] = d;
		outY[o] = e;
		outY[o + 1] = f;
		outY[o + 2] = g;
		outY[o + 3] = h;
	}
}
