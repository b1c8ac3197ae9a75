/**
 * The worker's side of `queue/protocol.ts`: the API over HTTP, with a token. What can be tried again
 * is told from what cannot; how often and how long is `patience.ts`'s.
 */
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { z } from 'zod';
import {
	LEASE_TOKEN,
	Outcome,
	Standing,
	Work,
	type Claim,
	type Failure,
	type Progress
} from '#api/queue/protocol.ts';

/** The API does not answer, or not now: later it may. */
export class Away extends Error {
	override readonly name = 'Away';
}

/** The API has answered, and would answer the same again. */
export class Rejected extends Error {
	override readonly name = 'Rejected';
	readonly status: number;

	constructor(status: number, what: string) {
		super(`${what}: ${status}`);
		this.status = status;
	}
}

/** One job's part of the API. All of it throws `Away` and `Rejected`. */
export interface JobLink {
	progress(stage: Progress['stage'], done: number): Promise<Standing['state']>;
	giveBack(): Promise<Standing['state']>;
	fail(failure: Omit<Failure, 'token'>): Promise<Outcome['state']>;
	/** @param document its text, which is sent as it is */
	complete(document: string, signal: AbortSignal): Promise<Outcome['state']>;
	/** Writes the recording into a file. */
	fetchSource(path: string, signal: AbortSignal): Promise<void>;
	keepCheckpoint(bytes: Uint8Array<ArrayBuffer>): Promise<Standing['state']>;
	/** @returns null when there is none */
	checkpoint(signal: AbortSignal): Promise<Uint8Array | null>;
}

export interface Link {
	/** @returns null when nothing may start now */
	claim(claim: Claim, signal: AbortSignal): Promise<Work | null>;
	job(work: Work): JobLink;
}

/** What a small question may take, and a large one, milliseconds. */
const SMALL = 10_000;
const LARGE = 120_000;

/** @param api where the API is, without a slash at the end */
export function linkTo(api: string, token: string): Link {
	async function ask(path: string, init: RequestInit = {}): Promise<Response> {
		const headers = new Headers(init.headers);
		headers.set('Authorization', `Bearer ${token}`);
		let response: Response;
		try {
			response = await fetch(api + path, { ...init, headers });
		} catch (cause) {
			init.signal?.throwIfAborted();
			throw new Away('the API cannot be reached', { cause });
		}
		if (response.ok) return response;
		await response.body?.cancel();
		const later = response.status >= 500 || response.status === 429 || response.status === 408;
		if (later) throw new Away(`the API answers ${response.status}`);
		throw new Rejected(response.status, `${init.method ?? 'GET'} ${path}`);
	}

	const post = (path: string, body: unknown, signal = AbortSignal.timeout(SMALL)) =>
		patientless(() =>
			ask(path, {
				method: 'POST',
				body: JSON.stringify(body),
				headers: { 'Content-Type': 'application/json' },
				signal
			})
		);

	return {
		async claim(claim, signal) {
			const within = AbortSignal.any([signal, AbortSignal.timeout(SMALL)]);
			const response = await post('/api/worker/claim', claim, within);
			return response.status === 204 ? null : read(Work, response);
		},
		job({ job, lease }) {
			const path = `/api/worker/jobs/${job.id}`;
			const held = { [LEASE_TOKEN]: lease.token };
			const state = async <S extends { state: unknown }>(
				schema: z.ZodType<S>,
				response: Promise<Response>
			): Promise<S['state']> => (await read(schema, await response)).state;
			return {
				progress: (stage, progress) =>
					state(Standing, post(`${path}/progress`, { token: lease.token, stage, progress })),
				giveBack: () => state(Standing, post(`${path}/give-back`, { token: lease.token })),
				fail: (failure) =>
					state(Outcome, post(`${path}/failure`, { ...failure, token: lease.token })),
				complete: (document, signal) =>
					state(
						Outcome,
						ask(`${path}/result`, {
							method: 'PUT',
							body: document,
							headers: { ...held, 'Content-Type': 'application/json' },
							signal
						})
					),
				async fetchSource(to, signal) {
					const { body } = await ask(job.source, { headers: held, signal });
					if (!body) throw new Away('the recording has no bytes');
					try {
						await pipeline(body as AsyncIterable<Uint8Array>, createWriteStream(to), { signal });
					} catch (cause) {
						signal.throwIfAborted();
						if (isFileError(cause)) throw cause;
						throw new Away('the recording did not come to its end', { cause });
					}
				},
				keepCheckpoint: (bytes) =>
					state(
						Standing,
						ask(`${path}/checkpoint`, {
							method: 'PUT',
							body: bytes,
							headers: { ...held, 'Content-Type': 'application/octet-stream' },
							signal: AbortSignal.timeout(LARGE)
						})
					),
				async checkpoint(signal) {
					const response = await ask(`${path}/checkpoint`, { headers: held, signal });
					return response.status === 204 ? null : new Uint8Array(await response.arrayBuffer());
				}
			};
		}
	};
}

/** A question that took too long was one that found nobody. */
async function patientless(ask: () => Promise<Response>): Promise<Response> {
	try {
		return await ask();
	} catch (cause) {
		if (cause instanceof DOMException && cause.name === 'TimeoutError') {
			throw new Away('the API takes too long', { cause });
		}
		throw cause;
	}
}

async function read<T>(schema: z.ZodType<T>, response: Response): Promise<T> {
	const parsed = schema.safeParse(await response.json().catch(() => undefined));
	if (!parsed.success) throw new Away('the API answers something else', { cause: parsed.error });
	return parsed.data;
}

const isFileError = (cause: unknown): boolean =>
	cause instanceof Error &&
	'syscall' in cause &&
	(cause.syscall === 'write' || cause.syscall === 'open');
