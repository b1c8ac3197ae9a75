/**
 * Where the ear's big files are. They lie apart from the app, which downloads
 * and checks them on its own terms; engines take whatever is at these addresses.
 */
export interface EarFiles {
	/**
	 * Folder of onnxruntime-web's files, ending in a slash: `ort-wasm-simd-threaded.{mjs,wasm}`
	 * for WASM, `ort-wasm-simd-threaded.asyncify.{mjs,wasm}` for WebGPU.
	 */
	readonly ort: string;
	/** What `buildBasicPitchOnnx` writes. */
	readonly model: string;
	/** `basic-pitch/weights/basic-pitch.weights`, for TensorFlow.js. */
	readonly weights: string;
}

export const EAR_FILES: EarFiles = {
	ort: '/heavy/ort/',
	model: '/heavy/ear/basic-pitch.onnx',
	weights: '/heavy/ear/basic-pitch.weights'
};

/** @throws Error when the file cannot be had. */
export async function load(url: string): Promise<Uint8Array<ArrayBuffer>> {
	const response = await fetch(url);
	if (!response.ok) throw new Error(`${url} answers ${response.status}`);
	return new Uint8Array(await response.arrayBuffer());
}
