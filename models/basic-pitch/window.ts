/**
 * Cuts a stream of sound into the windows that the network hears. Only one batch
 * of windows and the overlap are ever held, however long the recording is.
 */
import { HOP_SAMPLES, LEAD_SAMPLES, WINDOW_SAMPLES } from './constants.ts';

export interface WindowBatch {
	/** Index of the first window. */
	readonly first: number;
	readonly count: number;
	/** `count` × 43,844 samples; valid until the next batch is asked for. */
	readonly audio: Float32Array;
	/** Samples of the recording known so far, its start and this batch included. */
	readonly samples: number;
}

/**
 * Windows of the published layout: 3,840 zeros, then the sound, then zeros to
 * the end of the last window. Every sample has a frame that is kept.
 *
 * @param chunks Mono sound at 22,050 Hz, in pieces of any length.
 * @param batch How many windows to give at a time; the last batch may have fewer.
 * @param from Windows before this one are passed over: a job that goes on after a crash.
 */
export async function* windowsOf(
	chunks: AsyncIterable<Float32Array>,
	batch: number,
	from = 0
): AsyncGenerator<WindowBatch, number> {
	const audio = new Float32Array(batch * WINDOW_SAMPLES);
	/** Sound not yet wholly passed, beginning with the first sample of window `next`. */
	let held = new Float32Array(WINDOW_SAMPLES + HOP_SAMPLES);
	let filled = LEAD_SAMPLES;
	let samples = 0;
	let next = 0;
	let count = 0;

	const take = (): boolean => {
		if (next >= from) {
			audio.set(held.subarray(0, WINDOW_SAMPLES), count * WINDOW_SAMPLES);
			count++;
		}
		held.copyWithin(0, HOP_SAMPLES, filled);
		filled = Math.max(0, filled - HOP_SAMPLES);
		held.fill(0, filled);
		next++;
		return count === batch;
	};
	const full = (): WindowBatch => {
		const given = { first: next - count, count, audio, samples };
		count = 0;
		return given;
	};

	for await (const chunk of chunks) {
		if (filled + chunk.length > held.length) {
			const larger = new Float32Array(filled + chunk.length);
			larger.set(held.subarray(0, filled));
			held = larger;
		}
		held.set(chunk, filled);
		filled += chunk.length;
		samples += chunk.length;
		while (filled >= WINDOW_SAMPLES) if (take()) yield full();
	}
	while (next * HOP_SAMPLES < samples) if (take()) yield full();
	if (count > 0) yield full();
	return samples;
}
