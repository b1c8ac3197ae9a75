/** Is the server there, and can it work? For people, proxies and supervisors. */
import { createRoute, z } from '@hono/zod-openapi';
import { sql } from 'drizzle-orm';
import { refusal } from '#api/errors.ts';
import { router } from '#api/env.ts';

const Health = z.object({ status: z.literal('ok'), version: z.string() }).openapi('Health');

const answer = { description: 'It is well', content: { 'application/json': { schema: Health } } };

export const health = router()
	.openapi(
		createRoute({ method: 'get', path: '/health', tags: ['health'], responses: { 200: answer } }),
		(c) => c.json({ status: 'ok' as const, version: c.var.services.version }, 200)
	)
	.openapi(
		createRoute({
			method: 'get',
			path: '/ready',
			tags: ['health'],
			responses: { 200: answer, 503: refusal('The database does not answer') }
		}),
		async (c) => {
			const { database, version } = c.var.services;
			try {
				await database.run(sql`SELECT 1 FROM user LIMIT 1`);
				return c.json({ status: 'ok' as const, version }, 200);
			} catch {
				return c.json({ error: 'not-ready', message: 'The database does not answer.' }, 503);
			}
		}
	);
