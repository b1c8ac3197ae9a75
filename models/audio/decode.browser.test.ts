/** Every format in Chromium: onsets stay where they are, and what cannot be read says why. */
import { describe, expect, test } from 'vitest';
import { decode } from '#models/audio/decode.ts';
import { MODEL_HZ } from '#models/audio/resample.ts';
import { SoundError } from '#models/audio/sound.ts';
import { CLICKS, CLICKS_SECONDS, clicks, gather, onsetsOf, wav } from '#tests/support/clicks.ts';

const FORMATS = ['mp3', 'm4a', 'flac', 'ogg', 'opus', 'webm', 'mp4'];

describe('decoding in the browser', () => {
	test.each(FORMATS)('hears the clicks of a %s file where they were played', async (format) => {
		const sound = await decode(await fixture(format));
		const samples = await gather(sound.chunks);

		expectClicks(samples);
		expect(sound.seconds).toBeCloseTo(CLICKS_SECONDS, 1);
		// A last frame of pure silence may be too small for the demuxer.
		expect(Math.abs(samples.length / MODEL_HZ - CLICKS_SECONDS)).toBeLessThan(0.1);
		expect(sound.endsEarly).toBe(false);
	});

	test.each([
		['8-bit', 8],
		['16-bit', 16],
		['24-bit', 24],
		['32-bit', 32],
		['float', 'float']
	] as const)('hears the clicks of a %s wav file where they were played', async (_, bits) => {
		const file = new Blob([wav(clicks(48_000), { hertz: 48_000, channels: 2, bits })]);

		expectClicks(await gather((await decode(file)).chunks));
	});

	test('hears what there is of a file that was cut off, and says so', async () => {
		const whole = wav(clicks(44_100), { hertz: 44_100 });
		const sound = await decode(new Blob([whole.subarray(0, whole.length / 2)]));

		expect(onsetsOf(await gather(sound.chunks), MODEL_HZ)).toHaveLength(2);
		expect(sound.endsEarly).toBe(true);
	});

	test('hears what there is of an mp3 that was cut off, and says so', async () => {
		const whole = await fixture('mp3');
		const sound = await decode(whole.slice(0, whole.size / 2));

		expect(onsetsOf(await gather(sound.chunks), MODEL_HZ).length).toBeGreaterThan(1);
		expect(sound.endsEarly).toBe(true);
	});

	test.each([
		['no bytes', new Blob([]), 'empty'],
		['no samples', new Blob([wav(new Float32Array(), { hertz: 44_100 })]), 'empty'],
		['silence', new Blob([wav(new Float32Array(44_100), { hertz: 44_100 })]), 'silent'],
		['a letter', new Blob(['Dear Ana, the concert was lovely.']), 'not-audio'],
		['a playlist', new Blob(['#EXTM3U\n#EXTINF:1,\nhttp://localhost/a.ts\n']), 'not-audio']
	])('refuses %s as such', async (_, file, code) => {
		await expect(failureOf(file)).resolves.toBe(code);
	});

	test('refuses a song that was sold locked', async () => {
		const bytes = new Uint8Array(await (await fixture('m4a')).arrayBuffer());
		const entry = indexOf(bytes, 'mp4a');
		bytes.set(new TextEncoder().encode('drms'), entry);

		await expect(failureOf(new Blob([bytes]))).resolves.toBe('encrypted');
	});

	test('refuses what is damaged beyond reading', async () => {
		const bytes = new Uint8Array(await (await fixture('flac')).arrayBuffer());
		bytes.fill(0x55, 200);

		await expect(failureOf(new Blob([bytes]))).resolves.toMatch(/corrupt|empty/);
	});

	test('stops when it is told to', async () => {
		const stop = new AbortController();
		const sound = await decode(await fixture('flac'), stop.signal);
		stop.abort(new Error('enough'));

		await expect(gather(sound.chunks)).rejects.toThrow('enough');
	});
});

async function fixture(format: string): Promise<Blob> {
	const response = await fetch(`/tests/fixtures/audio/clicks.${format}`);
	expect(response.ok).toBe(true);
	return response.blob();
}

function expectClicks(samples: Float32Array): void {
	const onsets = onsetsOf(samples, MODEL_HZ);
	expect(onsets).toHaveLength(CLICKS.length);
	onsets.forEach((onset, i) => expect(Math.abs(onset - CLICKS[i]!)).toBeLessThan(0.005));
}

async function failureOf(file: Blob): Promise<string> {
	try {
		await gather((await decode(file)).chunks);
	} catch (error) {
		if (error instanceof SoundError) return error.failure.code;
		throw error;
	}
	return 'none';
}

function indexOf(bytes: Uint8Array, word: string): number {
	const letters = [...word].map((char) => char.charCodeAt(0));
	return bytes.findIndex((_, i) => letters.every((letter, k) => bytes[i + k] === letter));
}
