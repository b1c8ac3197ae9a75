/** Signing in by another service, where the server's settings name one: there and back. */
import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { ADDRESS_HEADER } from '#api/accounts/auth.ts';
import { leaveFormer } from '#api/accounts/entering.ts';
import { forward } from '#api/accounts/forward.ts';
import { json } from '#api/describe.ts';
import { router, type Env } from '#api/env.ts';
import { Refused, refusal } from '#api/errors.ts';

const tags = ['accounts'];
const params = z.object({ provider: z.enum(['github', 'google']) });
const unknown = { 404: refusal('One cannot sign in by it here') };

export const providers = router()
	.openapi(
		createRoute({
			method: 'post',
			path: '/auth/with/{provider}',
			tags,
			request: { params },
			responses: {
				200: { description: 'Where the person goes next', ...json(z.object({ url: z.url() })) },
				...unknown
			}
		}),
		async (c) => {
			const provider = offered(c, c.req.valid('param').provider);
			const page = `${c.var.services.origin}/account`;
			const answer = await forward(c, 'POST', '/sign-in/social', {
				provider,
				callbackURL: `${page}?entered`,
				errorCallbackURL: page,
				disableRedirect: true
			});
			return c.json({ url: z.object({ url: z.url() }).parse(answer).url }, 200);
		}
	)
	.openapi(
		createRoute({
			method: 'get',
			path: '/auth/callback/{provider}',
			tags,
			request: { params },
			responses: { 302: { description: 'Back to the app, signed in or not' }, ...unknown }
		}),
		async (c) => {
			const provider = offered(c, c.req.valid('param').provider);
			const { auth, origin, address } = c.var.services;
			const headers = new Headers(c.req.raw.headers);
			headers.set(ADDRESS_HEADER, address(c));
			const { search } = new URL(c.req.url);
			const answer = await auth.handler(
				new Request(`${origin}/api/auth/callback/${provider}${search}`, { headers })
			);
			const entered = answer.headers.getSetCookie().some((each) => /session_token=[^;]/.test(each));
			if (entered) await leaveFormer(c.var);
			return answer;
		}
	);

/** Throws `Refused` 404 unless the settings name it. */
function offered<Name extends 'github' | 'google'>(c: Context<Env>, name: Name): Name {
	if (c.var.services.providers.includes(name)) return name;
	throw new Refused(404, 'not-found', 'One cannot sign in by this service here.');
}
