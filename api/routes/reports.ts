/** A shared score may be reported by anybody; admins see what was said, and dismiss it or take the score down. */
import { createRoute, z } from '@hono/zod-openapi';
import { admin } from '#api/accounts/account.ts';
import { addReport, openReports, resolve } from '#api/db/reports.ts';
import { router } from '#api/env.ts';
import { Refused, refusal } from '#api/errors.ts';
import { scoreBehind } from '#api/sharing/behind.ts';

const Said = z.strictObject({
	reason: z.enum(['copyright', 'offensive', 'spam', 'other']),
	text: z.string().trim().max(2000).default('')
});

const Report = z
	.object({
		id: z.string(),
		...Said.shape,
		created: z.number(),
		title: z.string(),
		artist: z.string(),
		/** The name that the owner shows. */
		by: z.string(),
		visibility: z.enum(['private', 'unlisted', 'public']),
		/** A link to look at it; null when it has none any more. */
		token: z.string().nullable()
	})
	.openapi('Report');

const forAdmins = {
	401: refusal('Nobody is signed in'),
	403: refusal('Only for admins')
};

export const reports = router()
	.openapi(
		createRoute({
			method: 'post',
			path: '/public/{token}/reports',
			tags: ['sharing'],
			request: {
				params: z.object({ token: z.string().max(64) }),
				body: { content: { 'application/json': { schema: Said } }, required: true }
			},
			responses: {
				204: { description: 'It will be looked at' },
				404: refusal('There is no such link, or it has ended')
			}
		}),
		async (c) => {
			const { database, now } = c.var.services;
			const found = await scoreBehind(c, c.req.valid('param').token);
			await addReport(database, {
				...c.req.valid('json'),
				id: crypto.randomUUID(),
				ownerId: found.ownerId,
				scoreId: found.scoreId,
				reporterId: c.var.user?.id ?? null,
				created: new Date(now())
			});
			return c.body(null, 204);
		}
	)
	.openapi(
		createRoute({
			method: 'get',
			path: '/admin/reports',
			tags: ['admin'],
			responses: {
				200: {
					description: 'Reports that nobody has answered, the oldest first',
					content: { 'application/json': { schema: z.object({ reports: z.array(Report) }) } }
				},
				...forAdmins
			}
		}),
		async (c) => {
			admin(c.var.user);
			const open = await openReports(c.var.services.database);
			return c.json(
				{ reports: open.map((report) => ({ ...report, created: report.created.getTime() })) },
				200
			);
		}
	)
	.openapi(
		createRoute({
			method: 'post',
			path: '/admin/reports/{id}',
			tags: ['admin'],
			request: {
				params: z.object({ id: z.string().max(64) }),
				body: {
					content: {
						'application/json': {
							schema: z.strictObject({ outcome: z.enum(['dismissed', 'taken-down']) })
						}
					},
					required: true
				}
			},
			responses: {
				204: { description: 'Every open report of this score is answered' },
				...forAdmins,
				404: refusal('There is no such report, or it was answered')
			}
		}),
		async (c) => {
			admin(c.var.user);
			const { database, now } = c.var.services;
			const { outcome } = c.req.valid('json');
			const found = await resolve(database, c.req.valid('param').id, outcome, new Date(now()));
			if (!found) throw new Refused(404, 'not-found', 'There is no such open report.');
			return c.body(null, 204);
		}
	);
