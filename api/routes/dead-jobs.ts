/** Jobs that failed for good, for whoever runs the server: why, and the way to send one again or to let it go. */
import { createRoute, z } from '@hono/zod-openapi';
import { admin } from '#api/accounts/account.ts';
import { deadJobs, letGoOf } from '#api/db/jobs.ts';
import { answer } from '#api/describe.ts';
import { router } from '#api/env.ts';
import { Refused, refusal } from '#api/errors.ts';

/** Nothing of what a person named, nor who it was. */
const Dead = z
	.object({
		id: z.string(),
		code: z.string().nullable(),
		message: z.string().nullable(),
		attempts: z.int(),
		/** The one that had it last. */
		worker: z.string().nullable(),
		created: z.number(),
		ended: z.number()
	})
	.openapi('DeadJob');

const forAdmins = {
	401: refusal('Nobody is signed in'),
	403: refusal('Only for admins')
};

export const dead = router()
	.openapi(
		createRoute({
			method: 'get',
			path: '/admin/jobs',
			tags: ['admin'],
			responses: {
				200: answer(
					z.object({ jobs: z.array(Dead) }),
					'Jobs that failed for good, the newest first'
				),
				...forAdmins
			}
		}),
		async (c) => {
			admin(c.var.user);
			const jobs = await deadJobs(c.var.services.database);
			return c.json(
				{
					jobs: jobs.map((job) => ({
						...job,
						created: job.created.getTime(),
						ended: (job.ended ?? job.created).getTime()
					}))
				},
				200
			);
		}
	)
	.openapi(
		createRoute({
			method: 'post',
			path: '/admin/jobs/{id}/retry',
			tags: ['admin'],
			request: { params: z.object({ id: z.uuid() }) },
			responses: {
				204: { description: 'It stands in line anew' },
				...forAdmins,
				404: refusal('There is no such dead letter')
			}
		}),
		async (c) => {
			admin(c.var.user);
			const again = await c.var.services.jobs?.queue.retry(c.req.valid('param').id);
			if (!again) throw new Refused(404, 'not-found', 'There is no such dead letter.');
			return c.body(null, 204);
		}
	)
	.openapi(
		createRoute({
			method: 'delete',
			path: '/admin/jobs/{id}',
			tags: ['admin'],
			summary: 'Takes a dead letter from this list; its owner still sees that it failed',
			request: { params: z.object({ id: z.uuid() }) },
			responses: {
				204: { description: 'It is not listed any more' },
				...forAdmins,
				404: refusal('There is no such dead letter')
			}
		}),
		async (c) => {
			admin(c.var.user);
			const { database, now } = c.var.services;
			const done = await letGoOf(database, c.req.valid('param').id, now());
			if (!done) throw new Refused(404, 'not-found', 'There is no such dead letter.');
			return c.body(null, 204);
		}
	);
