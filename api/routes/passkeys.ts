/** The passkeys of an account: made by whoever has shown to be there, listed, named and removed. */
import { createRoute, z } from '@hono/zod-openapi';
import { and, asc, count, eq } from 'drizzle-orm';
import type { Context } from 'hono';
import { Name, profileOf, signedIn } from '#api/accounts/account.ts';
import { spendPassword } from '#api/accounts/budget.ts';
import {
	CreationOptions,
	credential,
	Made,
	notVerified,
	offered,
	Options
} from '#api/accounts/ceremonies.ts';
import { forward } from '#api/accounts/forward.ts';
import { PASSWORD_LENGTH } from '#api/accounts/passwords.ts';
import { provePassword, signedInJustNow, signInAgain } from '#api/accounts/presence.ts';
import { passkey } from '#api/db/schema/accounts.ts';
import { body, json } from '#api/describe.ts';
import { router, type Env } from '#api/env.ts';
import { Refused, refusal } from '#api/errors.ts';
import { letterTo } from '#api/mail/letters.ts';

const tags = ['accounts'];
const nobody = { 401: refusal('Nobody is signed in') };
const none = { 404: refusal('The account has no such passkey') };
const params = z.object({ id: z.string().max(64) });

/** More than anybody has devices. */
const MOST = 20;

const Passkey = z
	.object({
		id: z.string(),
		/** As its owner calls it. */
		name: z.string(),
		made: z.string(),
		used: z.string().nullable()
	})
	.openapi('Passkey');

const Presence = z.strictObject({
	/** Of the account; for whoever signed in a while ago. */
	password: z.string().min(1).max(PASSWORD_LENGTH.most).optional()
});

export const passkeys = router()
	.openapi(
		createRoute({
			method: 'get',
			path: '/account/passkeys',
			tags,
			responses: {
				200: { description: 'In the order they were made', ...json(z.array(Passkey)) },
				...nobody
			}
		}),
		async (c) => {
			const { id } = signedIn(c.var.user);
			const rows = await c.var.services.database
				.select()
				.from(passkey)
				.where(eq(passkey.userId, id))
				.orderBy(asc(passkey.createdAt));
			return c.json(rows.map(shown), 200);
		}
	)
	.openapi(
		createRoute({
			method: 'post',
			path: '/account/passkeys/options',
			tags,
			request: body(Presence),
			responses: {
				200: { description: 'What the browser makes a passkey from', ...json(Options) },
				400: refusal('The password is another'),
				...nobody,
				403: refusal('Signed in a while ago: send the password, or sign in again'),
				404: refusal('This server has no passkeys'),
				422: refusal('The account has as many as it may have'),
				429: refusal('Too many tries')
			}
		}),
		async (c) => {
			const { id, sessionId } = signedIn(c.var.user);
			offered(c);
			await prove(c, id, sessionId, c.req.valid('json').password);
			const [has] = await c.var.services.database
				.select({ count: count() })
				.from(passkey)
				.where(eq(passkey.userId, id));
			if (has!.count >= MOST) {
				throw new Refused(422, 'too-many-passkeys', `An account has ${MOST} passkeys at most.`);
			}
			const answer = await forward(c, 'GET', '/passkey/generate-register-options');
			const { user, ...options } = CreationOptions.parse(answer);
			const { name } = await profileOf(c.var.services.database, id);
			return c.json({ ...options, user: { ...user, displayName: name } }, 200);
		}
	)
	.openapi(
		createRoute({
			method: 'post',
			path: '/account/passkeys',
			tags,
			request: body(z.strictObject({ name: Name, passkey: Made })),
			responses: {
				201: { description: 'One can sign in by it now', ...json(Passkey) },
				400: refusal('It took too long, or it is no passkey for this server'),
				...nobody,
				404: refusal('This server has no passkeys')
			}
		}),
		async (c) => {
			const { id: userId } = signedIn(c.var.user);
			offered(c);
			const { name, passkey: made } = c.req.valid('json');
			const { database, mail, origin } = c.var.services;
			const response = credential(made);
			const answer = await forward(c, 'POST', '/passkey/verify-registration', {
				name,
				response
			}).catch(notVerified);
			const { id } = z.object({ id: z.string() }).parse(answer);
			const [row] = await database.select().from(passkey).where(eq(passkey.id, id));
			await mail(letterTo(await profileOf(database, userId), 'passkey', `${origin}/account`));
			return c.json(shown(row!), 201);
		}
	)
	.openapi(
		createRoute({
			method: 'patch',
			path: '/account/passkeys/{id}',
			tags,
			request: { params, ...body(z.strictObject({ name: Name })) },
			responses: { 200: { description: 'As it is now', ...json(Passkey) }, ...nobody, ...none }
		}),
		async (c) => {
			const { id: userId } = signedIn(c.var.user);
			const [row] = await c.var.services.database
				.update(passkey)
				.set(c.req.valid('json'))
				.where(and(eq(passkey.userId, userId), eq(passkey.id, c.req.valid('param').id)))
				.returning();
			if (!row) throw notFound();
			return c.json(shown(row), 200);
		}
	)
	.openapi(
		createRoute({
			method: 'delete',
			path: '/account/passkeys/{id}',
			tags,
			request: { params },
			responses: { 204: { description: 'It opens nothing any more' }, ...nobody, ...none }
		}),
		async (c) => {
			const { id: userId } = signedIn(c.var.user);
			const { rowsAffected } = await c.var.services.database
				.delete(passkey)
				.where(and(eq(passkey.userId, userId), eq(passkey.id, c.req.valid('param').id)));
			if (rowsAffected === 0) throw notFound();
			return c.body(null, 204);
		}
	);

const shown = (row: typeof passkey.$inferSelect): z.infer<typeof Passkey> => ({
	id: row.id,
	name: row.name ?? '',
	made: row.createdAt.toISOString(),
	used: row.usedAt?.toISOString() ?? null
});

const notFound = (): Refused => new Refused(404, 'not-found', 'There is no such passkey.');

/** Throws `Refused` unless the person has just signed in, or knows the password. */
async function prove(
	c: Context<Env>,
	id: string,
	sessionId: string,
	password: string | undefined
): Promise<void> {
	if (await signedInJustNow(c.var.services, sessionId)) return;
	if (password === undefined) throw signInAgain();
	await spendPassword(c, id);
	if (!(await provePassword(c.var.services, id, password))) throw signInAgain();
}
