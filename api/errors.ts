/** The one shape of every refusal: `{error, message, issues?}`. Clients decide by `error` alone. */
import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Env } from './env.ts';
import { factsOf, logTo } from './log.ts';

const Refusal = z
	.object({
		/** A word for programs: `not-found`, `conflict`, `invalid-request`, … */
		error: z.string(),
		/** A sentence for the person who reads a log; the app has its own words. */
		message: z.string(),
		issues: z.array(z.looseObject({})).optional()
	})
	.openapi('Refusal');

/** A refusal as part of a route's description. */
export const refusal = (description: string) => ({
	description,
	content: { 'application/json': { schema: Refusal } }
});

/** Thrown by what lies below the routes; the app turns it into the one shape. */
export class Refused extends Error {
	readonly status: ContentfulStatusCode;
	readonly code: string;
	readonly headers: Readonly<Record<string, string>>;

	constructor(
		status: ContentfulStatusCode,
		code: string,
		message: string,
		headers: Readonly<Record<string, string>> = {}
	) {
		super(message);
		this.status = status;
		this.code = code;
		this.headers = headers;
	}
}

/** For `app.onError`: what was meant as a refusal is one; anything else is our mistake and says nothing. */
export function answerError(cause: Error, c: Context): Response {
	if (cause instanceof Refused) {
		return c.json({ error: cause.code, message: cause.message }, cause.status, cause.headers);
	}
	if (cause instanceof HTTPException) {
		const error = cause.status === 400 ? 'invalid-request' : 'refused';
		return c.json({ error, message: cause.message || 'The request was refused.' }, cause.status);
	}
	if (isBusy(cause)) {
		const message = 'The database is busy; try again.';
		return c.json({ error: 'busy', message }, 503, { 'Retry-After': '2' });
	}
	const log = (c.var as Partial<Env['Variables']>).log ?? logTo('info');
	const facts = { method: c.req.method, ...factsOf(cause) };
	if (c.req.raw.signal.aborted) {
		// Who asked has gone in the middle of it, and hears nothing of this.
		log.debug('gone', facts);
		return c.json({ error: 'cut-off', message: 'The connection was lost.' }, 400);
	}
	log.error('mistake', facts);
	return c.json({ error: 'internal', message: 'The server made a mistake.' }, 500);
}

/** Somebody else holds the database; nothing was written (`db/steady.ts` has tried for a while). */
function isBusy(cause: unknown): boolean {
	if (!(cause instanceof Error)) return false;
	return ('code' in cause && cause.code === 'SQLITE_BUSY') || isBusy(cause.cause);
}
