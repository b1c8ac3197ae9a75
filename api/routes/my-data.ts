/** Leaving with everything, and leaving nothing behind. */
import { createRoute, z } from '@hono/zod-openapi';
import { eq, like, or } from 'drizzle-orm';
import { stream } from 'hono/streaming';
import { profileOf, signedIn } from '#api/accounts/account.ts';
import { spendPassword } from '#api/accounts/budget.ts';
import { forward } from '#api/accounts/forward.ts';
import { PASSWORD_LENGTH } from '#api/accounts/passwords.ts';
import { provePassword, signedInJustNow, signInAgain } from '#api/accounts/presence.ts';
import { everythingOf } from '#api/db/personal.ts';
import { user, verification } from '#api/db/schema/accounts.ts';
import { rateLimits } from '#api/db/schema/machinery.ts';
import { uploadsOf } from '#api/db/uploads.ts';
import { body } from '#api/describe.ts';
import { router, type Services } from '#api/env.ts';
import { refusal } from '#api/errors.ts';
import { letterTo } from '#api/mail/letters.ts';
import { removeUpload } from '#api/uploads/uploads.ts';

const tags = ['accounts'];
const nobody = { 401: refusal('Nobody is signed in') };

const Leaving = z.strictObject({
	/** Of the account; left out by who signs in by another service. */
	password: z.string().min(1).max(PASSWORD_LENGTH.most).optional()
});

export const myData = router()
	.openapi(
		createRoute({
			method: 'get',
			path: '/account/data',
			tags,
			responses: {
				200: {
					description: 'Everything that is kept of the person, as one file',
					content: { 'application/octet-stream': { schema: z.string() } }
				},
				...nobody
			}
		}),
		(c) => {
			const { id } = signedIn(c.var.user);
			c.header('Content-Type', 'application/octet-stream');
			c.header('Content-Disposition', 'attachment; filename="genesis-music.json"');
			return stream(c, async (out) => {
				for await (const piece of everythingOf(c.var.services.database, id)) await out.write(piece);
			});
		}
	)
	.openapi(
		createRoute({
			method: 'post',
			path: '/account/delete',
			tags,
			request: body(Leaving),
			responses: {
				204: { description: 'The account is gone, with everything in it' },
				400: refusal('The password is another'),
				...nobody,
				403: refusal('Sign in again first'),
				429: refusal('Too many tries')
			}
		}),
		async (c) => {
			const { id, sessionId } = signedIn(c.var.user);
			const { services } = c.var;
			await spendPassword(c, id);
			await prove(services, id, sessionId, c.req.valid('json').password);
			const profile = await profileOf(services.database, id);
			await forward(c, 'POST', '/sign-out'); // takes the cookies back
			await erase(services, id);
			await services.mail(letterTo(profile, 'deleted'));
			return c.body(null, 204);
		}
	);

/** Throws `Refused`. Who has no password proves to be there by having signed in just now. */
async function prove(
	services: Services,
	id: string,
	sessionId: string,
	password: string | undefined
): Promise<void> {
	if (await provePassword(services, id, password)) return;
	if (!(await signedInJustNow(services, sessionId))) throw signInAgain();
}

/** Everything else belongs to the row of the person, and goes with it. */
async function erase(services: Services, id: string): Promise<void> {
	const { database, files } = services;
	// The files first: what is stopped in between is an account that can be deleted again.
	for (const upload of await uploadsOf(database, id)) await removeUpload(services, upload.id);
	await files?.removeAll(id);
	await database.batch([
		// A link in a letter, or a ceremony with a passkey that has just begun.
		database
			.delete(verification)
			.where(or(eq(verification.value, id), like(verification.value, `%"${id}"%`))),
		database.delete(rateLimits).where(like(rateLimits.key, `%/${id}`)),
		database.delete(user).where(eq(user.id, id))
	]);
}
