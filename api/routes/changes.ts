/** The two halves of syncing: what a device has changed goes up, what others have changed comes down. */
import { createRoute, z } from '@hono/zod-openapi';
import { signedIn } from '#api/accounts/account.ts';
import { changesSince } from '#api/db/changes.ts';
import { push } from '#api/db/push.ts';
import { router } from '#api/env.ts';
import { Refused, refusal } from '#api/errors.ts';
import { inflated } from '#api/sync/inflate.ts';
import { fingerprintOf } from '#api/sync/fingerprint.ts';
import { Change, Epoch, MOST, MOST_BYTES, Push, Result } from '#api/sync/shapes.ts';

const Since = z.object({
	since: z.coerce.number().int().min(0).default(0),
	limit: z.coerce.number().int().min(1).max(MOST).default(MOST)
});

const Changes = z
	.object({
		changes: z.array(Change),
		cursor: z.int(),
		more: z.boolean(),
		/** The cursor is of another time: compare everything anew, from 0. */
		reset: z.boolean(),
		epoch: Epoch
	})
	.openapi('Changes');

export const changes = router()
	.openapi(
		createRoute({
			method: 'get',
			path: '/changes',
			tags: ['sync'],
			summary: 'What changed since a cursor, the oldest change first',
			request: { query: Since },
			responses: {
				200: {
					description: 'One page of changes',
					content: { 'application/json': { schema: Changes } }
				},
				401: refusal('Nobody is signed in')
			}
		}),
		async (c) => {
			const { since, limit } = c.req.valid('query');
			const page = await changesSince(
				c.var.services.database,
				signedIn(c.var.user).id,
				since,
				limit
			);
			return c.json({ ...page, changes: [...page.changes] }, 200);
		}
	)
	.openapi(
		createRoute({
			method: 'post',
			path: '/changes',
			tags: ['sync'],
			summary: 'Sends what was changed on a device, up to fifty things at once',
			middleware: inflated(MOST_BYTES),
			request: {
				headers: z.object({ 'idempotency-key': z.string().min(8).max(100) }),
				body: { content: { 'application/json': { schema: Push } }, required: true }
			},
			responses: {
				200: {
					description: 'What became of each, in the order in which they were sent',
					content: { 'application/json': { schema: z.object({ results: z.array(Result) }) } }
				},
				400: refusal('It cannot be read'),
				401: refusal('Nobody is signed in'),
				413: refusal('It is too large'),
				422: refusal('The key was used for another body')
			}
		}),
		async (c) => {
			const ownerId = signedIn(c.var.user).id;
			const { database, now } = c.var.services;
			const results = await push(database, {
				ownerId,
				key: c.req.valid('header')['idempotency-key'],
				fingerprint: await fingerprintOf(c),
				items: c.req.valid('json').items,
				now: now()
			});
			if (!results) {
				throw new Refused(422, 'key-reused', 'This Idempotency-Key came with another body before.');
			}
			return c.json({ results: [...results] }, 200);
		}
	);
