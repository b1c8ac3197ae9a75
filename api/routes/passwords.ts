/** Addresses confirmed by letter, and passwords changed or forgotten. */
import { createRoute, z } from '@hono/zod-openapi';
import { Email, profileOf, signedIn } from '#api/accounts/account.ts';
import { spendLetter, spendPassword } from '#api/accounts/budget.ts';
import { forward } from '#api/accounts/forward.ts';
import { NewPassword, PASSWORD_LENGTH, refuseGuessed } from '#api/accounts/passwords.ts';
import { body } from '#api/describe.ts';
import { router } from '#api/env.ts';
import { refusal } from '#api/errors.ts';
import { letterTo } from '#api/mail/letters.ts';

const tags = ['accounts'];
const Token = z.string().min(1).max(2_048);
const ToAddress = z.strictObject({ email: Email });
const asked = { description: 'A letter is on its way when the address has an account' };
const tooMany = refusal('Too many letters or tries');

export const passwords = router()
	.openapi(
		createRoute({
			method: 'post',
			path: '/auth/send-verification-email',
			tags,
			request: body(ToAddress),
			responses: { 204: asked, 400: refusal('Not the address of the account'), 429: tooMany }
		}),
		async (c) => {
			const { email } = c.req.valid('json');
			await spendLetter(c, email);
			await forward(c, 'POST', '/send-verification-email', { email });
			return c.body(null, 204);
		}
	)
	.openapi(
		createRoute({
			method: 'post',
			path: '/auth/verify-email',
			tags,
			request: body(z.strictObject({ token: Token })),
			responses: {
				204: { description: 'The address is confirmed' },
				401: refusal('The link is too old or not ours')
			}
		}),
		async (c) => {
			const { token } = c.req.valid('json');
			await forward(c, 'GET', `/verify-email?token=${encodeURIComponent(token)}`);
			return c.body(null, 204);
		}
	)
	.openapi(
		createRoute({
			method: 'post',
			path: '/auth/request-password-reset',
			tags,
			request: body(ToAddress),
			responses: { 204: asked, 429: tooMany }
		}),
		async (c) => {
			const { email } = c.req.valid('json');
			await spendLetter(c, email);
			await forward(c, 'POST', '/request-password-reset', { email });
			return c.body(null, 204);
		}
	)
	.openapi(
		createRoute({
			method: 'post',
			path: '/auth/reset-password',
			tags,
			request: body(z.strictObject({ token: Token, newPassword: NewPassword })),
			responses: {
				204: { description: 'The password is changed; all devices are signed out' },
				400: refusal('The link is too old, used, or not ours'),
				422: refusal('The password is among the first that are tried')
			}
		}),
		async (c) => {
			const reset = c.req.valid('json');
			refuseGuessed(reset.newPassword, []);
			await forward(c, 'POST', '/reset-password', reset);
			return c.body(null, 204);
		}
	)
	.openapi(
		createRoute({
			method: 'post',
			path: '/auth/change-password',
			tags,
			request: body(
				z.strictObject({
					currentPassword: z.string().min(1).max(PASSWORD_LENGTH.most),
					newPassword: NewPassword
				})
			),
			responses: {
				204: { description: 'Changed; this device has a new session, all others are signed out' },
				400: refusal('The current password is another'),
				401: refusal('Nobody is signed in'),
				422: refusal('The password is among the first that are tried'),
				429: tooMany
			}
		}),
		async (c) => {
			const { id } = signedIn(c.var.user);
			const change = c.req.valid('json');
			await spendPassword(c, id);
			const profile = await profileOf(c.var.services.database, id);
			refuseGuessed(change.newPassword, [profile.email, profile.name]);
			await forward(c, 'POST', '/change-password', { ...change, revokeOtherSessions: true });
			await c.var.services.mail(
				letterTo(profile, 'changed', `${c.var.services.origin}/account/reset`)
			);
			return c.body(null, 204);
		}
	);
