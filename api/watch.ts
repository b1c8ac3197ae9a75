/**
 * What the server tells those who watch it: how long requests take, and what becomes of jobs. The
 * port; Prometheus' engine of it is `metrics-node.ts`. It imports nothing of Node.
 */
import type { MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import type { Env } from './env.ts';

export interface Watch {
	/** @param route as it is written in the code, with the names of its parameters: no id and no token */
	request(of: {
		readonly route: string;
		readonly method: string;
		readonly status: number;
		readonly seconds: number;
	}): void;
	/** A job has begun, so long after it was asked for. */
	jobStarted(waited: number): void;
	/** A job has come to its end, so long after its last start. */
	jobEnded(state: 'completed' | 'failed', ran: number): void;
	/** An attempt has failed. */
	attemptFailed(code: string, final: boolean): void;
}

/** Times each request and gives it a name, which the answer and every line about it bear. */
export const watched: MiddlewareHandler<Env> = async (c, next) => {
	const { log, watch } = c.var.services;
	const id = crypto.randomUUID();
	c.set('log', log.with({ request: id }));
	const begun = performance.now();
	await next();
	c.header('X-Request-Id', id);
	const ms = performance.now() - begun;
	const said = { route: routePath(c, -1), method: c.req.method, status: c.res.status };
	watch?.request({ ...said, seconds: ms / 1000 });
	c.var.log.debug('request', { ...said, ms: Math.round(ms) });
};
