/**
 * The learned part of Basic Pitch: six small convolutions and one affine layer,
 * 16,702 numbers. `extract.ts` takes them from the published package; batch
 * normalisation is folded into them there, as the package itself ships them.
 */

/** Name and shape of each tensor, in the order of the file: [time, frequency, inputs, outputs] for a convolution. */
export const TENSORS = {
	/** Applied to the normalised log-power of the CQT. */
	scale: [1],
	offset: [1],
	contourKernel: [3, 39, 8, 8],
	contourBias: [8],
	contourOutKernel: [5, 5, 8, 1],
	contourOutBias: [1],
	noteKernel: [7, 7, 1, 32],
	noteBias: [32],
	noteOutKernel: [7, 3, 32, 1],
	noteOutBias: [1],
	onsetKernel: [5, 5, 8, 32],
	onsetBias: [32],
	onsetOutKernel: [3, 3, 33, 1],
	onsetOutBias: [1]
} as const;

export type TensorName = keyof typeof TENSORS;

export type Weights = Readonly<Record<TensorName, Float32Array>>;

/** How many numbers a tensor holds. */
export const sizeOf = (name: TensorName): number =>
	TENSORS[name].reduce((size: number, side) => size * side, 1);

/**
 * Reads the weights from the bytes of `weights/basic-pitch.weights` (float32, little-endian).
 *
 * @throws RangeError when there are not exactly as many bytes as the network has weights.
 */
export function readWeights(bytes: Uint8Array): Weights {
	const names = Object.keys(TENSORS) as TensorName[];
	const total = names.reduce((sum, name) => sum + sizeOf(name), 0);
	if (bytes.byteLength !== 4 * total) {
		throw new RangeError(`the weights are ${4 * total} bytes, got ${bytes.byteLength}`);
	}
	// A copy: a view of a file's bytes need not be aligned to four.
	const numbers = new Float32Array(bytes.slice().buffer);
	let at = 0;
	return Object.fromEntries(
		names.map((name) => [name, numbers.subarray(at, (at += sizeOf(name)))])
	) as Weights;
}
