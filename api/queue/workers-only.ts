/**
 * Lets workers in, by their token alone: no cookie opens these addresses, and no page may call them.
 * It stands before whatever reads a body, and a wrong token counts against the address it came from.
 */
import type { MiddlewareHandler } from 'hono';
import type { Env } from '#api/env.ts';
import { Refused } from '#api/errors.ts';
import { addressGroup, spend } from '#api/limits.ts';
import { sameSecret } from '#api/same-secret.ts';

export const workersOnly: MiddlewareHandler<Env> = async (c, next) => {
	const { services } = c.var;
	const said = /^Bearer (.+)$/i.exec(c.req.header('Authorization') ?? '')?.[1] ?? '';
	const known = services.jobs !== null && (await sameSecret(said, services.jobs.token));
	if (!known) {
		await spend(services, [{ limit: 'addressWrites', whose: addressGroup(services.address(c)) }]);
		if (!services.jobs) throw new Refused(501, 'no-queue', 'This server has no queue.');
		throw new Refused(401, 'not-a-worker', 'Show the WORKER_TOKEN of this server.');
	}
	if (c.req.header('Origin') !== undefined) {
		throw new Refused(403, 'not-for-pages', 'No page may do what a worker does.');
	}
	await next();
};
