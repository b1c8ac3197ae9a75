/** The whole ear outside a browser: a file on disk in, activations out. For the command line, the benches and the server. */
import { readFile } from 'node:fs/promises';
import { decodeFile } from '#models/audio/decode-node.ts';
import { MODEL_HZ } from '#models/audio/resample.ts';
import type { Sound } from '#models/audio/sound.ts';
import { buildBasicPitchOnnx } from '#models/basic-pitch/onnx-graph.ts';
import { readWeights } from '#models/basic-pitch/weights.ts';
import type { HeardFile } from '#models/document.ts';
import type { Engine } from '#models/engine/engine.ts';
import { createOnnxNode, type Device } from '#models/engine/onnx-node.ts';
import { listen, type Listening } from '#models/listen.ts';
import { seconds } from '#music/time.ts';

const WEIGHTS = new URL('./basic-pitch/weights/basic-pitch.weights', import.meta.url);

/** The network on the native engine. To be disposed of. */
export async function openEar(device: Device = 'cpu'): Promise<Engine> {
	return createOnnxNode(buildBasicPitchOnnx(readWeights(await readFile(WEIGHTS))), device);
}

/** @throws SoundError when the file holds no sound that can be heard; Error from the file system. */
export async function listenToFile(
	path: string,
	engine: Engine,
	signal?: AbortSignal
): Promise<HeardFile> {
	return listenTo(await decodeFile(path, signal), { engine, ...(signal && { signal }) });
}

/** @throws SoundError when the sound ends in an error or there was none. */
export async function listenTo(sound: Sound, listening: Listening): Promise<HeardFile> {
	const { activations, samples } = await listen(sound.chunks, {
		expectedSamples: Math.ceil((sound.seconds ?? 0) * MODEL_HZ),
		...listening
	});
	return { activations, seconds: seconds(samples / MODEL_HZ), endsEarly: sound.endsEarly };
}
