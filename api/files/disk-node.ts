/** Recordings on the disk of a self-hosted server. A file appears under its name only when it is whole. */
import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Files } from './files.ts';

/** Names that cannot climb out of the folder. */
const SAFE = /^[\w-]{1,64}(\/[\w-]{1,64})?$/;

class TooMuch extends Error {}

export function disk(folder: string): Files {
	const pathOf = (key: string): string => {
		if (!SAFE.test(key)) throw new RangeError(`not a key: ${key}`);
		return join(folder, key);
	};
	return {
		async write(key, body, most) {
			const path = pathOf(key);
			const part = `${path}.${randomUUID()}.part`;
			await mkdir(dirname(path), { recursive: true });
			let bytes = 0;
			const count = new Transform({
				transform(chunk: Uint8Array, _encoding, done) {
					bytes += chunk.length;
					done(bytes > most ? new TooMuch() : null, chunk);
				}
			});
			try {
				await pipeline(Readable.fromWeb(body as never), count, createWriteStream(part));
				await rename(part, path);
				return bytes;
			} catch (cause) {
				await rm(part, { force: true });
				if (cause instanceof TooMuch || body.locked) return null;
				throw cause;
			}
		},
		async read(key, range) {
			const path = pathOf(key);
			if ((await sizeOf(path)) === null) return null;
			const bytes = Readable.toWeb(createReadStream(path, range));
			return bytes as ReadableStream<Uint8Array<ArrayBuffer>>;
		},
		size: async (key) => sizeOf(pathOf(key)),
		remove: async (key) => rm(pathOf(key), { force: true }),
		removeAll: async (owner) => rm(pathOf(owner), { recursive: true, force: true })
	};
}

const sizeOf = async (path: string): Promise<number | null> =>
	(await stat(path).catch(() => null))?.size ?? null;
