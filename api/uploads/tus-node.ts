/** The library that speaks tus (@tus/server), and what its requests and answers are to us. */
import { randomUUID } from 'node:crypto';
import { ERRORS, Metadata, Server } from '@tus/server';
import type { Upload } from '#api/db/uploads.ts';
import { Refused } from '#api/errors.ts';
import { Locks } from './locks.ts';
import { asked, PartialStore } from './tus-store-node.ts';
import { UPLOAD } from './uploads.ts';

/** How long a request whose connection may be lost can go on when another comes, in milliseconds. */
const DRAIN = 200;

const UUID = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;
const HEADERS = /^(tus-resumable|upload-[a-z-]+|content-type|content-length)$/;

type Begin = (id: string, ownerId: string, name: string, bytes: number) => Promise<void>;

/** @param begin says whether an upload may begin; throws `Refused` */
export function speakTus(folder: string, begin: Begin): { tus: Server; store: PartialStore } {
	const store = new PartialStore(folder);
	const tus = new Server({
		path: '/api/uploads',
		datastore: store,
		relativeLocation: true,
		allowedOrigins: [], // api/guard.ts says who may read
		maxSize: UPLOAD.most,
		locker: new Locks(() => ERRORS.ERR_LOCK_TIMEOUT),
		lockDrainTimeout: DRAIN,
		namingFunction: (_, metadata) => idOf(metadata) ?? randomUUID(),
		getFileIdFromRequest: ({ url }) => idIn(url) ?? undefined,
		async onUploadCreate(_, upload) {
			const { ownerId, listed } = asked.getStore()!;
			if (!listed) await begin(upload.id, ownerId, nameIn(upload.metadata), upload.size!);
			return {};
		},
		onResponseError(_, cause) {
			if (!('status_code' in cause)) asked.getStore()!.failure = cause;
			return undefined;
		}
	});
	return { tus, store };
}

/** Of an upload, from its address; null when there is none. */
export function idIn(address: string): string | null {
	const last = new URL(address, 'http://localhost').pathname.split('/').at(-1)!;
	return UUID.test(last) ? last : null;
}

type Words = Readonly<Record<string, string | null>>;

/** A client may name the id, so that it can announce again what was not answered. */
function idOf(metadata: Words = {}): string | null {
	const id = metadata['id'] ?? '';
	return UUID.test(id) ? id : null;
}

/** The id of an announcement, when its client has chosen one. */
export function announcedId(headers: Headers): string | null {
	try {
		return idOf(Metadata.parse(headers.get('Upload-Metadata') ?? undefined));
	} catch {
		return null; // the library will say so
	}
}

/** For an announcement that comes again. */
export const begunAlready = ({ id }: Upload): Response =>
	new Response(null, {
		status: 201,
		headers: { Location: `/api/uploads/${id}`, 'Tus-Resumable': '1.0.0' }
	});

/** What a person calls it: one line that can be seen. */
function nameIn(metadata: Words = {}): string {
	const name = metadata['name'] ?? metadata['filename'] ?? '';
	return (
		name
			.replaceAll(/[\p{C}\u2028\u2029]/gu, '')
			.trim()
			.slice(0, 300) || 'recording'
	);
}

/** SHA-256 of the whole, as it was announced. */
export async function claimedIn(store: PartialStore, id: string): Promise<string | null> {
	const { metadata } = await store.getUpload(id);
	return metadata?.['sha256']?.toLowerCase() ?? null;
}

/** `Upload-Checksum: sha256 <base64>`. Throws `Refused` for another algorithm. */
export function checksumIn(headers: Headers): Buffer | null {
	const text = headers.get('Upload-Checksum');
	if (text === null) return null;
	const [algorithm, digest = ''] = text.split(' ');
	const bytes = Buffer.from(digest, 'base64');
	if (algorithm === 'sha256' && bytes.length === 32) return bytes;
	throw new Refused(
		400,
		'unknown-checksum',
		'A checksum must be sha256 and its 32 bytes in base64.'
	);
}

/** The library believes headers of proxies, and would answer a strange one with an error of its own. */
export function onlyTus(request: Request): Request {
	const headers = [...request.headers].filter(([name]) => HEADERS.test(name.toLowerCase()));
	const { method, url, body } = request;
	return new Request(url, { method, headers, body, duplex: 'half' } as RequestInit);
}

/** For a person whose last answer was lost on the way. */
export function wholeAlready({ method }: Request, { bytes }: Upload): Response {
	if (method !== 'HEAD') throw new Refused(409, 'complete', 'All of this upload has come.');
	const headers = { 'Upload-Offset': `${bytes}`, 'Upload-Length': `${bytes}` };
	return new Response(null, { headers: { ...headers, 'Tus-Resumable': '1.0.0' } });
}

export function withoutCors(response: Response): Response {
	const headers = [...response.headers].filter(([name]) => !/^access-control/i.test(name));
	return new Response(response.body, { status: response.status, headers });
}

/** Words for programs for what the library refuses. */
const CODES: Readonly<Record<number, string>> = {
	404: 'not-found',
	409: 'wrong-offset',
	410: 'expired',
	413: 'too-large',
	460: 'checksum'
};

export async function refusedBy(response: Response): Promise<Refused> {
	const { status } = response;
	if (status >= 500) return new Refused(500, 'internal', 'The server made a mistake.');
	const message = (await response.text()).trim() || 'The request was refused.';
	return new Refused(status as 400, CODES[status] ?? 'invalid-request', message);
}
