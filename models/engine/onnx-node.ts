/** The network on onnxruntime's native CPU library, for the command line and the server. */
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { WINDOW_SAMPLES } from '#models/basic-pitch/constants.ts';
import { checked, type Engine } from './engine.ts';

/** @param model The bytes of the ONNX file, as `buildBasicPitchOnnx` writes them. */
export async function createOnnxNode(model: Uint8Array): Promise<Engine> {
	const session = await InferenceSession.create(model, { logSeverityLevel: 3 });
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
