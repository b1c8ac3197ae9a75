/** The way to the server and back: bodies deflated, answers checked, and what they mean for the sync. */
import { z } from 'zod';
import type { Answer, Outcome, Page, Transport, Trouble } from '#app/sync/ports.ts';
import type { Remote } from '#app/sync/remote.ts';

const Stored = z.object({
	revision: z.int().min(1),
	content: z.record(z.string(), z.unknown()).nullable()
});

const Outcomes = z.object({
	results: z.array(
		z.discriminatedUnion('status', [
			z.object({ status: z.literal('saved'), revision: z.int().min(1) }),
			z.object({ status: z.literal('conflict'), stored: Stored }),
			z.object({ status: z.literal('full') })
		])
	)
});

const Changes = z.object({
	changes: z.array(
		Stored.extend({ kind: z.enum(['score', 'progress', 'practice']), id: z.string() })
	),
	cursor: z.int().min(0),
	more: z.boolean(),
	reset: z.boolean(),
	epoch: z.object({ id: z.string(), floors: z.array(z.int()) })
});

/** Seconds to wait when the server does not say. */
const UNSAID = 30;

/** Shorter bodies only grow by deflating. */
const WORTH_DEFLATING = 1000;

export function transport(server: Remote): Transport {
	return {
		async push(key, items, signal) {
			const answer = await asked(signal, () =>
				server.api.changes.$post(
					// Each item is as its kind's schema says: `parse` and `read` have seen to that.
					{ json: { items: items as never }, header: { 'idempotency-key': key } },
					{ fetch: deflated, init: { signal } }
				)
			);
			return parsed(answer, (body): readonly Outcome[] => Outcomes.parse(body).results);
		},
		async changes(since, signal) {
			const answer = await asked(signal, () =>
				server.api.changes.$get({ query: { since: `${since}` } }, { init: { signal } })
			);
			return parsed(answer, (body): Page => Changes.parse(body));
		}
	};
}

async function parsed<T>(
	answer: Answer<Response>,
	parse: (body: unknown) => T
): Promise<Answer<T>> {
	if (!answer.ok) return answer;
	const body: unknown = await answer.value.json().catch(() => undefined);
	// Cut off on the way, or answered by something between here and the server.
	if (body === undefined) return { ok: false, error: { code: 'offline' } };
	return { ok: true, value: parse(body) };
}

async function asked(
	signal: AbortSignal,
	send: () => Promise<Response>
): Promise<Answer<Response>> {
	const answer = await answered(signal, send);
	if (!answer.ok || answer.value.ok) return answer;
	return { ok: false, error: troubleOf(answer.value) };
}

/** Any response at all, or that there was none. */
export async function answered<T>(signal: AbortSignal, send: () => Promise<T>): Promise<Answer<T>> {
	try {
		return { ok: true, value: await send() };
	} catch (cause) {
		signal.throwIfAborted();
		if (cause instanceof TypeError) return { ok: false, error: { code: 'offline' } };
		throw cause;
	}
}

/** What our server says of a push that it has read and takes in no way. */
const REFUSED = new Set([400, 413, 415, 422]);

/** Anything else (403 of a proxy, 404 of a server that is being set up) passes, and says nothing of the push. */
export function troubleOf({ status, headers }: Response): Trouble {
	if (status === 401) return { code: 'signed-out' };
	if (status === 409) return { code: 'other-account' };
	if (REFUSED.has(status)) return { code: 'refused' };
	return { code: 'wait', seconds: Number(headers.get('Retry-After')) || UNSAID };
}

const deflated: typeof fetch = async (input, init = {}) => {
	const { body } = init;
	if (typeof body !== 'string' || body.length < WORTH_DEFLATING) return fetch(input, init);
	const stream = new Blob([body]).stream().pipeThrough(new CompressionStream('gzip'));
	const headers = new Headers(init.headers);
	headers.set('Content-Encoding', 'gzip');
	return fetch(input, { ...init, headers, body: await new Response(stream).blob() });
};
