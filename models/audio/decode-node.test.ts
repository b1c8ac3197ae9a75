/** Files on disk: every format's onsets stay where they are, and what cannot be read says why. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeFile } from '#models/audio/decode-node.ts';
import { MODEL_HZ } from '#models/audio/resample.ts';
import { SoundError } from '#models/audio/sound.ts';
import { CLICKS, CLICKS_SECONDS, clicks, gather, onsetsOf, wav } from '#tests/support/clicks.ts';

const FIXTURES = 'tests/fixtures/audio';
const ffmpeg = has('ffmpeg');
let folder: string;

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'genesis-decode-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('decoding a file on disk', () => {
	test.each(['mp3', 'flac', 'ogg', 'opus'])(
		'hears the clicks of a %s file where they were played, with no program of the system',
		async (format) => {
			const path = process.env.PATH;
			process.env.PATH = '';
			try {
				await expectClicks(`${FIXTURES}/clicks.${format}`);
			} finally {
				process.env.PATH = path;
			}
		}
	);

	test.skipIf(!ffmpeg).each(['m4a', 'webm', 'mp4'])(
		'hears the clicks of a %s file where they were played, through ffmpeg',
		(format) => expectClicks(`${FIXTURES}/clicks.${format}`)
	);

	test.each([8, 16, 24, 32, 'float'] as const)(
		'hears the clicks of a wav file of %s bits where they were played',
		async (bits) => {
			for (const extensible of [false, true]) {
				const options = { hertz: 44_100, channels: 2, bits, extensible };
				await expectClicks(file('a.wav', wav(clicks(44_100), options)));
			}
		}
	);

	test('goes by what a file is, not by its name', () =>
		expectClicks(file('a.wav', readFileSync(`${FIXTURES}/clicks.mp3`))));

	test('finds the samples of a wav file behind a picture', async () => {
		const plain = wav(clicks(44_100), { hertz: 44_100 });
		const picture = new Uint8Array(8 + 200_000);
		picture.set(new TextEncoder().encode('LIST'));
		new DataView(picture.buffer).setUint32(4, 200_000, true);

		await expectClicks(
			file('a.wav', Buffer.concat([plain.subarray(0, 36), picture, plain.subarray(36)]))
		);
	});

	test.each(['mp3', 'flac', 'ogg', 'opus'])(
		'hears what there is of a %s file that was cut off, and says so',
		async (format) => {
			const whole = readFileSync(`${FIXTURES}/clicks.${format}`);
			const path = file('a', whole.subarray(0, whole.length * 0.6));
			const { sound, onsets } = await heard(path);

			expect(onsets.length).toBeGreaterThan(0);
			expect(onsets.length).toBeLessThan(CLICKS.length);
			expect(sound.endsEarly).toBe(true);
		}
	);

	test('hears what there is of a wav file that was cut off, and says so', async () => {
		const whole = wav(clicks(44_100), { hertz: 44_100 });
		const { sound, onsets } = await heard(file('a', whole.subarray(0, whole.length / 2)));

		expect(onsets).toHaveLength(2);
		expect(sound.endsEarly).toBe(true);
	});

	test.each([
		['no bytes', new Uint8Array(), 'empty'],
		['no samples', wav(new Float32Array(), { hertz: 44_100 }), 'empty'],
		['silence', wav(new Float32Array(44_100), { hertz: 44_100 }), 'silent'],
		['a letter', new TextEncoder().encode('Dear Ana, the concert was lovely.'), 'not-audio'],
		['a coding nobody knows', withCoding(0x1234), 'unsupported-codec'],
		['a wav file without samples', wav(clicks(8000), { hertz: 8000 }).subarray(0, 36), 'corrupt']
	])('refuses %s as such', async (_, bytes, code) => {
		await expect(failureOf(file('a', bytes))).resolves.toBe(code);
	});

	test('refuses a playlist, which could name any file', async () => {
		const target = file('secret.wav', wav(clicks(8000), { hertz: 8000 }));

		for (const list of [
			`#EXTM3U\n#EXTINF:3,\n${target}\n`,
			`ffconcat version 1.0\nfile ${target}\n`
		]) {
			await expect(failureOf(file('list.m4a', new TextEncoder().encode(list)))).resolves.toBe(
				'not-audio'
			);
		}
	});

	test.skipIf(!ffmpeg)('refuses bytes that are nothing', async () => {
		let seed = 1;
		const noise = Uint8Array.from({ length: 5000 }, () => (seed = (seed * 48_271) % 2_147_483_647));

		// Chance may make them look like the beginning of something.
		await expect(failureOf(file('a.m4a', noise))).resolves.toMatch(/^(not-audio|corrupt)$/);
	});

	test('refuses more than three hours', async () => {
		const path = file('a.wav', wav(new Float32Array(8), { hertz: 8000 }));
		const bytes = readFileSync(path);
		// A rate of 1 Hz makes eight samples eight seconds, so four hours fit in a small file.
		bytes.writeUInt32LE(1, 24);
		bytes.writeUInt32LE(4 * 3600 * 2, 40);
		const long = Buffer.concat([bytes.subarray(0, 44), Buffer.alloc(4 * 3600 * 2, 1)]);

		await expect(failureOf(file('long.wav', long))).resolves.toBe('too-long');
	});

	test('stops when it is told to', async () => {
		const stop = new AbortController();
		const sound = await decodeFile(`${FIXTURES}/clicks.flac`, stop.signal);
		stop.abort(new Error('enough'));

		await expect(gather(sound.chunks)).rejects.toThrow('enough');
	});
});

function file(name: string, bytes: Uint8Array): string {
	const path = join(folder, name);
	writeFileSync(path, bytes);
	return path;
}

async function heard(path: string) {
	const sound = await decodeFile(path);
	const samples = await gather(sound.chunks);
	return { sound, samples, onsets: onsetsOf(samples, MODEL_HZ) };
}

async function expectClicks(path: string): Promise<void> {
	const { sound, samples, onsets } = await heard(path);

	expect(onsets).toHaveLength(CLICKS.length);
	onsets.forEach((onset, i) => expect(Math.abs(onset - CLICKS[i]!)).toBeLessThan(0.005));
	// A last frame of pure silence may be too small for a parser.
	expect(Math.abs(samples.length / MODEL_HZ - CLICKS_SECONDS)).toBeLessThan(0.1);
	expect(sound.endsEarly).toBe(false);
}

async function failureOf(path: string): Promise<string> {
	try {
		await heard(path);
	} catch (error) {
		if (error instanceof SoundError) return error.failure.code;
		throw error;
	}
	return 'none';
}

function withCoding(coding: number): Uint8Array {
	const bytes = wav(clicks(8000), { hertz: 8000 });
	new DataView(bytes.buffer).setUint16(20, coding, true);
	return bytes;
}

function has(program: string): boolean {
	try {
		execFileSync(program, ['-version'], { stdio: 'ignore' });
		return true;
	} catch {
		return false;
	}
}
