/** What workers ask: `queue/protocol.ts` says in which words. Who may come here: `queue/workers-only.ts`. */
import { createRoute, z } from '@hono/zod-openapi';
import type { MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { ScoreDocument } from '#music/document.ts';
import { leased, sawWorker, sawWorkerOf, workOf } from '#api/db/jobs.ts';
import { answer, body } from '#api/describe.ts';
import { router, type Env, type Jobs, type Services } from '#api/env.ts';
import { Refused, refusal } from '#api/errors.ts';
import { afterResult, checkpointKey, forgetCheckpoint } from '#api/queue/leftovers.ts';
import {
	Claim,
	Failure,
	JobSettings,
	MOST_CHECKPOINT,
	MOST_RESULT,
	Outcome,
	Progress,
	Standing,
	Token,
	Work
} from '#api/queue/protocol.ts';
import { sha256 } from '#api/sync/fingerprint.ts';
import { openUpload } from '#api/uploads/uploads.ts';

const request = { params: z.object({ id: z.uuid() }) };
const byLease = { ...request, headers: z.object({ 'lease-token': z.string().min(16).max(100) }) };

const refusals = {
	401: refusal('It is no worker of this server'),
	501: refusal('This server has no queue')
};
const standing = { 200: answer(Standing, 'Whether to go on'), ...refusals };
const outcome = { 200: answer(Outcome, 'What the job has come to'), ...refusals };

/** Less than what a checkpoint may have; the result is held in memory. */
const notTooLarge: MiddlewareHandler<Env> = bodyLimit({
	maxSize: MOST_RESULT,
	onError: () => {
		throw new Refused(413, 'too-large', `A result may be at most ${MOST_RESULT} bytes.`);
	}
});

export const worker = router()
	.openapi(
		createRoute({
			method: 'post',
			path: '/worker/claim',
			tags: ['worker'],
			request: body(Claim),
			responses: {
				200: answer(Work, 'A job, and how long it is leased'),
				204: { description: 'None may start now' },
				...refusals
			}
		}),
		async (c) => {
			const { services } = c.var;
			const { database, now } = services;
			const { queue } = jobsIn(services);
			const claim = c.req.valid('json');
			await sawWorker(database, claim.worker, claim.separation, now());
			const claimed = await queue.claim(claim.worker);
			const work = claimed && (await workOf(database, claimed.id));
			if (!work) return c.body(null, 204);
			const { id, token, attempt } = claimed;
			const job = {
				...work,
				id,
				attempt,
				settings: JobSettings.parse(JSON.parse(work.settings)),
				source: `/api/worker/jobs/${id}/source`
			};
			return c.json({ job, lease: { token, seconds: queue.rules.lease / 1000 } }, 200);
		}
	)
	.openapi(
		createRoute({
			method: 'post',
			path: '/worker/jobs/{id}/beat',
			tags: ['worker'],
			request: { ...request, ...body(Token) },
			responses: standing
		}),
		async (c) => {
			const lease = { ...c.req.valid('param'), ...c.req.valid('json') };
			const { database, now } = c.var.services;
			const state = await jobsIn(c.var.services).queue.beat(lease);
			if (state === 'go-on') await sawWorkerOf(database, lease.id, now());
			return c.json({ state }, 200);
		}
	)
	.openapi(
		createRoute({
			method: 'post',
			path: '/worker/jobs/{id}/progress',
			tags: ['worker'],
			request: { ...request, ...body(Progress) },
			responses: standing
		}),
		async (c) => {
			const { token, ...progress } = c.req.valid('json');
			const lease = { ...c.req.valid('param'), token };
			return c.json({ state: await jobsIn(c.var.services).queue.beat(lease, progress) }, 200);
		}
	)
	.openapi(
		createRoute({
			method: 'post',
			path: '/worker/jobs/{id}/give-back',
			tags: ['worker'],
			request: { ...request, ...body(Token) },
			responses: standing
		}),
		async (c) => {
			const lease = { ...c.req.valid('param'), ...c.req.valid('json') };
			return c.json({ state: await jobsIn(c.var.services).queue.giveBack(lease) }, 200);
		}
	)
	.openapi(
		createRoute({
			method: 'post',
			path: '/worker/jobs/{id}/failure',
			tags: ['worker'],
			request: { ...request, ...body(Failure) },
			responses: outcome
		}),
		async (c) => {
			const { token, ...why } = c.req.valid('json');
			const lease = { ...c.req.valid('param'), token };
			return c.json({ state: await jobsIn(c.var.services).queue.fail(lease, why) }, 200);
		}
	)
	.openapi(
		createRoute({
			method: 'put',
			path: '/worker/jobs/{id}/result',
			tags: ['worker'],
			middleware: notTooLarge,
			request: byLease,
			responses: {
				...outcome,
				400: refusal('It is no ScoreDocument'),
				413: refusal('It is too large')
			}
		}),
		async (c) => {
			const { services } = c.var;
			const { id } = c.req.valid('param');
			const token = c.req.valid('header')['lease-token'];
			const held = await leased(services.database, id, token);
			const document = await c.req.text();
			if (!isDocument(document)) {
				throw new Refused(400, 'no-document', 'This is no ScoreDocument of this version.');
			}
			const hash = await sha256(document);
			const state = await jobsIn(services).queue.complete({ id, token }, { document, hash });
			if (state === 'completed' && held)
				await afterResult(services, { ...held, id }, held.uploadId);
			return c.json({ state }, 200);
		}
	)
	.openapi(
		createRoute({
			method: 'get',
			path: '/worker/jobs/{id}/source',
			tags: ['worker'],
			request: byLease,
			responses: {
				200: { description: 'The recording, as it was sent up' },
				...refusals,
				404: refusal('It is gone'),
				409: refusal('The lease does not hold')
			}
		}),
		async (c) => {
			const { uploadId } = await held(
				c.var.services,
				c.req.valid('param').id,
				c.req.valid('header')
			);
			const bytes = await openUpload(c.var.services, uploadId);
			if (!bytes) throw new Refused(404, 'no-upload', 'The recording is gone.');
			return c.body(bytes, 200, { 'Content-Type': 'application/octet-stream' });
		}
	)
	.openapi(
		createRoute({
			method: 'put',
			path: '/worker/jobs/{id}/checkpoint',
			tags: ['worker'],
			request: byLease,
			responses: { ...standing, 413: refusal('It is too large') }
		}),
		async (c) => {
			const { services } = c.var;
			const { id } = c.req.valid('param');
			const token = c.req.valid('header')['lease-token'];
			const job = await leased(services.database, id, token);
			const { body } = c.req.raw;
			if (job && body && services.files) {
				const key = checkpointKey({ ...job, id });
				const bytes = await services.files.write(key, body, MOST_CHECKPOINT);
				if (bytes === null) throw new Refused(413, 'too-large', 'It is too large, or was cut off.');
			}
			const state = await jobsIn(services).queue.beat({ id, token });
			if (state === 'cancelled' && job) await forgetCheckpoint(services, { ...job, id });
			return c.json({ state }, 200);
		}
	)
	.openapi(
		createRoute({
			method: 'get',
			path: '/worker/jobs/{id}/checkpoint',
			tags: ['worker'],
			request: byLease,
			responses: {
				200: { description: 'As it was kept last' },
				204: { description: 'There is none' },
				...refusals,
				409: refusal('The lease does not hold')
			}
		}),
		async (c) => {
			const { services } = c.var;
			const { id } = c.req.valid('param');
			const job = await held(services, id, c.req.valid('header'));
			const bytes = await services.files?.read(checkpointKey({ ...job, id }));
			if (!bytes) return c.body(null, 204);
			return c.body(bytes, 200, { 'Content-Type': 'application/octet-stream' });
		}
	);

function jobsIn({ jobs }: Services): Jobs {
	return jobs!; // `workersOnly` lets nobody in where there are none
}

async function held(
	{ database }: Services,
	id: string,
	{ 'lease-token': token }: { 'lease-token': string }
): Promise<{ ownerId: string; uploadId: string }> {
	const found = await leased(database, id, token);
	if (!found) throw new Refused(409, 'lost', 'This lease does not hold any more.');
	return found;
}

/** Only what can be opened later is kept; its bytes stay as they came. */
function isDocument(text: string): boolean {
	try {
		return ScoreDocument.safeParse(JSON.parse(text)).success;
	} catch {
		return false;
	}
}
