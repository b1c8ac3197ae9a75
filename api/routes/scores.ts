/** One score of a person, for programs that want no more than that. Devices sync by `/changes`. */
import { createRoute, z } from '@hono/zod-openapi';
import { signedIn } from '#api/accounts/account.ts';
import { storedNow } from '#api/db/changes.ts';
import type { Database } from '#api/db/database.ts';
import { push } from '#api/db/push.ts';
import { answer } from '#api/describe.ts';
import { router } from '#api/env.ts';
import { Refused, refusal } from '#api/errors.ts';
import { inflated } from '#api/sync/inflate.ts';
import { MOST_BYTES, ScoreContent, type Item } from '#api/sync/shapes.ts';

const Id = z.object({ id: z.uuid() });
const Base = z.int().min(0);

const Put = z.strictObject({
	/** The revision that this one was made from; 0 for a score the server has never seen. */
	base: Base,
	content: ScoreContent
});

const Saved = z.object({ revision: z.int() }).openapi('SavedScore');

const Stored = z.object({ revision: z.int(), content: z.looseObject({}) }).openapi('StoredScore');

const refusals = {
	401: refusal('Nobody is signed in'),
	404: refusal('There is no such score')
};

const writing = {
	200: answer(Saved, 'It is kept, under a new revision'),
	...refusals,
	409: refusal('It was changed meanwhile: read it again'),
	507: refusal('The account has no room for it')
};

export const scores = router()
	.openapi(
		createRoute({
			method: 'get',
			path: '/scores/{id}',
			tags: ['scores'],
			request: { params: Id },
			responses: { 200: answer(Stored, 'The score and its revision'), ...refusals }
		}),
		async (c) => {
			const { id: ownerId } = signedIn(c.var.user);
			const { id } = c.req.valid('param');
			const stored = await storedNow(c.var.services.database, ownerId, 'score', id);
			if (!stored?.content) throw missing();
			const { revision, content } = stored;
			return c.json({ revision, content }, 200, { ETag: `"${revision}"` });
		}
	)
	.openapi(
		createRoute({
			method: 'put',
			path: '/scores/{id}',
			tags: ['scores'],
			middleware: inflated(MOST_BYTES),
			request: {
				params: Id,
				body: { content: { 'application/json': { schema: Put } }, required: true }
			},
			responses: {
				...writing,
				400: refusal('It is no score, or has another id'),
				413: refusal('It is too large')
			}
		}),
		async (c) => {
			const { id: ownerId } = signedIn(c.var.user);
			const { id } = c.req.valid('param');
			const { base, content } = c.req.valid('json');
			if (content.document.id !== id) {
				throw new Refused(400, 'invalid-request', 'The document has another id.');
			}
			const { database, now } = c.var.services;
			const item: Item = { kind: 'score', id, base, content };
			return c.json({ revision: await write(database, ownerId, item, now()) }, 200);
		}
	)
	.openapi(
		createRoute({
			method: 'delete',
			path: '/scores/{id}',
			tags: ['scores'],
			request: { params: Id, query: z.object({ base: z.coerce.number().pipe(Base) }) },
			responses: writing
		}),
		async (c) => {
			const { id: ownerId } = signedIn(c.var.user);
			const { id } = c.req.valid('param');
			const { base } = c.req.valid('query');
			const { database, now } = c.var.services;
			if (!(await storedNow(database, ownerId, 'score', id))?.content) throw missing();
			const item: Item = { kind: 'score', id, base, content: null };
			return c.json({ revision: await write(database, ownerId, item, now()) }, 200);
		}
	);

/** As a push of its own. A program that repeats it meets its own revision, and loses nothing. */
async function write(
	database: Database,
	ownerId: string,
	item: Item,
	now: number
): Promise<number> {
	const key = crypto.randomUUID();
	const results = await push(database, { ownerId, key, fingerprint: key, items: [item], now });
	const result = results?.[0];
	if (result?.status === 'saved') return result.revision;
	if (result?.status === 'conflict') {
		const { revision } = result.stored;
		throw new Refused(409, 'conflict', `It was changed meanwhile: its revision is ${revision}.`);
	}
	throw new Refused(507, 'storage-full', 'The account has no room for this score.');
}

const missing = (): Refused => new Refused(404, 'not-found', 'There is no such score.');
