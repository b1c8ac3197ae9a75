/**
 * Files that people send for the server's ear. Their bytes come by tus, or from a link, into a
 * landing folder; when the last one is there the content decides what it is, and the whole file
 * goes to the store. Everybody else meets an upload by its id, through this file.
 */
import { overdue, unlist, uploadBy, uploadOf, type Upload } from '#api/db/uploads.ts';
import type { Services } from '#api/env.ts';

const MB = 1_000_000;
const HOUR = 60 * 60 * 1000;

/** What an upload may be. */
export const UPLOAD = {
	/** Bytes of one: three hours as people keep them. */
	most: 300 * MB,
	/** Bytes of one request of it. */
	chunk: 16 * MB,
	/** Begun and not finished, of one person at a time. */
	begun: 3,
	/** How long it may take, in milliseconds. */
	toArrive: 24 * HOUR,
	/** How long it is kept when nobody removes it: as long as a failed job, which may be tried again. */
	toStay: 7 * 24 * HOUR
} as const;

/** A file as somebody announces it. */
export interface Incoming {
	readonly name: string;
	/** Null when it is not known beforehand. */
	readonly length: number | null;
	readonly body: ReadableStream<Uint8Array<ArrayBuffer>>;
}

/** Where bytes arrive; null in `Services` where there is no disk to land on. */
export interface Landing {
	/** Answers a request of tus (POST, HEAD, PATCH) by this person. Throws `Refused`. */
	receive(request: Request, ownerId: string): Promise<Response>;
	/** Takes a file that the server itself has fetched. Throws `Refused`. */
	take(incoming: Incoming, ownerId: string): Promise<Upload>;
	/** Takes away what has come of an upload. */
	drop(id: string): Promise<void>;
	/** Takes away what nobody waits for any more. */
	sweep(): Promise<void>;
}

const keyOf = ({ ownerId, id }: Pick<Upload, 'ownerId' | 'id'>): string => `${ownerId}/${id}`;

type Stored = Pick<Services, 'database' | 'files'>;
type Kept = Stored & Pick<Services, 'landing'>;

/** The bytes of a whole upload, whoever sent it; null when there is none. */
export async function openUpload(
	{ database, files }: Stored,
	id: string
): Promise<ReadableStream<Uint8Array<ArrayBuffer>> | null> {
	const upload = await uploadBy(database, id);
	return (upload?.state === 'complete' && (await files?.read(keyOf(upload)))) || null;
}

/** A whole upload of this person. */
export async function completeUpload(
	database: Services['database'],
	ownerId: string,
	id: string
): Promise<Upload | null> {
	const upload = await uploadOf(database, ownerId, id);
	return upload?.state === 'complete' ? upload : null;
}

/** Takes it away, in whatever state it is. The row last: what is stopped in between is done again. */
export async function removeUpload(services: Kept, id: string): Promise<void> {
	const upload = await uploadBy(services.database, id);
	if (upload) await remove(services, upload);
}

async function remove({ database, files, landing }: Kept, upload: Upload): Promise<void> {
	await landing?.drop(upload.id);
	await files?.remove(keyOf(upload));
	await unlist(database, upload.id);
}

/** Takes away every upload whose time is over, and what lies about without one. Run it now and then. */
export async function sweepUploads(services: Kept & Pick<Services, 'now'>): Promise<void> {
	for (const upload of await overdue(services.database, services.now())) {
		await remove(services, upload);
	}
	await services.landing?.sweep();
}
