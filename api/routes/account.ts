/** The person's own account: what it says of them, and where it is signed in. */
import { createRoute, z } from '@hono/zod-openapi';
import { and, desc, eq, gt, ne } from 'drizzle-orm';
import { Bio, Language, Name, Profile, profileOf, signedIn } from '#api/accounts/account.ts';
import { session, user } from '#api/db/schema/accounts.ts';
import { body, json } from '#api/describe.ts';
import { router } from '#api/env.ts';
import { Refused, refusal } from '#api/errors.ts';

const tags = ['accounts'];
const nobody = { 401: refusal('Nobody is signed in') };
const profile = { description: 'The account as it is now', ...json(Profile) };

const Ways = z
	.object({
		/** Services that one can sign in by, besides a password. */
		providers: z.array(z.enum(['github', 'google'])),
		/** One can sign in by a passkey. */
		passkeys: z.boolean(),
		/** Letters arrive, so a forgotten password can be replaced. */
		letters: z.boolean()
	})
	.openapi('Ways');

const Session = z
	.object({
		id: z.string(),
		/** The one that asks. */
		current: z.boolean(),
		/** As the browser called itself. */
		browser: z.string(),
		address: z.string(),
		begun: z.string(),
		used: z.string()
	})
	.openapi('Session');

export const account = router()
	.openapi(
		createRoute({
			method: 'get',
			path: '/account/ways',
			tags,
			responses: { 200: { description: 'How one can sign in here', ...json(Ways) } }
		}),
		(c) => {
			const { providers, passkeys, confirmed } = c.var.services;
			return c.json({ providers: [...providers], passkeys, letters: confirmed }, 200);
		}
	)
	.openapi(
		createRoute({ method: 'get', path: '/account', tags, responses: { 200: profile, ...nobody } }),
		async (c) => c.json(await profileOf(c.var.services.database, signedIn(c.var.user).id), 200)
	)
	.openapi(
		createRoute({
			method: 'patch',
			path: '/account',
			tags,
			request: body(z.strictObject({ name: Name, bio: Bio, language: Language }).partial()),
			responses: { 200: profile, ...nobody }
		}),
		async (c) => {
			const { id } = signedIn(c.var.user);
			const { database, now } = c.var.services;
			const change = { ...c.req.valid('json'), updatedAt: new Date(now()) };
			await database.update(user).set(change).where(eq(user.id, id));
			return c.json(await profileOf(database, id), 200);
		}
	)
	.openapi(
		createRoute({
			method: 'get',
			path: '/account/sessions',
			tags,
			responses: {
				200: {
					description: 'Where the account is signed in, the latest first',
					...json(z.array(Session))
				},
				...nobody
			}
		}),
		async (c) => {
			const { id, sessionId } = signedIn(c.var.user);
			const rows = await c.var.services.database
				.select()
				.from(session)
				.where(and(eq(session.userId, id), gt(session.expiresAt, new Date())))
				.orderBy(desc(session.updatedAt))
				.limit(100);
			const sessions = rows.map((row) => ({
				id: row.id,
				current: row.id === sessionId,
				browser: row.userAgent ?? '',
				address: row.ipAddress ?? '',
				begun: row.createdAt.toISOString(),
				used: row.updatedAt.toISOString()
			}));
			return c.json(sessions, 200);
		}
	)
	.openapi(
		createRoute({
			method: 'delete',
			path: '/account/sessions',
			tags,
			responses: { 204: { description: 'All other devices are signed out' }, ...nobody }
		}),
		async (c) => {
			const { id, sessionId } = signedIn(c.var.user);
			await c.var.services.database
				.delete(session)
				.where(and(eq(session.userId, id), ne(session.id, sessionId)));
			return c.body(null, 204);
		}
	)
	.openapi(
		createRoute({
			method: 'delete',
			path: '/account/sessions/{id}',
			tags,
			request: { params: z.object({ id: z.string().max(64) }) },
			responses: {
				204: { description: 'That device is signed out' },
				...nobody,
				404: refusal('The account has no such session')
			}
		}),
		async (c) => {
			const { id } = signedIn(c.var.user);
			const { rowsAffected } = await c.var.services.database
				.delete(session)
				.where(and(eq(session.userId, id), eq(session.id, c.req.valid('param').id)));
			if (rowsAffected === 0) throw new Refused(404, 'not-found', 'There is no such session.');
			return c.body(null, 204);
		}
	);
