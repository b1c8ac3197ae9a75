/**
 * One job as it goes on, by server-sent events. An event is the whole job as it is now, and its id
 * counts what happened to it: whoever comes back with the last one gets what came after, at once.
 * The stream ends with the job, with the session of whoever watches, or with the server.
 */
import { createRoute, z } from '@hono/zod-openapi';
import { streamSSE } from 'hono/streaming';
import { signedIn } from '#api/accounts/account.ts';
import { jobOf, stillSignedIn } from '#api/db/jobs.ts';
import { router } from '#api/env.ts';
import { Refused, refusal } from '#api/errors.ts';
import { isOver, LOOK, SILENCE } from '#api/queue/watching.ts';
import { shown } from './jobs.ts';

export const jobEvents = router().openapi(
	createRoute({
		method: 'get',
		path: '/jobs/{id}/events',
		tags: ['jobs'],
		summary: 'A job as it goes on, as server-sent events; Last-Event-ID resumes',
		request: {
			params: z.object({ id: z.uuid() }),
			headers: z.object({ 'last-event-id': z.coerce.number().int().min(0).default(0) })
		},
		responses: {
			200: { description: 'Events `job`, each the job as it is' },
			204: { description: 'It has ended, and all of it was told: do not come back' },
			401: refusal('Nobody is signed in'),
			404: refusal('There is no such job'),
			501: refusal('This server hears no recordings')
		}
	}),
	async (c) => {
		const { id: ownerId, sessionId } = signedIn(c.var.user);
		const { database, jobs, now } = c.var.services;
		if (!jobs) throw new Refused(501, 'no-queue', 'This server hears no recordings.');
		const { id } = c.req.valid('param');
		let last = c.req.valid('header')['last-event-id'];
		const there = await jobOf(database, ownerId, id);
		if (!there) throw new Refused(404, 'not-found', 'There is no such job.');
		if (isOver(there) && there.revision <= last) return c.body(null, 204);
		c.header('X-Accel-Buffering', 'no');
		return streamSSE(c, async (stream) => {
			const watch = jobs.bus.watch(id);
			stream.onAbort(() => watch.close());
			await stream.write(': listening\n\n');
			let quiet = performance.now();
			do {
				const job = await jobOf(database, ownerId, id);
				if (!job || !(await stillSignedIn(database, sessionId, now()))) break;
				if (job.revision > last) {
					last = job.revision;
					const data = JSON.stringify(shown(job));
					await stream.writeSSE({ event: 'job', id: `${last}`, data });
					quiet = performance.now();
				}
				if (isOver(job)) break;
				if (performance.now() - quiet > SILENCE) {
					await stream.write(': still here\n\n');
					quiet = performance.now();
				}
			} while (await watch.next(LOOK));
			watch.close();
		});
	}
);
