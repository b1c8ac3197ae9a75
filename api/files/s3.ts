/**
 * Files in a store that speaks S3 (AWS, R2, Garage, MinIO, Ceph), on Node and on Workers. Large ones
 * go in parts, so that no more than one part lies in memory; an object appears when all of it is
 * there. Each request carries the hash of what it sends, so a damaged part is refused by the store.
 */
import { AwsClient } from 'aws4fetch';
import { Refused } from '#api/errors.ts';
import type { Files } from './files.ts';

/** Where the store is, as somebody set it. */
export interface S3Place {
	/** Origin of the store, and a path if it has one; without a slash at the end. */
	readonly endpoint: string;
	readonly bucket: string;
	readonly key: string;
	readonly secret: string;
	readonly region: string;
}

/** S3 takes parts of 5 MiB and more; all but the last must be of one size for R2. */
const PART = 8 * 1024 * 1024;

/** Until a request is answered, in milliseconds. */
const PATIENCE = 60_000;

const SAFE = /^[\w-]{1,64}(\/[\w-]{1,64})?$/;

type Bytes = Uint8Array<ArrayBuffer>;

export function s3({ endpoint, bucket, key: accessKeyId, secret, region }: S3Place): Files {
	const client = new AwsClient({
		accessKeyId,
		secretAccessKey: secret,
		region,
		service: 's3',
		retries: 3
	});
	const bucketUrl = `${endpoint}/${bucket}`;
	const urlOf = (key: string): string => {
		if (!SAFE.test(key)) throw new RangeError(`not a key: ${key}`);
		return `${bucketUrl}/${key}`;
	};

	/** Throws `Refused` 503 when the store does not answer as it should. */
	async function ask(url: string, init: RequestInit = {}, fine: readonly number[] = []) {
		const { body } = init;
		const hash = body instanceof Uint8Array ? await hexOfHash(body as Bytes) : null;
		const headers = {
			...(init.headers as Record<string, string>),
			...(hash ? { 'X-Amz-Content-Sha256': hash } : {})
		};
		// Until an answer begins: a long recording may take its time.
		const late = new AbortController();
		const timer = setTimeout(() => late.abort(), PATIENCE);
		const { signal } = late;
		const answer = await client.fetch(url, { ...init, headers, signal }).catch(() => null);
		clearTimeout(timer);
		if (answer && (answer.ok || fine.includes(answer.status))) return answer;
		await answer?.body?.cancel();
		throw new Refused(503, 'storage-away', 'The store of files does not answer; try again.', {
			'Retry-After': '10'
		});
	}

	async function writeParts(url: string, first: Bytes, rest: Parts): Promise<void> {
		const begun = await ask(`${url}?uploads`, { method: 'POST' });
		const id = encodeURIComponent(wordIn(await begun.text(), 'UploadId') ?? '');
		try {
			const tags: string[] = [];
			for (let part: Bytes | null = first; part; part = await rest.next()) {
				const number = `partNumber=${tags.length + 1}&uploadId=${id}`;
				const sent = await ask(`${url}?${number}`, { method: 'PUT', body: part });
				tags.push(sent.headers.get('ETag') ?? '');
			}
			const listed = tags.map(
				(tag, i) => `<Part><PartNumber>${i + 1}</PartNumber><ETag>${tag}</ETag></Part>`
			);
			const list = `<CompleteMultipartUpload>${listed.join('')}</CompleteMultipartUpload>`;
			const body = new TextEncoder().encode(list);
			const done = await ask(`${url}?uploadId=${id}`, { method: 'POST', body });
			// It answers 200 before it has finished, and may say in the body that it has not.
			if ((await done.text()).includes('<Error>')) throw new Error('the store kept nothing');
		} catch (cause) {
			await ask(`${url}?uploadId=${id}`, { method: 'DELETE' }, [404]).catch(() => {});
			throw cause;
		}
	}

	async function* keysOf(owner: string): AsyncGenerator<string> {
		for (let more = ''; ;) {
			const query = `list-type=2&prefix=${owner}%2F${more}`;
			const page = await (await ask(`${bucketUrl}?${query}`)).text();
			for (const [, key] of page.matchAll(/<Key>([^<]*)<\/Key>/g)) yield key!;
			const next = wordIn(page, 'NextContinuationToken');
			if (!next) return;
			more = `&continuation-token=${encodeURIComponent(next)}`;
		}
	}

	const remove = async (key: string): Promise<void> => {
		await ask(urlOf(key), { method: 'DELETE' }, [404]);
	};

	return {
		async write(key, body, most) {
			const url = urlOf(key);
			const parts = new Parts(body, most);
			try {
				const first = (await parts.next()) ?? new Uint8Array();
				if (parts.ended) await ask(url, { method: 'PUT', body: first });
				else await writeParts(url, first, parts);
				return parts.bytes;
			} catch (cause) {
				await parts.leave();
				if (cause instanceof CutOff) return null;
				throw cause;
			}
		},
		async read(key, range) {
			const part = range && { headers: { Range: `bytes=${range.start}-${range.end}` } };
			const answer = await ask(urlOf(key), part, [404]);
			if (answer.status !== 404) return answer.body;
			await answer.body?.cancel();
			return null;
		},
		async size(key) {
			const answer = await ask(urlOf(key), { method: 'HEAD' }, [404]);
			return answer.status === 404 ? null : Number(answer.headers.get('Content-Length'));
		},
		remove,
		async removeAll(owner) {
			urlOf(owner);
			for await (const key of keysOf(owner)) await remove(key);
		}
	};
}

/** What was sent broke off, or was more than allowed. */
class CutOff extends Error {}

/** A stream as parts of one size, but for the last. */
class Parts {
	bytes = 0;
	ended = false;
	readonly #reader: ReadableStreamDefaultReader<Bytes>;
	readonly #most: number;
	#over: Bytes = new Uint8Array();

	constructor(body: ReadableStream<Bytes>, most: number) {
		this.#reader = body.getReader();
		this.#most = most;
	}

	/** Null when there is none any more. Throws `CutOff`. */
	async next(): Promise<Bytes | null> {
		if (this.ended && this.#over.length === 0) return null;
		const part = new Uint8Array(PART);
		let filled = 0;
		for (;;) {
			const taken = this.#over.subarray(0, PART - filled);
			part.set(taken, filled);
			filled += taken.length;
			this.#over = this.#over.subarray(taken.length);
			if (filled === PART || this.ended) break;
			await this.#read();
		}
		return filled > 0 ? part.subarray(0, filled) : null;
	}

	/** Nobody wants the rest. */
	leave(): Promise<void> {
		return this.#reader.cancel().catch(() => {});
	}

	async #read(): Promise<void> {
		const read = await this.#reader.read().catch(() => null);
		if (!read) throw new CutOff();
		this.ended = read.done;
		this.#over = read.value ?? new Uint8Array();
		this.bytes += this.#over.length;
		if (this.bytes > this.#most) throw new CutOff();
	}
}

async function hexOfHash(bytes: Bytes): Promise<string> {
	const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
	return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The text of an element of the store's short answers. */
const wordIn = (xml: string, name: string): string | undefined =>
	new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
