/**
 * What every request passes before a route sees it: who may call from another page, how much may be
 * sent, and what the answer says to a browser. It imports nothing of Node.
 */
import type { MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { cors } from 'hono/cors';
import type { Env } from './env.ts';
import { Refused } from './errors.ts';
import { FOR_WORKERS, writesTo } from './limits.ts';
import { MOST_CHECKPOINT } from './queue/protocol.ts';
import { UPLOAD } from './uploads/uploads.ts';

/** For answers that are data: nothing in them may run, load or be framed. A route may say otherwise. */
const HEADERS = {
	'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
	'X-Content-Type-Options': 'nosniff',
	'Referrer-Policy': 'no-referrer',
	'Cross-Origin-Resource-Policy': 'same-origin',
	'Cache-Control': 'no-store'
};

/** Two years, as browsers ask for; only where the app is opened by HTTPS. */
const HTTPS_ONLY = 'max-age=63072000; includeSubDomains';

export const safeHeaders: MiddlewareHandler<Env> = async (c, next) => {
	await next();
	for (const [name, value] of Object.entries(HEADERS)) {
		if (!c.res.headers.has(name)) c.header(name, value);
	}
	if (c.var.services.origin.startsWith('https:')) c.header('Strict-Transport-Security', HTTPS_ONLY);
};

export const isOurs = (services: Env['Variables']['services'], origin: string): boolean =>
	origin === services.origin || services.origins.includes(origin);

/** Pages of the allow list may read answers with the person's cookies; no other page may. */
export const allowedOrigins: MiddlewareHandler<Env> = cors({
	origin: (origin, c) => {
		if (c.req.path.startsWith(FOR_WORKERS)) return null;
		return isOurs((c.var as Env['Variables']).services, origin) ? origin : null;
	},
	credentials: true,
	allowMethods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
	allowHeaders: [
		...['Content-Type', 'Content-Encoding', 'Idempotency-Key', 'If-None-Match', 'Last-Event-ID'],
		'Genesis-Account',
		...['Tus-Resumable', 'Upload-Length', 'Upload-Metadata', 'Upload-Offset', 'Upload-Checksum']
	],
	exposeHeaders: [
		...['ETag', 'Retry-After'],
		...['Location', 'Tus-Resumable', 'Upload-Offset', 'Upload-Length', 'Upload-Expires']
	],
	maxAge: 600
});

/**
 * A request that writes must come from our page, by the word of the browser: another page can send
 * the person's cookies along, but it cannot forge `Origin`. Without cookies there is nobody to forge.
 */
export const fromOurPage: MiddlewareHandler<Env> = async (c, next) => {
	if (writesTo(c.req.method)) {
		const origin = c.req.header('Origin');
		const strange = origin ? !isOurs(c.var.services, origin) : c.req.header('Cookie') !== undefined;
		if (strange) {
			return c.json(
				{ error: 'foreign-origin', message: 'This page may not act for the person signed in.' },
				403
			);
		}
	}
	return next();
};

/**
 * A request may say whose library it is for. Somebody else may have signed in meanwhile, in another
 * tab: then nothing of one person is put into the account of the other, or shown there.
 */
export const forThisAccount: MiddlewareHandler<Env> = (c, next) => {
	const meant = c.req.header('Genesis-Account');
	if (meant !== undefined && c.var.user && c.var.user.id !== meant) {
		throw new Refused(409, 'other-account', 'Somebody else is signed in by now.');
	}
	return next();
};

const KB = 1024;
const MB = 1024 * KB;

/** The most that each address takes, in bytes as sent; the longest beginning decides. */
const BODIES: Readonly<Record<string, number>> = {
	'/api/': 64 * KB,
	'/api/auth/': 16 * KB,
	'/api/account/avatar': 2 * MB,
	'/api/scores': 4 * MB,
	'/api/changes': 24 * MB,
	'/api/recordings/': 300 * MB,
	'/api/uploads': UPLOAD.chunk,
	[FOR_WORKERS]: MOST_CHECKPOINT
};

const limitsOf = Object.entries(BODIES)
	.toSorted(([a], [b]) => b.length - a.length)
	.map(([beginning, maxSize]) => ({
		beginning,
		limit: bodyLimit({
			maxSize,
			onError: (c) =>
				c.json({ error: 'too-large', message: `At most ${maxSize} bytes are taken here.` }, 413)
		})
	}));

export const limitBody: MiddlewareHandler<Env> = (c, next) =>
	limitsOf.find(({ beginning }) => c.req.path.startsWith(beginning))!.limit(c, next);
