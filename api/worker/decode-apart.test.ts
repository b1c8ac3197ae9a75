/** A stranger's file in a process of its own. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeFile } from '#models/audio/decode-node.ts';
import { clicks, gather, wav } from '#tests/support/clicks.ts';
import { canFence, decodeApart, decodeStereoApart, fences } from './decode-apart.ts';

const FIXTURES = 'tests/fixtures/audio';
const LIMITS = { bytes: 1_500_000_000, seconds: 60, silence: 60_000 };
const never = new AbortController().signal;

let folder: string;
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'genesis-apart-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, bytes: Uint8Array): string {
	const path = join(folder, name);
	writeFileSync(path, bytes);
	return path;
}

describe('decoding in a process of its own', { timeout: 120_000 }, () => {
	test.each(['mp3', 'flac', 'ogg', 'm4a'])(
		'gives every sample of a %s file as the command line has it',
		async (kind) => {
			const path = `${FIXTURES}/clicks.${kind}`;

			const apart = await gather((await decodeApart(path, never)).chunks);
			const here = await gather((await decodeFile(path)).chunks);

			expect(Buffer.from(apart.buffer).equals(Buffer.from(here.buffer))).toBe(true);
		}
	);

	test('loses nothing of a file that is decoded before anybody listens', async () => {
		const samples = clicks(22_050).subarray(0, 22_050);
		const sound = await decodeApart(file('a.wav', wav(samples, { hertz: 22_050 })), never);
		// The decoder has long ended when the ear is loaded.
		await sleep(2_000);

		expect(await gather(sound.chunks)).toHaveLength(samples.length);
	});

	test('knows how long a file will be before it has ended, even one that does not say', async () => {
		const sound = await decodeApart(`${FIXTURES}/clicks.mp3`, never);
		await gather(sound.chunks);

		expect(sound.estimate!()).toBeCloseTo(3, 0);
	});

	test('keeps left and right apart where they are to be', async () => {
		const samples = clicks(44_100);
		const path = file('a.wav', wav(samples, { hertz: 44_100, channels: 2 }));
		let length = 0;
		for await (const { left, right } of (await decodeStereoApart(path, never)).chunks) {
			expect(right).toEqual(left);
			length += left.length;
		}

		expect(length).toBe(samples.length);
	});

	test.each([
		['no bytes', new Uint8Array(), 'empty'],
		['a letter', new TextEncoder().encode('Dear Ana'), 'not-audio'],
		['silence', wav(new Float32Array(8000), { hertz: 8000 }), 'silent'],
		['half a header', wav(clicks(8000), { hertz: 8000 }).subarray(0, 30), 'corrupt']
	])('says of %s what the command line says', async (_, bytes, code) => {
		const hear = async () => gather((await decodeApart(file('a', bytes), never)).chunks);

		await expect(hear()).rejects.toMatchObject({ failure: { code } });
	});

	test('is told to be over with, and is', async () => {
		const stop = new AbortController();
		const long = file('long.wav', wav(new Float32Array(20_000_000).fill(0.1), { hertz: 44_100 }));
		const sound = await decodeApart(long, stop.signal);
		const chunks = sound.chunks[Symbol.asyncIterator]();
		await chunks.next();
		stop.abort(new Error('enough'));

		await expect(
			(async () => {
				while (!(await chunks.next()).done);
			})()
		).rejects.toThrow('enough');
	});

	test('one that nothing comes from is ended', async () => {
		// A pipe that nobody writes to: opening it takes for ever.
		const pipe = join(folder, 'pipe');
		execFileSync('mkfifo', [pipe]);

		await expect(decodeApart(pipe, never, { ...LIMITS, silence: 1500 })).rejects.toThrow('decoder');
	});

	test.skipIf(!canFence().limits)(
		'one that needs too much memory is ended, and nothing else is',
		async () => {
			const hear = async () =>
				gather(
					(
						await decodeApart(`${FIXTURES}/clicks.flac`, never, {
							...LIMITS,
							bytes: 30_000_000,
							silence: 8000
						})
					).chunks
				);

			await expect(hear()).rejects.toThrow('decoder');
		}
	);
});

describe('the fences around it', () => {
	const inside = (script: string): string => {
		const [command = '', ...args] = [...fences(LIMITS), process.execPath, '--eval', script];
		return execFileSync(command, args, { encoding: 'utf8', cwd: folder }).trim();
	};

	test.skipIf(!canFence().network)(
		'let nothing out to the network, not even to this machine',
		() => {
			const said = inside(
				`require('node:net').connect(1, '127.0.0.1').on('error', (e) => console.log(e.code));
			 console.log(Object.values(require('node:os').networkInterfaces()).flat().length)`
			);

			expect(said).toMatch(/ENETUNREACH/);
		}
	);

	test.skipIf(!canFence().limits)('let no file be written', () => {
		const said = inside(
			`process.on('SIGXFSZ', () => {});
			 try { require('node:fs').writeFileSync('a.txt', 'a') } catch (e) { console.log(e.code) }`
		);

		expect(said).toBe('EFBIG');
		expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toBe('');
	});
});
