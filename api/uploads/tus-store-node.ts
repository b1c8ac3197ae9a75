/**
 * Where partial uploads lie: files of @tus/file-store, with what it lacks. A part may come with its
 * SHA-256 (tus's extension `checksum`) and is then kept whole or not at all; a first part that
 * cannot be a recording is refused at once, before the rest is sent for nothing.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash, timingSafeEqual } from 'node:crypto';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { FileStore } from '@tus/file-store';
import { claimOf, HEAD } from './sniff.ts';
import { UPLOAD } from './uploads.ts';

/** What one request is about, for those who are called by the library. */
export interface Asked {
	readonly ownerId: string;
	/** SHA-256 of the part that comes; null when nobody said. */
	readonly checksum: Buffer | null;
	/** It is listed already, and its file is not there: the server died in between. */
	readonly listed?: boolean;
	/** Ours, to be thrown instead of what the library answers. */
	failure?: Error;
}

export const asked = new AsyncLocalStorage<Asked>();

/** What the library answers with, and how. */
class WrongChecksum extends Error {
	readonly status_code = 460;
	readonly body = 'The part is not what its checksum says.';
}

/** Nobody hears it any more, and it is nobody's mistake. */
class CutOff extends Error {
	readonly status_code = 400;
	readonly body = 'The connection was lost.';
}

async function* whileConnected(part: Readable): AsyncGenerator<Uint8Array> {
	const pieces = (part as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]();
	for (;;) {
		const next = await pieces.next().catch(() => Promise.reject(new CutOff()));
		if (next.done) return;
		yield next.value;
	}
}

export class PartialStore extends FileStore {
	constructor(directory: string) {
		super({ directory, expirationPeriodInMilliseconds: UPLOAD.toArrive });
		// Lengths are known beforehand: the room is taken before the bytes come.
		this.extensions = ['creation', 'creation-with-upload', 'expiration', 'termination', 'checksum'];
	}

	/** Whether it can be gone on with. */
	async has(id: string): Promise<boolean> {
		return this.getUpload(id).then(
			() => true,
			() => false
		);
	}

	/** Writes in order, so that what a lost connection leaves is a beginning without holes. */
	override async write(part: Readable, id: string, offset: number): Promise<number> {
		const file = await open(join(this.directory, id), 'r+');
		const checksum = asked.getStore()?.checksum ?? null;
		const hash = createHash('sha256');
		let end = offset;
		let whole = false;
		try {
			for await (const bytes of whileConnected(part)) {
				await file.write(bytes, 0, bytes.length, end);
				if (checksum) hash.update(bytes);
				end += bytes.length;
			}
			whole = !checksum || timingSafeEqual(checksum, hash.digest());
			if (!whole) throw new WrongChecksum();
			if (offset < HEAD && end >= HEAD) {
				const head = Buffer.alloc(HEAD);
				await file.read(head, 0, HEAD, 0);
				claimOf(head);
			}
			return end;
		} finally {
			if (checksum && !whole) await file.truncate(offset);
			await file.close();
		}
	}
}
