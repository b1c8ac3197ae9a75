/** Signing in by a passkey, in two steps: a challenge, and what the authenticator signs of it. */
import { createRoute, z } from '@hono/zod-openapi';
import { eq } from 'drizzle-orm';
import { spendPasskey, spendPassword } from '#api/accounts/budget.ts';
import { credential, notVerified, offered, Options, Signed } from '#api/accounts/ceremonies.ts';
import { leaveFormer } from '#api/accounts/entering.ts';
import { forward } from '#api/accounts/forward.ts';
import { passkey } from '#api/db/schema/accounts.ts';
import { body, json } from '#api/describe.ts';
import { router } from '#api/env.ts';
import { refusal } from '#api/errors.ts';

const tags = ['accounts'];

const Entered = z.object({ user: z.object({ id: z.string(), name: z.string() }) });

export const passkeyEntry = router()
	.openapi(
		createRoute({
			method: 'post',
			path: '/auth/passkey/options',
			tags,
			responses: {
				200: { description: 'What the browser asks a passkey to sign', ...json(Options) },
				404: refusal('This server has no passkeys'),
				429: refusal('Too many tries')
			}
		}),
		async (c) => {
			offered(c);
			await spendPasskey(c);
			const answer = await forward(c, 'GET', '/passkey/generate-authenticate-options');
			return c.json({ ...Options.parse(answer), userVerification: 'required' }, 200);
		}
	)
	.openapi(
		createRoute({
			method: 'post',
			path: '/auth/passkey',
			tags,
			request: body(z.strictObject({ passkey: Signed })),
			responses: {
				200: { description: 'Who is signed in now', ...json(Entered) },
				400: refusal('It took too long, or it is not what the passkey signs'),
				401: refusal('The passkey opens no account here'),
				404: refusal('This server has no passkeys'),
				429: refusal('Too many tries')
			}
		}),
		async (c) => {
			offered(c);
			const { passkey: signed } = c.req.valid('json');
			await spendPassword(c, signed.id);
			const response = credential(signed);
			const answer = await forward(c, 'POST', '/passkey/verify-authentication', {
				response
			}).catch(notVerified);
			const { user } = Entered.parse(answer);
			const { database, now } = c.var.services;
			await database
				.update(passkey)
				.set({ usedAt: new Date(now()) })
				.where(eq(passkey.credentialID, signed.id));
			await leaveFormer(c.var);
			return c.json({ user }, 200);
		}
	);
