/** What runs the network. All engines compute the same function and pass `contract.ts`. */
import { CONTOUR_BINS, KEYS } from '#models/activations.ts';
import { WINDOW_FRAMES } from '#models/basic-pitch/constants.ts';

/** `onnx-wasm` and `onnx-webgpu` are onnxruntime-web's; `onnx-node` serves the command line and the server. */
export type EngineName = 'onnx-webgpu' | 'onnx-wasm' | 'onnx-node' | 'tfjs-webgpu' | 'tfjs-webgl';

/** Activations of `count` windows, row-major: windows × 172 frames × 88 keys (contour: 264 bins). */
export interface WindowOutput {
	readonly note: Float32Array;
	readonly onset: Float32Array;
	readonly contour: Float32Array;
}

export interface Engine {
	readonly name: EngineName;
	/**
	 * Hears `count` windows of 43,844 samples, one after the other in `windows`. One call at a time.
	 *
	 * @throws Error when the engine fails or its answer cannot be one (see `checked`); it is of no more use then.
	 */
	run(windows: Float32Array, count: number): Promise<WindowOutput>;
	/** Frees memory and the device. */
	dispose(): Promise<void>;
}

/**
 * The output, if it can be one. The logistic function at the end never gives a
 * zero for a whole map, but a lost GPU does, and a broken driver gives NaN.
 *
 * @throws Error that says what is wrong.
 */
export function checked(output: WindowOutput, count: number): WindowOutput {
	for (const [name, width] of [
		['note', KEYS],
		['onset', KEYS],
		['contour', CONTOUR_BINS]
	] as const) {
		const values = output[name];
		const size = WINDOW_FRAMES * width;
		if (values.length !== count * size) {
			throw new Error(`${name} has ${values.length} values instead of ${count * size}`);
		}
		for (let window = 0; window < count; window++) {
			let sum = 0;
			for (let i = window * size; i < (window + 1) * size; i++) sum += values[i]!;
			if (!(sum > 0)) throw new Error(`${name} is empty or not a number`);
		}
	}
	return output;
}
