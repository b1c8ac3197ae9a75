/**
 * The landing folder: uploads come by tus or are fetched by the server, and are looked at when their
 * last byte is there. One person's upload is no other's: it is not found.
 */
import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
	announce,
	begunBy,
	complete,
	unlist,
	uploadBy,
	uploadOf,
	type Upload
} from '#api/db/uploads.ts';
import type { Services } from '#api/env.ts';
import { Refused } from '#api/errors.ts';
import { hashOf, kindOfFile } from './look-node.ts';
import {
	announcedId,
	begunAlready,
	checksumIn,
	claimedIn,
	idIn,
	onlyTus,
	refusedBy,
	speakTus,
	wholeAlready,
	withoutCors
} from './tus-node.ts';
import { asked, type Asked } from './tus-store-node.ts';
import { UPLOAD, type Incoming, type Landing } from './uploads.ts';

type Parts = Pick<Services, 'database' | 'now'> & {
	readonly files: NonNullable<Services['files']>;
};

/** @param folder of its own, on the disk of this machine */
export function landing(parts: Parts, folder: string): Landing {
	const { database, files, now } = parts;
	const finishing = new Map<string, Promise<Upload>>();
	let library: ReturnType<typeof speakTus> | undefined;

	/** Made with the first upload: the library makes its folder by itself, without saying when. */
	async function open(): Promise<NonNullable<typeof library>> {
		await mkdir(folder, { recursive: true });
		return (library ??= speakTus(folder, begin));
	}

	async function begin(id: string, ownerId: string, name: string, bytes: number): Promise<void> {
		if (bytes === 0) throw new Refused(415, 'not-a-recording', 'An empty file is no recording.');
		const created = now();
		const upload = { id, ownerId, name, bytes, created, expires: created + UPLOAD.toArrive };
		if (await announce(database, upload, UPLOAD.begun)) return;
		if ((await begunBy(database, ownerId)) >= UPLOAD.begun) throw tooMany();
		if (await uploadBy(database, id)) throw new Refused(403, 'taken', 'Choose another id.');
		throw new Refused(507, 'storage-full', 'The account has no room for this file.');
	}

	async function drop(id: string): Promise<void> {
		await rm(join(folder, id), { force: true });
		await rm(join(folder, `${id}.json`), { force: true });
	}

	/** Looks at all that came, once, however many ask. Throws `Refused`, and then nothing is left. */
	function finish(upload: Upload, sha256: string | null): Promise<Upload> {
		const going = finishing.get(upload.id);
		if (going) return going;
		const work = finished(upload, sha256).finally(() => finishing.delete(upload.id));
		finishing.set(upload.id, work);
		return work;
	}

	async function finished({ id, ownerId }: Upload, expected: string | null): Promise<Upload> {
		const path = join(folder, id);
		const { size: bytes } = await stat(path);
		try {
			const type = await kindOfFile(path, bytes);
			const sha256 = await hashOf(path);
			if (expected && expected !== sha256) throw changed();
			const body = Readable.toWeb(createReadStream(path)) as Incoming['body'];
			const key = `${ownerId}/${id}`;
			if ((await files.write(key, body, bytes)) === null) throw new Error('the store kept nothing');
			const found = { type, bytes, sha256, expires: new Date(now() + UPLOAD.toStay) };
			const kept = await complete(database, id, found);
			if (!kept) {
				await files.remove(key);
				throw notFound();
			}
			await drop(id);
			return kept;
		} catch (cause) {
			// Where the store is away the file waits here for the next request.
			if (cause instanceof Refused && cause.status < 500) {
				await drop(id);
				await unlist(database, id);
			}
			throw cause;
		}
	}

	return {
		async receive(request, ownerId) {
			const { tus, store } = await open();
			const id = idIn(request.url);
			const upload = id ? await uploadOf(database, ownerId, id) : undefined;
			if (id && !upload) throw notFound();
			if (upload?.state === 'complete') return wholeAlready(request, upload);

			const again = request.method === 'POST' ? announcedId(request.headers) : null;
			const begun = again ? await uploadOf(database, ownerId, again) : undefined;
			const same = begun?.bytes === Number(request.headers.get('Upload-Length'));
			const listed = begun?.state === 'partial' && same && !(await store.has(begun.id));
			if (begun && same && !listed) return begunAlready(begun);
			const asking: Asked = { ownerId, listed, checksum: checksumIn(request.headers) };
			const response = await asked.run(asking, () => tus.handleWeb(onlyTus(request) as never));
			const came = Number(response.headers.get('Upload-Offset') ?? NaN);
			const there = id ?? idIn(response.headers.get('Location') ?? '');
			const { failure } = asking;
			if (there && failure instanceof Refused && failure.code === 'not-a-recording') {
				await drop(there);
				await unlist(database, there);
			}
			if (failure) throw failure;
			const row = there ? await uploadOf(database, ownerId, there) : undefined;
			// Meanwhile another request has brought, or found, the last byte.
			if (row?.state === 'complete') return wholeAlready(request, row);
			if (response.status >= 400) throw await refusedBy(response);
			if (row && came === row.bytes) await finish(row, await claimedIn(store, row.id));
			return withoutCors(response);
		},
		async take({ name, length, body }, ownerId) {
			await open();
			const id = randomUUID();
			await begin(id, ownerId, name, length ?? UPLOAD.most);
			try {
				await pipeline(Readable.fromWeb(body as never), createWriteStream(join(folder, id)));
				return await finish((await uploadOf(database, ownerId, id))!, null);
			} catch (cause) {
				await unlist(database, id);
				throw cause;
			} finally {
				await drop(id);
			}
		},
		drop,
		async sweep() {
			for (const name of await readdir(folder).catch(() => [])) {
				const path = join(folder, name);
				const there = await stat(path).catch(() => null);
				if (there && now() - there.mtimeMs > UPLOAD.toArrive) await rm(path, { force: true });
			}
		}
	};
}

const notFound = (): Refused => new Refused(404, 'not-found', 'There is no such upload.');
const changed = (): Refused =>
	new Refused(422, 'checksum', 'What came is not what was announced; send it again.');
const tooMany = (): Refused =>
	new Refused(429, 'too-many-uploads', `At most ${UPLOAD.begun} uploads may be under way.`);
