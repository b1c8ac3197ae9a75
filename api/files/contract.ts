/** What every store of files must do; each engine's test runs all of it on the real thing. */
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Files } from './files.ts';

const SOUND = new Uint8Array(3_000_000).map((_, i) => (i * 2654435761) >>> 24);

/** Comes in pieces, as from a network. */
const streamOf = (bytes: Uint8Array, piece = 65_536): ReadableStream<Uint8Array<ArrayBuffer>> => {
	let at = 0;
	return new ReadableStream({
		pull(out) {
			if (at >= bytes.length) return out.close();
			out.enqueue(bytes.slice(at, (at += piece)));
		}
	});
};

const bytesOf = async (stream: ReadableStream<Uint8Array<ArrayBuffer>> | null): Promise<Buffer> =>
	Buffer.from(await new Response(stream).arrayBuffer());

/** @param open a store that may hold files of other owners */
export function keepsFiles(open: () => Promise<Files>): void {
	const owner = (): string => randomUUID();

	describe('a file', () => {
		test('comes back as it was kept, and its size is known', async () => {
			const files = await open();
			const key = `${owner()}/${randomUUID()}`;

			expect(await files.write(key, streamOf(SOUND), SOUND.length)).toBe(SOUND.length);
			expect((await bytesOf(await files.read(key))).equals(SOUND)).toBe(true);
			expect(await files.size(key)).toBe(SOUND.length);
		});

		test('is read from any byte to any byte', async () => {
			const files = await open();
			const key = `${owner()}/${randomUUID()}`;
			await files.write(key, streamOf(SOUND), SOUND.length);

			for (const [start, end] of [
				[0, 0],
				[1_000, 1_999],
				[2_999_990, 2_999_999],
				[2_999_990, 4_000_000]
			] as const) {
				const part = await bytesOf(await files.read(key, { start, end }));
				expect(part.equals(SOUND.subarray(start, end + 1))).toBe(true);
			}
		});

		test('that breaks off or is larger than allowed leaves nothing', async () => {
			const files = await open();
			const key = `${owner()}/${randomUUID()}`;
			let pieces = 0;
			const cut = new ReadableStream<Uint8Array<ArrayBuffer>>({
				pull(out) {
					if (++pieces > 3) return out.error(new Error('cut off'));
					out.enqueue(SOUND.slice(0, 65_536));
				}
			});

			expect(await files.write(key, cut, SOUND.length)).toBeNull();
			expect(await files.read(key)).toBeNull();
			expect(await files.write(key, streamOf(SOUND), SOUND.length - 1)).toBeNull();
			expect(await files.read(key)).toBeNull();
			expect(await files.size(key)).toBeNull();
		});

		test('takes the place of the one before it only when it is whole', async () => {
			const files = await open();
			const key = `${owner()}/${randomUUID()}`;
			await files.write(key, streamOf(SOUND.subarray(0, 10)), 10);

			await files.write(key, streamOf(SOUND), 100);
			expect(await files.size(key)).toBe(10);
			await files.write(key, streamOf(SOUND), SOUND.length);
			expect(await files.size(key)).toBe(SOUND.length);
		});

		test('is removed alone, and twice without complaint', async () => {
			const files = await open();
			const who = owner();
			const [one, two] = [`${who}/${randomUUID()}`, `${who}/${randomUUID()}`];
			await files.write(one, streamOf(SOUND.subarray(0, 10)), 10);
			await files.write(two, streamOf(SOUND.subarray(0, 10)), 10);

			await files.remove(one);
			await files.remove(one);
			expect(await files.read(one)).toBeNull();
			expect(await files.size(two)).toBe(10);
		});

		test('goes with everything of its owner, and nobody else loses any', async () => {
			const files = await open();
			const [ana, ben] = [owner(), owner()];
			for (let i = 0; i < 3; i += 1) {
				await files.write(`${ana}/${randomUUID()}`, streamOf(SOUND.subarray(0, 10)), 10);
			}
			const kept = `${ben}/${randomUUID()}`;
			const lost = `${ana}/${randomUUID()}`;
			await files.write(kept, streamOf(SOUND.subarray(0, 10)), 10);
			await files.write(lost, streamOf(SOUND.subarray(0, 10)), 10);

			await files.removeAll(ana);
			expect(await files.size(lost)).toBeNull();
			expect(await files.size(kept)).toBe(10);
		});
	});

	test.each(['../climbing', 'a/../../b', '', 'a/b/c', '/etc/passwd', 'a\\b'])(
		'a key like %j is none',
		async (key) => {
			const files = await open();

			await expect(async () => files.write(key, streamOf(SOUND), 9)).rejects.toThrow('not a key');
			await expect(async () => files.read(key)).rejects.toThrow('not a key');
			await expect(async () => files.removeAll(key)).rejects.toThrow('not a key');
		}
	);
}
