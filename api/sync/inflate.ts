/** Bodies that were sent deflated, back to what they were: counted, since a few bytes can become many. */
import type { MiddlewareHandler } from 'hono';
import { signedIn } from '#api/accounts/account.ts';
import type { Env } from '#api/env.ts';
import { Refused } from '#api/errors.ts';

const tooLarge = (most: number): Refused =>
	new Refused(413, 'too-large', `The body may be at most ${most} bytes.`);

/** @param most bytes of a body, as they are without `Content-Encoding` */
export const inflated =
	(most: number): MiddlewareHandler<Env> =>
	async (c, next) => {
		signedIn(c.var.user); // nothing is read of what a stranger sends
		const encoding = c.req.header('Content-Encoding');
		if (encoding && encoding !== 'gzip') {
			throw new Refused(415, 'unknown-encoding', 'Bodies are sent plain or by gzip.');
		}
		if (Number(c.req.header('Content-Length') ?? 0) > most) throw tooLarge(most);
		const { body } = c.req.raw;
		if (body) {
			const plain = encoding ? body.pipeThrough(new DecompressionStream('gzip')) : body;
			const headers = new Headers(c.req.raw.headers);
			headers.delete('Content-Encoding');
			headers.delete('Content-Length');
			const { method, url } = c.req.raw;
			c.req.raw = new Request(url, { method, headers, body: await whole(plain, most) });
		}
		return next();
	};

async function whole(body: ReadableStream<Uint8Array<ArrayBuffer>>, most: number): Promise<Blob> {
	const parts: Uint8Array<ArrayBuffer>[] = [];
	let length = 0;
	try {
		for await (const part of body) {
			length += part.length;
			if (length > most) throw tooLarge(most);
			parts.push(part);
		}
	} catch (cause) {
		if (cause instanceof Refused) throw cause;
		throw new Refused(400, 'invalid-request', 'The body is not what its encoding says.');
	}
	return new Blob(parts);
}
