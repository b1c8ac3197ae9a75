/**
 * What the holder of a link gets, with or without an account. Nothing here tells who the owner is
 * but the name that the owner shows. A link that has ended and one that never was look the same.
 */
import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { etag } from 'hono/etag';
import { signedIn } from '#api/accounts/account.ts';
import { countCopy, countView, like, unlike, type Shared } from '#api/db/shares.ts';
import { router, type Env } from '#api/env.ts';
import { Refused, refusal } from '#api/errors.ts';
import { addressGroup, spend, type Spending } from '#api/limits.ts';
import { scoreBehind } from '#api/sharing/behind.ts';
import { strangersId } from '#api/sharing/token.ts';
import { Views } from '#api/sharing/views.ts';

const views = new Views();
/** Copies, which count like views: once a day for each who takes one. */
const taken = new Views();

const Link = z.object({ token: z.string().max(64) });

const SharedScore = z
	.object({
		/** A ScoreDocument (`music/document.ts`), with an id of the link's and no file name. */
		document: z.looseObject({ id: z.string() }),
		revision: z.int(),
		/** The name that its owner shows. */
		by: z.string(),
		visibility: z.enum(['unlisted', 'public']),
		/** `recording`: there is one that may be heard. */
		allowed: z.object({ export: z.boolean(), copy: z.boolean(), recording: z.boolean() }),
		likes: z.int(),
		/** By who asks. */
		liked: z.boolean(),
		/** Who asks is its owner. */
		own: z.boolean()
	})
	.openapi('SharedScore');

const gone = { 404: refusal('There is no such link, or it has ended') };
const done = { 204: { description: 'Done' } };
const tooOften = { 429: refusal('Too often') };

const publicShares = router();

publicShares.use('/public/:token', etag({ weak: true }));

export const open = publicShares
	.openapi(
		createRoute({
			method: 'get',
			path: '/public/{token}',
			tags: ['sharing'],
			request: { params: Link },
			responses: {
				200: {
					description: 'The score',
					content: { 'application/json': { schema: SharedScore } }
				},
				...gone
			}
		}),
		async (c) => {
			const found = await scoreBehind(c, c.req.valid('param').token);
			c.header('Cache-Control', 'private, no-cache');
			return c.json(forStrangers(found, c.var.user?.id, c.var.services.files !== null), 200);
		}
	)
	.openapi(
		createRoute({
			method: 'post',
			path: '/public/{token}/views',
			tags: ['sharing'],
			request: { params: Link },
			responses: { ...done, ...gone }
		}),
		async (c) => {
			const found = await scoreBehind(c, c.req.valid('param').token);
			const { database, now } = c.var.services;
			const own = c.var.user?.id === found.ownerId;
			if (!own && (await views.isNew(found.token, c.var.services.address(c), now()))) {
				await countView(database, found);
			}
			return c.body(null, 204);
		}
	)
	.openapi(
		createRoute({
			method: 'post',
			path: '/public/{token}/copies',
			tags: ['sharing'],
			request: { params: Link },
			responses: { ...done, ...gone, 403: refusal('It may not be copied'), ...tooOften }
		}),
		async (c) => {
			await spendOn(c, 'copies');
			const found = await scoreBehind(c, c.req.valid('param').token);
			if (!found.allowCopy) throw new Refused(403, 'not-allowed', 'It may not be copied.');
			const { database, address, now } = c.var.services;
			const who = c.var.user?.id ?? address(c);
			if (who !== found.ownerId && (await taken.isNew(found.token, who, now()))) {
				await countCopy(database, found);
			}
			return c.body(null, 204);
		}
	)
	.openapi(
		createRoute({
			method: 'put',
			path: '/public/{token}/like',
			tags: ['sharing'],
			request: { params: Link },
			responses: { ...done, ...gone, 401: refusal('Nobody is signed in'), ...tooOften }
		}),
		async (c) => {
			const { id: who } = signedIn(c.var.user);
			await spendOn(c, 'likes');
			const { database, now } = c.var.services;
			await like(database, await scoreBehind(c, c.req.valid('param').token), who, new Date(now()));
			return c.body(null, 204);
		}
	)
	.openapi(
		createRoute({
			method: 'delete',
			path: '/public/{token}/like',
			tags: ['sharing'],
			request: { params: Link },
			responses: { ...done, ...gone, 401: refusal('Nobody is signed in'), ...tooOften }
		}),
		async (c) => {
			const { id: who } = signedIn(c.var.user);
			await spendOn(c, 'likes');
			await unlike(c.var.services.database, await scoreBehind(c, c.req.valid('param').token), who);
			return c.body(null, 204);
		}
	);

/** Counts are worth something only while nobody can drive them up. */
async function spendOn(c: Context<Env>, what: 'likes' | 'copies'): Promise<void> {
	const { user, services } = c.var;
	const here = addressGroup(services.address(c));
	const byAddress: Spending = { limit: `${what}OfAddress`, whose: here };
	await spend(services, user ? [{ limit: what, whose: user.id }, byAddress] : [byAddress]);
}

/** @param heard this server keeps recordings */
function forStrangers(
	found: Shared,
	viewer: string | undefined,
	heard: boolean
): z.infer<typeof SharedScore> {
	const document = JSON.parse(found.document) as { source: object };
	return {
		document: {
			...document,
			id: strangersId(found.token),
			source: { ...document.source, fileName: '' }
		},
		revision: found.revision,
		by: found.by,
		visibility: found.visibility,
		allowed: {
			export: found.allowExport,
			copy: found.allowCopy,
			recording: heard && found.recording !== null
		},
		likes: found.likes,
		liked: found.liked,
		own: viewer === found.ownerId
	};
}
