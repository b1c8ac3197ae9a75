/** The network on onnxruntime's native library, for the command line and the server. */
import './quiet-node.ts';
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { WINDOW_SAMPLES } from '#models/basic-pitch/constants.ts';
import { checked, type Engine } from './engine.ts';

export type Device = 'cpu' | 'cuda';

/**
 * The same sums in the same order on every machine: sums that more threads share differ in their
 * last bits with the number of threads. A second thread gains 7 % here, a second process 100 %.
 */
const THREADS = 1;

/** Whether the library's part for CUDA was installed beside it; a driver and a card may still be missing. */
export function hasCuda(): boolean {
	const library = dirname(createRequire(import.meta.url).resolve('onnxruntime-node/package.json'));
	const files = readdirSync(join(library, 'bin'), { recursive: true, encoding: 'utf8' });
	return files.some((file) => file.includes('providers_cuda'));
}

/**
 * @param model The bytes of the ONNX file, as `buildBasicPitchOnnx` writes them.
 * @throws Error when the device cannot be had.
 */
export async function createOnnxNode(model: Uint8Array, device: Device = 'cpu'): Promise<Engine> {
	const session = await InferenceSession.create(model, {
		executionProviders: [device],
		intraOpNumThreads: THREADS,
		logSeverityLevel: 3
	});
	return {
		name: 'onnx-node',
		async run(windows, count) {
			const audio = new Tensor('float32', windows, [count, WINDOW_SAMPLES]);
			const { note, onset, contour } = await session.run({ audio });
			return checked(
				{
					note: note!.data as Float32Array,
					onset: onset!.data as Float32Array,
					contour: contour!.data as Float32Array
				},
				count
			);
		},
		dispose: () => session.release()
	};
}
