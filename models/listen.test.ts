import { existsSync, readFileSync } from 'node:fs';
import { expect, describe, test } from 'vitest';
import { KEYS, type Activations } from '#models/activations.ts';
import { createResampler } from '#models/audio/resample.ts';
import { HOP_SAMPLES, KEPT_FRAMES } from '#models/basic-pitch/constants.ts';
import { framesIn } from '#models/basic-pitch/frame-time.ts';
import { buildBasicPitchOnnx } from '#models/basic-pitch/onnx-graph.ts';
import { readWeights } from '#models/basic-pitch/weights.ts';
import { createOnnxNode } from '#models/engine/onnx-node.ts';
import { listen } from '#models/listen.ts';
import { fakeEngine, noise, streamed } from '#tests/support/fake-engine.ts';

const REFERENCE = '../shared/reference/basic-pitch';

describe('listening', { timeout: 60_000 }, () => {
	test('gives one row for each frame of the recording, its very end included', async () => {
		const samples = 5 * HOP_SAMPLES + 12_345;

		const heard = await listen(streamed(noise(samples)), { engine: fakeEngine() });

		expect(heard.samples).toBe(samples);
		expect(heard.activations.frames).toBe(framesIn(samples));
		expect(heard.activations.note).toHaveLength(framesIn(samples) * KEYS);
	});

	test('does not depend on how many windows are heard at a time', async () => {
		const sound = noise(7 * HOP_SAMPLES);

		const one = await listen(streamed(sound), { engine: fakeEngine() });
		const three = await listen(streamed(sound), { engine: fakeEngine(), batch: 3 });

		expect(same(three.activations.contour, one.activations.contour)).toBe(true);
	});

	test('goes on from what was heard before as if nothing had happened', async () => {
		const sound = noise(6 * HOP_SAMPLES);
		const whole = await listen(streamed(sound), { engine: fakeEngine() });
		const heard = firstWindows(whole.activations, 4);
		const engine = fakeEngine();

		const rest = await listen(streamed(sound), { engine, heard });

		expect(engine.windows).toBe(2);
		expect(same(rest.activations.note, whole.activations.note)).toBe(true);
	});

	test('stops between two windows when it is cancelled', async () => {
		const stop = new AbortController();
		const engine = fakeEngine();
		const onHeard = (): void => stop.abort();

		const cancelled = listen(streamed(noise(9 * HOP_SAMPLES)), {
			engine,
			signal: stop.signal,
			onHeard
		});

		await expect(cancelled).rejects.toThrow('aborted');
		expect(engine.windows).toBe(1);
	});

	test('never holds more of the sound than a few windows', async () => {
		let asked = 0;
		async function* long(): AsyncGenerator<Float32Array> {
			for (; asked < 40; asked++) yield noise(HOP_SAMPLES / 2);
		}
		const ahead: number[] = [];

		await listen(long(), {
			engine: fakeEngine(),
			onHeard: (windows) => ahead.push((asked + 1) / 2 - windows)
		});

		expect(Math.max(...ahead)).toBeLessThan(3);
	});

	test.skipIf(!existsSync(REFERENCE))(
		'a sung recording from 44.1 kHz gives the published activations within 2e-3 (skipped without ../shared)',
		async () => {
			const weights = readWeights(readFileSync('models/basic-pitch/weights/basic-pitch.weights'));
			const engine = await createOnnxNode(buildBasicPitchOnnx(weights));
			const file = readFileSync(`${REFERENCE}/vocadito_10.wav`);
			const pcm = new Int16Array(file.buffer.slice(file.byteOffset + 44));
			const sound = Float32Array.from(pcm, (sample) => sample / 32_768);

			const { activations } = await listen(resampled(sound), { engine, form: 'floats' });

			for (const name of ['note', 'onset', 'contour'] as const) {
				const bytes = readFileSync(`${REFERENCE}/vocadito_10.${name}.f32`);
				const published = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
				const far = published.map((value, i) => Math.abs(value - activations[name][i]!));
				expect(
					far.reduce((most, each) => Math.max(most, each)),
					name
				).toBeLessThan(2e-3);
			}
		}
	);
});

async function* resampled(sound: Float32Array): AsyncGenerator<Float32Array> {
	const resampler = createResampler(44_100);
	for await (const chunk of streamed(sound)) yield resampler.push(chunk);
	yield resampler.flush();
}

function firstWindows({ note, onset, contour }: Activations, windows: number): Activations {
	const frames = windows * KEPT_FRAMES;
	return {
		frames,
		note: note.slice(0, frames * KEYS),
		onset: onset.slice(0, frames * KEYS),
		contour: contour.slice(0, frames * 3 * KEYS)
	};
}

/** Much faster than `toEqual` for a million values. */
const same = (a: Float32Array | Uint8Array, b: Float32Array | Uint8Array): boolean =>
	a.length === b.length && a.every((value, i) => value === b[i]);
