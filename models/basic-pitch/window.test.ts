import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HOP_SAMPLES, LEAD_SAMPLES, WINDOW_SAMPLES } from './constants.ts';
import { windowsOf } from './window.ts';

async function* inPieces(sound: Float32Array, size: number): AsyncGenerator<Float32Array> {
	for (let at = 0; at < sound.length; at += size) {
		yield sound.slice(at, at + size);
		await Promise.resolve();
	}
}

/** Sample n is n + 1, so that every sample can be told from silence. */
const counting = (samples: number): Float32Array =>
	Float32Array.from({ length: samples }, (_, i) => i + 1);

async function collect(
	sound: Float32Array,
	size: number,
	batch: number,
	from = 0
): Promise<{ windows: Float32Array[]; firsts: number[] }> {
	const windows: Float32Array[] = [];
	const firsts: number[] = [];
	for await (const { first, count, audio } of windowsOf(inPieces(sound, size), batch, from)) {
		firsts.push(first);
		for (let i = 0; i < count; i++) {
			windows.push(audio.slice(i * WINDOW_SAMPLES, (i + 1) * WINDOW_SAMPLES));
		}
	}
	return { windows, firsts };
}

/** What window w should hold, cut from the whole. */
function expected(sound: Float32Array, w: number): Float32Array {
	const window = new Float32Array(WINDOW_SAMPLES);
	const start = w * HOP_SAMPLES - LEAD_SAMPLES;
	for (let i = 0; i < WINDOW_SAMPLES; i++) window[i] = sound[start + i] ?? 0;
	return window;
}

describe('windows', { timeout: 60_000 }, () => {
	test('are the same however the sound arrives, and reach its last sample', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.integer({ min: 1, max: 4 * HOP_SAMPLES }),
				fc.integer({ min: 500, max: 100_000 }),
				fc.integer({ min: 1, max: 3 }),
				async (samples, size, batch) => {
					const sound = counting(samples);
					const { windows } = await collect(sound, size, batch);
					expect(windows).toHaveLength(Math.ceil(samples / HOP_SAMPLES));
					windows.forEach((window, w) => {
						expect(Buffer.compare(bytes(window), bytes(expected(sound, w)))).toBe(0);
					});
				}
			),
			{ numRuns: 30 }
		);
	});

	test('a job that goes on after a crash passes over what was heard', async () => {
		const sound = counting(3 * HOP_SAMPLES);

		const { windows, firsts } = await collect(sound, 10_000, 2, 1);

		expect(firsts).toEqual([1]);
		expect(windows[0]).toEqual(expected(sound, 1));
		expect(windows[1]).toEqual(expected(sound, 2));
	});

	test('no sound, no windows', async () => {
		expect((await collect(new Float32Array(), 1, 1)).windows).toEqual([]);
	});
});

const bytes = (values: Float32Array): Buffer => Buffer.from(values.buffer);
