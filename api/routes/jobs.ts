/** What a person asks of the server's ear: recordings to be heard, how far they are, what has come of them. */
import { createRoute, z } from '@hono/zod-openapi';
import { LIMITS } from '#music/details.ts';
import { signedIn } from '#api/accounts/account.ts';
import { ability, askFor, jobOf, jobsOf, resultOf, type Told } from '#api/db/jobs.ts';
import { STAGES, STATES } from '#api/db/schema/jobs.ts';
import { answer, body } from '#api/describe.ts';
import { router, type Jobs, type Services } from '#api/env.ts';
import { Refused, refusal } from '#api/errors.ts';
import { JobSettings } from '#api/queue/protocol.ts';
import { forgetCheckpoint } from '#api/queue/leftovers.ts';
import { fingerprintOf } from '#api/sync/fingerprint.ts';
import { completeUpload, UPLOAD } from '#api/uploads/uploads.ts';

/** The longest recording that a worker hears. */
const MOST_SECONDS = 3 * 60 * 60;

const Id = z.object({ id: z.uuid() });

export const Job = z
	.object({
		id: z.string(),
		title: z.string(),
		/** Of the file. */
		name: z.string(),
		state: z.enum(STATES),
		stage: z.enum(STAGES),
		/** Of the whole job, 0–1. */
		progress: z.number(),
		attempts: z.int(),
		/** Why the last attempt failed, as a word for programs. */
		failure: z.string().nullable(),
		/** Grows with everything that happens to it. */
		revision: z.int(),
		created: z.number(),
		started: z.number().nullable(),
		ended: z.number().nullable()
	})
	.openapi('Job');

const Wish = z.strictObject({
	/** Of a file that was sent up whole. */
	upload: z.uuid(),
	title: z.string().trim().min(1).max(LIMITS.title),
	settings: JobSettings.default({})
});

const refusals = {
	401: refusal('Nobody is signed in'),
	404: refusal('There is no such job'),
	501: refusal('This server hears no recordings')
};

export const shown = (job: Told): z.infer<typeof Job> => ({
	...job,
	created: job.created.getTime(),
	started: job.started?.getTime() ?? null,
	ended: job.ended?.getTime() ?? null
});

export const jobs = router()
	.openapi(
		createRoute({
			method: 'get',
			path: '/jobs/offer',
			tags: ['jobs'],
			summary: 'Whether this server has a worker that hears recordings now, and how long ones',
			responses: {
				200: answer(
					z.object({
						available: z.boolean(),
						maxBytes: z.int(),
						maxSeconds: z.int(),
						separation: z.boolean()
					}),
					'What is offered, to people with an account'
				)
			}
		}),
		async (c) => {
			const { database, jobs, landing, now } = c.var.services;
			const can = await ability(database, now());
			const available = jobs !== null && landing !== null && can.available;
			const most = { maxBytes: UPLOAD.most, maxSeconds: MOST_SECONDS };
			return c.json({ ...most, available, separation: available && can.separation }, 200);
		}
	)
	.openapi(
		createRoute({
			method: 'post',
			path: '/jobs',
			tags: ['jobs'],
			summary: 'Asks for a recording to be heard',
			request: {
				headers: z.object({ 'idempotency-key': z.string().min(8).max(100).optional() }),
				...body(Wish)
			},
			responses: {
				202: answer(z.object({ id: z.string() }), 'It stands in line'),
				400: refusal('It is not understood'),
				401: refusals[401],
				404: refusal('There is no such upload, or it is not whole'),
				422: refusal('The key was used for something else'),
				429: refusal('Too many wait already'),
				501: refusals[501]
			}
		}),
		async (c) => {
			const { id: ownerId } = signedIn(c.var.user);
			const { database, log, now } = c.var.services;
			const { queue } = jobsIn(c.var.services);
			const { upload, title, settings } = c.req.valid('json');
			const requestKey = c.req.valid('header')['idempotency-key'] ?? null;
			const found = await completeUpload(database, ownerId, upload);
			const asked = await askFor(database, {
				id: crypto.randomUUID(),
				ownerId,
				upload: found && { id: upload, name: found.name },
				title,
				settings,
				requestKey,
				fingerprint: await fingerprintOf(c),
				waiting: queue.rules.waiting,
				now: now()
			});
			if (asked.kind === 'key-reused') {
				throw new Refused(422, 'key-reused', 'This Idempotency-Key came with another body before.');
			}
			if (asked.kind === 'no-upload') {
				throw new Refused(404, 'no-upload', 'There is no such upload, or it is not whole.');
			}
			if (asked.kind === 'too-many') {
				throw new Refused(429, 'too-many-jobs', 'Too many of your recordings wait already.');
			}
			// The row is there, so the queue finds it later if it cannot be told now.
			await queue.add(asked.id).catch(() => log.warn('queue-away', { job: asked.id }));
			return c.json({ id: asked.id }, 202);
		}
	)
	.openapi(
		createRoute({
			method: 'get',
			path: '/jobs',
			tags: ['jobs'],
			responses: {
				200: answer(z.object({ jobs: z.array(Job) }), 'Those of the account, the newest first'),
				401: refusals[401]
			}
		}),
		async (c) => {
			const all = await jobsOf(c.var.services.database, signedIn(c.var.user).id);
			return c.json({ jobs: all.map(shown) }, 200);
		}
	)
	.openapi(
		createRoute({
			method: 'get',
			path: '/jobs/{id}',
			tags: ['jobs'],
			request: { params: Id },
			responses: { 200: answer(Job, 'How far it is'), 401: refusals[401], 404: refusals[404] }
		}),
		async (c) => {
			const { id: ownerId } = signedIn(c.var.user);
			const { id } = c.req.valid('param');
			return c.json(shown(await foundJob(c.var.services, ownerId, id)), 200);
		}
	)
	.openapi(
		createRoute({
			method: 'post',
			path: '/jobs/{id}/cancel',
			tags: ['jobs'],
			request: { params: Id },
			responses: {
				200: answer(Job, 'It is cancelled, or had ended before: its state says which'),
				...refusals
			}
		}),
		async (c) => {
			const { id: ownerId } = signedIn(c.var.user);
			const { id } = c.req.valid('param');
			const { queue } = jobsIn(c.var.services);
			await foundJob(c.var.services, ownerId, id);
			if (await queue.cancel(id)) await forgetCheckpoint(c.var.services, { id, ownerId });
			return c.json(shown(await foundJob(c.var.services, ownerId, id)), 200);
		}
	)
	.openapi(
		createRoute({
			method: 'get',
			path: '/jobs/{id}/result',
			tags: ['jobs'],
			summary: 'The score as a document, as the worker has written it',
			request: { params: Id },
			responses: {
				200: answer(z.looseObject({}), 'A ScoreDocument'),
				401: refusals[401],
				404: refusals[404],
				409: refusal('It has not been completed')
			}
		}),
		async (c) => {
			const { id: ownerId } = signedIn(c.var.user);
			const { id } = c.req.valid('param');
			const result = await resultOf(c.var.services.database, ownerId, id);
			if (result === undefined) throw noJob();
			if (result === null) throw new Refused(409, 'not-completed', 'It has not been completed.');
			return c.body(result, 200, { 'Content-Type': 'application/json' }) as never;
		}
	);

/** Throws `Refused` 501 where nobody hears. */
function jobsIn({ jobs }: Services): Jobs {
	if (jobs) return jobs;
	throw new Refused(501, 'no-queue', 'This server hears no recordings: it has no worker.');
}

async function foundJob({ database }: Services, ownerId: string, id: string): Promise<Told> {
	const job = await jobOf(database, ownerId, id);
	if (!job) throw noJob();
	return job;
}

const noJob = (): Refused => new Refused(404, 'not-found', 'There is no such job.');
