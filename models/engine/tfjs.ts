/**
 * The network on TensorFlow.js, for a GPU that has WebGL but no WebGPU, and as
 * the last resort where WASM does not start. Only the scoped packages, and only
 * the backend that is chosen, are loaded.
 */
import * as tf from '@tensorflow/tfjs-core';
import { WINDOW_SAMPLES } from '#models/basic-pitch/constants.ts';
import { readWeights } from '#models/basic-pitch/weights.ts';
import { checked, type Engine } from './engine.ts';
import { load, type EarFiles } from './files.ts';
import { createNetwork } from './tfjs-network.ts';

/** @throws Error when the backend does not start or counts too coarsely. */
export async function createTfjs(on: 'webgl' | 'webgpu', files: EarFiles): Promise<Engine> {
	if (on === 'webgl') await import('@tensorflow/tfjs-backend-webgl');
	else await import('@tensorflow/tfjs-backend-webgpu');
	if (!(await tf.setBackend(on))) throw new Error(`${on} does not start`);
	await tf.ready();
	// The logarithm is taken of powers down to 1e-10, which half precision does not have.
	if (on === 'webgl' && !tf.env().getBool('WEBGL_RENDER_FLOAT32_ENABLED')) {
		throw new Error('WebGL counts in half precision here');
	}
	const network = createNetwork(readWeights(await load(files.weights)));
	return {
		name: `tfjs-${on}`,
		async run(windows, count) {
			const maps = tf.tidy(() => network.run(tf.tensor2d(windows, [count, WINDOW_SAMPLES])));
			try {
				const note = (await maps.note.data()) as Float32Array;
				const onset = (await maps.onset.data()) as Float32Array;
				const contour = (await maps.contour.data()) as Float32Array;
				return checked({ note, onset, contour }, count);
			} finally {
				tf.dispose([maps.note, maps.onset, maps.contour]);
			}
		},
		dispose() {
			network.dispose();
			tf.removeBackend(on);
			return Promise.resolve();
		}
	};
}
