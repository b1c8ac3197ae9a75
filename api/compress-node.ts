/**
 * Answers of the API, smaller on the way: gzip where it is taken, on a thread beside. (The app's
 * files are compressed by the build; on Workers Cloudflare compresses.)
 */
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { MiddlewareHandler } from 'hono';

/** Below this an answer fits in one packet anyway, and compressing it costs more than it saves. */
const LEAST = 1024;

/** These go on; nothing of them may wait for their end. */
const EVENTS = 'text/event-stream';

const TEXT = /^(text\/|image\/svg|application\/(json|xml))/;

const small = promisify(gzip);

export const compressed: MiddlewareHandler = async (c, next) => {
	await next();
	const { res } = c;
	const kind = res.headers.get('Content-Type') ?? '';
	if (!res.body || !TEXT.test(kind) || kind.startsWith(EVENTS)) return;
	if (res.headers.has('Content-Encoding')) return;
	const headers = new Headers(res.headers);
	headers.append('Vary', 'Accept-Encoding');
	const bytes = new Uint8Array(await res.arrayBuffer());
	const taken = /\bgzip\b/.test(c.req.header('Accept-Encoding') ?? '');
	const shrink = taken && bytes.byteLength >= LEAST && c.req.method !== 'HEAD';
	if (shrink) {
		headers.set('Content-Encoding', 'gzip');
		headers.delete('Content-Length');
		weaken(headers);
	}
	const body = shrink ? await small(bytes, { level: 5 }) : bytes;
	c.res = undefined; // Hono would otherwise merge the old headers into the new response.
	c.res = new Response(body, { status: res.status, headers });
};

/** The same answer, but other bytes. */
function weaken(headers: Headers): void {
	const tag = headers.get('ETag');
	if (tag && !tag.startsWith('W/')) headers.set('ETag', `W/${tag}`);
}
