/**
 * Coming and going: register, sign in, sign out, confirm an address. An answer never tells whether an
 * address has an account (where letters arrive), and takes as long either way.
 */
import { createRoute, z } from '@hono/zod-openapi';
import { Email, Language, Name, Profile, profileOf } from '#api/accounts/account.ts';
import { spendLetter, spendPassword } from '#api/accounts/budget.ts';
import { leaveFormer } from '#api/accounts/entering.ts';
import { forward } from '#api/accounts/forward.ts';
import { NewPassword, PASSWORD_LENGTH, refuseGuessed } from '#api/accounts/passwords.ts';
import { body, json } from '#api/describe.ts';
import { router } from '#api/env.ts';
import { Refused, refusal } from '#api/errors.ts';

const tags = ['accounts'];

const Registration = z.strictObject({
	name: Name,
	email: Email,
	password: NewPassword,
	language: Language.optional()
});

const Entry = z.strictObject({
	email: Email,
	password: z.string().min(1).max(PASSWORD_LENGTH.most)
});

const Entered = z
	.object({
		/** Null: the address has to be confirmed first, by the letter that was sent. */
		user: z.object({ id: z.string(), name: z.string() }).nullable()
	})
	.openapi('Entered');

const Answered = z.object({
	token: z.string().nullable(),
	user: z.object({ id: z.string(), name: z.string() })
});

const entered = { description: 'Who is signed in now', ...json(Entered) };
const done = { description: 'Done' };

export const auth = router()
	.openapi(
		createRoute({
			method: 'post',
			path: '/auth/sign-up/email',
			tags,
			request: body(Registration),
			responses: {
				200: entered,
				422: refusal(
					'The password is among the first that are tried, or the address has an account'
				),
				429: refusal('Too many letters')
			}
		}),
		async (c) => {
			const registration = c.req.valid('json');
			await spendLetter(c, registration.email);
			refuseGuessed(registration.password, [registration.email, registration.name]);
			const answer = Answered.parse(await forward(c, 'POST', '/sign-up/email', registration));
			if (answer.token === null) return c.json({ user: null }, 200);
			await leaveFormer(c.var);
			return c.json({ user: answer.user }, 200);
		}
	)
	.openapi(
		createRoute({
			method: 'post',
			path: '/auth/sign-in/email',
			tags,
			request: body(Entry),
			responses: {
				200: entered,
				401: refusal('The address and the password do not belong together'),
				403: refusal('The address has to be confirmed first; a new letter was sent'),
				429: refusal('Too many tries')
			}
		}),
		async (c) => {
			const entry = c.req.valid('json');
			await spendPassword(c, entry.email);
			const answer = await forward(c, 'POST', '/sign-in/email', entry).catch(async (cause) => {
				if (!(cause instanceof Refused) || cause.code !== 'email-not-verified') throw cause;
				await spendLetter(c, entry.email);
				await c.var.services.auth.api.sendVerificationEmail({ body: { email: entry.email } });
				throw cause;
			});
			const { user } = Answered.parse(answer);
			await leaveFormer(c.var);
			return c.json({ user }, 200);
		}
	)
	.openapi(
		createRoute({ method: 'post', path: '/auth/sign-out', tags, responses: { 204: done } }),
		async (c) => {
			await forward(c, 'POST', '/sign-out');
			return c.body(null, 204);
		}
	)
	.openapi(
		createRoute({
			method: 'get',
			path: '/auth/get-session',
			tags,
			responses: {
				200: {
					description: 'Who is signed in; null for nobody',
					...json(z.object({ user: Profile }).nullable())
				}
			}
		}),
		async (c) => {
			if (!c.var.user) return c.json(null, 200);
			return c.json({ user: await profileOf(c.var.services.database, c.var.user.id) }, 200);
		}
	);
