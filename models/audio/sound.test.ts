/** Blocks of any kind become mono at 22,050 Hz, or a reason why not. */
import { describe, expect, test } from 'vitest';
import { MODEL_HZ } from '#models/audio/resample.ts';
import { SoundError, soundOf, type Block } from '#models/audio/sound.ts';
import { gather } from '#tests/support/clicks.ts';

describe('sound on its way to the ear', () => {
	test('is the mean of its channels', async () => {
		const block = { hertz: MODEL_HZ, channels: [of(1, 0.5), of(0, 0.5)] };

		expect(await heard([block])).toEqual(of(0.5, 0.5));
	});

	test('takes samples that are no numbers for silence', async () => {
		const block = { hertz: MODEL_HZ, channels: [of(0.5, Number.NaN, Infinity, 0.25)] };

		expect(await heard([block])).toEqual(of(0.5, 0, 0, 0.25));
	});

	test('lasts as long when its rate changes on the way', async () => {
		const second = (hertz: number) => ({ hertz, channels: [new Float32Array(hertz).fill(0.1)] });

		expect((await heard([second(48_000), second(44_100), second(8000)])).length).toBe(3 * MODEL_HZ);
	});

	test.each([
		['nothing', [], 'empty'],
		['blocks of nothing', [{ hertz: 44_100, channels: [] }], 'empty'],
		['the hiss of a converter', [hiss(5e-5)], 'silent']
	])('is refused when it is %s', async (_, blocks: Block[], code) => {
		await expect(heard(blocks)).rejects.toMatchObject({ failure: { code } });
	});

	test('is heard when it is very quiet', async () => {
		expect((await heard([hiss(3e-4)])).length).toBe(MODEL_HZ);
	});

	test('is refused when it turns out to be longer than three hours', async () => {
		const moment = { hertz: MODEL_HZ, channels: [of(0.1)] };
		const hours = { hertz: 1, channels: [new Float32Array(3 * 3600).fill(0.1)] };

		await expect(heard([moment, hours])).rejects.toMatchObject({ failure: { code: 'too-long' } });
	});

	test('is refused at once when the file says that it is too long', () => {
		const day = { seconds: 86_400, blocks: stream([]), endedEarly: () => false };

		expect(() => soundOf(day)).toThrow(SoundError);
	});
});

const of = (...samples: number[]): Float32Array => Float32Array.from(samples);

function hiss(level: number): Block {
	const samples = Float32Array.from({ length: MODEL_HZ }, (_, i) => (i % 2 ? level : -level));
	return { hertz: MODEL_HZ, channels: [samples] };
}

function heard(blocks: Iterable<Block>): Promise<Float32Array> {
	const sound = soundOf({ seconds: null, blocks: stream(blocks), endedEarly: () => false });
	return gather(sound.chunks);
}

async function* stream(blocks: Iterable<Block>): AsyncGenerator<Block> {
	yield* blocks;
}
