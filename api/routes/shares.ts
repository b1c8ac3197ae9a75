/** The links of a score, for its owner: make, change, end, and who may find it. */
import { createRoute, z } from '@hono/zod-openapi';
import { signedIn } from '#api/accounts/account.ts';
import {
	addShare,
	allow,
	list,
	makePrivate,
	MOST_LINKS,
	revoke,
	sharingOf
} from '#api/db/shares.ts';
import { knowMusic } from '#api/db/takedowns.ts';
import { body } from '#api/describe.ts';
import { router, type Env } from '#api/env.ts';
import { Refused, refusal } from '#api/errors.ts';
import { newToken, TOKEN_LENGTH } from '#api/sharing/token.ts';
import type { Context } from 'hono';

const Score = z.object({ id: z.uuid() });
const Link = Score.extend({ token: z.string().length(TOKEN_LENGTH) });

const AllowedParts = {
	allowExport: z.boolean(),
	allowCopy: z.boolean(),
	allowRecording: z.boolean()
};

const Sharing = z
	.object({
		visibility: z.enum(['private', 'unlisted', 'public']),
		likes: z.int(),
		views: z.int(),
		copies: z.int(),
		/** It, or the same music, was taken down after a report: it cannot be shared until that is lifted. */
		takenDown: z.boolean(),
		/** Where the recording is; `none` also where this server keeps no recordings. */
		recording: z.enum(['account', 'device', 'none']),
		/** The newest first. */
		links: z.array(
			z.object({
				token: z.string(),
				created: z.number(),
				views: z.int(),
				...AllowedParts
			})
		)
	})
	.openapi('Sharing');

const sharing = {
	description: 'How the score is shared now',
	content: { 'application/json': { schema: Sharing } }
};

const refusals = {
	401: refusal('Nobody is signed in'),
	403: refusal('It was taken down'),
	404: refusal('There is no such score, or no such link')
};

export const shares = router()
	.openapi(
		createRoute({
			method: 'get',
			path: '/scores/{id}/shares',
			tags: ['sharing'],
			request: { params: Score },
			responses: { 200: sharing, ...refusals }
		}),
		async (c) => c.json(await sharingNow(c, c.req.valid('param').id), 200)
	)
	.openapi(
		createRoute({
			method: 'post',
			path: '/scores/{id}/shares',
			tags: ['sharing'],
			request: { params: Score, ...body(z.strictObject(AllowedParts).partial()) },
			responses: { 201: sharing, ...refusals, 409: refusal('It has as many links as it may') }
		}),
		async (c) => {
			const { id } = c.req.valid('param');
			const { database, now } = c.var.services;
			const { id: ownerId } = signedIn(c.var.user);
			await knowMusic(database, ownerId, id);
			const { links } = await sharingNow(c, id);
			if (links.length >= MOST_LINKS) {
				throw new Refused(409, 'too-many-links', `A score has at most ${MOST_LINKS} links.`);
			}
			const made = await addShare(database, {
				allowExport: true,
				allowCopy: true,
				allowRecording: false,
				...c.req.valid('json'),
				token: newToken(),
				ownerId,
				scoreId: id,
				created: new Date(now())
			});
			if (!made) throw takenDown();
			return c.json(await sharingNow(c, id), 201);
		}
	)
	.openapi(
		createRoute({
			method: 'patch',
			path: '/scores/{id}/shares/{token}',
			tags: ['sharing'],
			request: { params: Link, ...body(z.strictObject(AllowedParts).partial()) },
			responses: { 200: sharing, ...refusals }
		}),
		async (c) => {
			const { id, token } = c.req.valid('param');
			await sharingNow(c, id);
			const change = c.req.valid('json');
			const found =
				Object.keys(change).length === 0 ||
				(await allow(c.var.services.database, signedIn(c.var.user).id, token, change));
			if (!found) throw noLink();
			return c.json(await sharingNow(c, id), 200);
		}
	)
	.openapi(
		createRoute({
			method: 'delete',
			path: '/scores/{id}/shares/{token}',
			tags: ['sharing'],
			request: { params: Link },
			responses: { 200: sharing, ...refusals }
		}),
		async (c) => {
			const { id, token } = c.req.valid('param');
			if (!(await revoke(c.var.services.database, signedIn(c.var.user).id, id, token)))
				throw noLink();
			return c.json(await sharingNow(c, id), 200);
		}
	)
	.openapi(
		createRoute({
			method: 'put',
			path: '/scores/{id}/visibility',
			tags: ['sharing'],
			request: {
				params: Score,
				...body(z.strictObject({ visibility: z.enum(['private', 'unlisted', 'public']) }))
			},
			responses: { 200: sharing, ...refusals, 409: refusal('It has no link yet') }
		}),
		async (c) => {
			const { id } = c.req.valid('param');
			const { visibility } = c.req.valid('json');
			const { database, now } = c.var.services;
			await knowMusic(database, signedIn(c.var.user).id, id);
			const { links, takenDown: down } = await sharingNow(c, id);
			if (visibility === 'private') await makePrivate(database, signedIn(c.var.user).id, id);
			else if (down) throw takenDown();
			else if (links.length === 0) throw new Refused(409, 'no-link', 'Make a link first.');
			else await list(database, signedIn(c.var.user).id, id, visibility, new Date(now()));
			return c.json(await sharingNow(c, id), 200);
		}
	);

async function sharingNow(c: Context<Env>, id: string): Promise<z.infer<typeof Sharing>> {
	const found = await sharingOf(c.var.services.database, signedIn(c.var.user).id, id);
	if (!found) throw new Refused(404, 'not-found', 'There is no such score in this account.');
	const links = found.links.map((link) => ({ ...link, created: link.created.getTime() }));
	const recording = c.var.services.files ? found.recording : 'none';
	return { ...found, recording, links };
}

const takenDown = (): Refused =>
	new Refused(
		403,
		'taken-down',
		'This music was taken down after a report; it cannot be shared until an admin lifts that.'
	);

const noLink = (): Refused => new Refused(404, 'not-found', 'There is no such link.');
