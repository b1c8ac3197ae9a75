/** The way of recordings to the account and back: bytes as they are, answers checked. */
import { z } from 'zod';
import type { Why } from '#app/store/tapes.ts';
import type { Answer } from '#app/sync/ports.ts';
import type { Remote } from '#app/sync/remote.ts';
import { answered, troubleOf } from '#app/sync/transport.ts';

const List = z.object({ recordings: z.array(z.object({ id: z.string() })) });
const Room = z.object({ storage: z.object({ used: z.number(), limit: z.number() }) });

/** What the server says of a recording that it will not take, now or later. */
const NO: Readonly<Record<number, Why>> = {
	400: 'refused',
	413: 'large',
	501: 'unkept',
	507: 'full'
};

export interface TapeTransport {
	/** Ids of the recordings that the account has. */
	list(signal: AbortSignal): Promise<Answer<readonly string[]>>;
	/** Bytes that are left. */
	room(signal: AbortSignal): Promise<Answer<number>>;
	/** @returns why it was not taken; null when it is there */
	put(id: string, file: File, signal: AbortSignal): Promise<Answer<Why | null>>;
	/** @returns null when the account has none of that id */
	get(id: string, signal: AbortSignal): Promise<Answer<File | null>>;
	/** The account has none of that id from now on. */
	remove(id: string, signal: AbortSignal): Promise<Answer<null>>;
}

export function tapeTransport({ api }: Remote): TapeTransport {
	return {
		async list(signal) {
			const answer = await answered(signal, () => api.recordings.$get({}, { init: { signal } }));
			return read(answer, signal, (body) => List.parse(body).recordings.map(({ id }) => id));
		},
		async room(signal) {
			const answer = await answered(signal, () => api.account.$get({}, { init: { signal } }));
			return read(answer, signal, (body) => {
				const { storage } = Room.parse(body);
				return storage.limit - storage.used;
			});
		},
		async put(id, file, signal) {
			const header = { 'content-type': typeOf(file), 'content-length': file.size };
			const query = { name: file.name.slice(0, 300) || 'recording' };
			const answer = await answered<Response>(signal, () =>
				api.recordings[':id'].$put(
					{ param: { id }, query, header },
					{ init: { signal, body: file } }
				)
			);
			if (!answer.ok) return answer;
			if (answer.value.ok) return { ok: true, value: null };
			const why = NO[answer.value.status];
			if (why) return { ok: true, value: why };
			return { ok: false, error: troubleOf(answer.value) };
		},
		async get(id, signal) {
			const answer = await answered<Response>(signal, () =>
				api.recordings[':id'].$get({ param: { id } }, { init: { signal } })
			);
			if (!answer.ok) return answer;
			const { value: response } = answer;
			if (response.status === 404) return { ok: true, value: null };
			if (!response.ok) return { ok: false, error: troubleOf(response) };
			const bytes = await answered(signal, () => response.blob());
			if (!bytes.ok) return bytes;
			const { headers } = response;
			const type = headers.get('Content-Type') ?? '';
			return { ok: true, value: new File([bytes.value], nameIn(headers), { type }) };
		},
		async remove(id, signal) {
			const answer = await answered<Response>(signal, () =>
				api.recordings[':id'].$delete({ param: { id } }, { init: { signal } })
			);
			if (!answer.ok) return answer;
			// Where it was not, or could never be, it is not.
			if (answer.value.ok || [404, 501].includes(answer.value.status)) {
				return { ok: true, value: null };
			}
			return { ok: false, error: troubleOf(answer.value) };
		}
	};
}

async function read<T>(
	answer: Answer<Response>,
	signal: AbortSignal,
	parse: (body: unknown) => T
): Promise<Answer<T>> {
	if (!answer.ok) return answer;
	if (!answer.value.ok) return { ok: false, error: troubleOf(answer.value) };
	const body: unknown = await answer.value.json().catch(() => undefined);
	signal.throwIfAborted();
	// Cut off on the way, or answered by something between here and the server.
	return body === undefined
		? { ok: false, error: { code: 'offline' } }
		: { ok: true, value: parse(body) };
}

/** A browser does not know every kind of recording by its name. */
const typeOf = ({ type }: File): string =>
	/^(audio|video)\/[\w.+-]{1,60}/.test(type) ? type : 'audio/x-recording';

function nameIn(headers: Headers): string {
	const written = /filename\*=UTF-8''([^;]+)/.exec(headers.get('Content-Disposition') ?? '')?.[1];
	return written ? decodeURIComponent(written) : 'recording';
}
