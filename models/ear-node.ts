/** The whole ear outside a browser: a file on disk in, activations out. For the command line, the benches and the server. */
import { readFile } from 'node:fs/promises';
import type { Activations } from '#models/activations.ts';
import { decodeFile } from '#models/audio/decode-node.ts';
import { MODEL_HZ } from '#models/audio/resample.ts';
import { buildBasicPitchOnnx } from '#models/basic-pitch/onnx-graph.ts';
import { readWeights } from '#models/basic-pitch/weights.ts';
import type { Engine } from '#models/engine/engine.ts';
import { createOnnxNode } from '#models/engine/onnx-node.ts';
import { listen } from '#models/listen.ts';
import { seconds, type Seconds } from '#music/time.ts';

const WEIGHTS = new URL('./basic-pitch/weights/basic-pitch.weights', import.meta.url);

/** The network on the native engine. To be disposed of. */
export async function openEar(): Promise<Engine> {
	return createOnnxNode(buildBasicPitchOnnx(readWeights(await readFile(WEIGHTS))));
}

export interface HeardFile {
	/** As bytes, which is how the page keeps them: both find the same notes. */
	readonly activations: Activations;
	readonly seconds: Seconds;
	/** The file ended before it should have. */
	readonly endsEarly: boolean;
}

/** @throws SoundError when the file holds no sound that can be heard; Error from the file system. */
export async function listenToFile(
	path: string,
	engine: Engine,
	signal?: AbortSignal
): Promise<HeardFile> {
	const sound = await decodeFile(path, signal);
	const { activations, samples } = await listen(sound.chunks, {
		engine,
		expectedSamples: Math.ceil((sound.seconds ?? 0) * MODEL_HZ),
		...(signal && { signal })
	});
	return { activations, seconds: seconds(samples / MODEL_HZ), endsEarly: sound.endsEarly };
}
