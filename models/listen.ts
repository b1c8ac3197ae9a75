/**
 * Sound in, activations out: the stream is cut into windows, each is heard by an
 * engine, and what they say is stitched. The same function runs in the page's
 * worker, on the server and in the command line, and none holds the whole sound.
 */
import type { Activations } from '#models/activations.ts';
import { HOP_SAMPLES, KEPT_FRAMES } from '#models/basic-pitch/constants.ts';
import { framesIn } from '#models/basic-pitch/frame-time.ts';
import { Stitch, type Form } from '#models/basic-pitch/stitch.ts';
import { windowsOf, type WindowBatch } from '#models/basic-pitch/window.ts';
import type { Engine } from '#models/engine/engine.ts';

export interface Listening {
	readonly engine: Engine;
	/** Kept as bytes or floats; bytes unless said otherwise. */
	readonly form?: Form;
	/** Windows given to the engine at a time; one unless said otherwise. */
	readonly batch?: number;
	/** Samples that the recording is thought to have; only saves memory. */
	readonly expectedSamples?: number;
	readonly signal?: AbortSignal;
	/** Activations of the whole windows that were heard before: listening goes on after them. */
	readonly heard?: Activations;
	/** After each batch: how many windows are done, and all activations so far (a view, valid during the call). */
	readonly onHeard?: (windows: number, soFar: () => Activations) => void;
}

export interface Heard {
	/** One frame for each 256 samples of the recording; see `frameTime` for when they sound. */
	readonly activations: Activations;
	/** Samples that the recording had, at 22,050 Hz. */
	readonly samples: number;
}

/**
 * Listens to `chunks`, mono sound at 22,050 Hz in pieces of any length.
 *
 * @throws whatever the source, the engine or the signal throws.
 */
export async function listen(
	chunks: AsyncIterable<Float32Array>,
	{ engine, form = 'bytes', batch = 1, expectedSamples = 0, signal, heard, onHeard }: Listening
): Promise<Heard> {
	const expected = Math.ceil(expectedSamples / HOP_SAMPLES) * KEPT_FRAMES;
	const stitch = new Stitch(form, expected, heard);
	const windows = windowsOf(chunks, batch, stitch.frames / KEPT_FRAMES);
	let step: IteratorResult<WindowBatch, number>;
	while (!(step = await windows.next()).done) {
		signal?.throwIfAborted();
		const { audio, count } = step.value;
		// A short last batch is a shorter array: engines take their size from it.
		const part = audio.subarray(0, (audio.length / batch) * count);
		stitch.append(await engine.run(part, count), count);
		signal?.throwIfAborted();
		onHeard?.(stitch.frames / KEPT_FRAMES, () => stitch.view());
	}
	const samples = step.value;
	return { activations: stitch.finish(framesIn(samples)), samples };
}
