/** The page's own decoder, where the worker has none. */
import { expect, test } from 'vitest';
import { fallbackDecode } from '#app/audio/fallback-decode.ts';
import { CLICKS, clicks, onsetsOf, wav } from '#tests/support/clicks.ts';

const { signal } = new AbortController();

test('decodes a file to mono with onsets where they were', async () => {
	const file = new Blob([wav(clicks(48_000), { hertz: 48_000, channels: 2 })]);
	const sound = await fallbackDecode(file, signal);

	const onsets = onsetsOf(sound!.samples, sound!.sampleRate);
	expect(onsets).toHaveLength(CLICKS.length);
	onsets.forEach((onset, i) => expect(Math.abs(onset - CLICKS[i]!)).toBeLessThan(0.005));
});

test('says that it cannot decode a letter', async () => {
	await expect(fallbackDecode(new Blob(['Dear Ana']), signal)).resolves.toBeNull();
});

test('stops when it is told to', async () => {
	const stop = new AbortController();
	const decoding = fallbackDecode(new Blob([wav(clicks(8000), { hertz: 8000 })]), stop.signal);
	stop.abort(new Error('enough'));

	await expect(decoding).rejects.toThrow('enough');
});
