/** Pictures of people: drawn anew when they come, seen by anybody who has the address. */
import { createRoute, z } from '@hono/zod-openapi';
import { eq } from 'drizzle-orm';
import { Profile, profileOf, signedIn } from '#api/accounts/account.ts';
import { avatars, user } from '#api/db/schema/accounts.ts';
import { json } from '#api/describe.ts';
import { router } from '#api/env.ts';
import { Refused, refusal } from '#api/errors.ts';
import { redraw } from '#api/pictures/avatar.ts';

const tags = ['accounts'];
const nobody = { 401: refusal('Nobody is signed in') };
const profile = { description: 'The account as it is now', ...json(Profile) };
const Bytes = z.string().openapi({ format: 'binary' });

export const avatarPictures = router()
	.openapi(
		createRoute({
			method: 'put',
			path: '/account/avatar',
			tags,
			request: {
				body: {
					description: 'PNG or JPEG, up to 2 MB; it is cut to a square',
					content: { 'application/octet-stream': { schema: Bytes } }
				}
			},
			responses: {
				200: profile,
				...nobody,
				413: refusal('The picture is too large'),
				422: refusal('It is no picture that can be read')
			}
		}),
		async (c) => {
			const { id } = signedIn(c.var.user);
			const { database, raster, now } = c.var.services;
			const png = await redraw(raster, new Uint8Array(await c.req.arrayBuffer()));
			const changed = new Date(now());
			// The address changes with the picture, so that browsers may keep each for good.
			const image = `/api/people/${id}/avatar?v=${changed.getTime().toString(36)}`;
			await database.batch([
				database
					.insert(avatars)
					.values({ userId: id, png, changed })
					.onConflictDoUpdate({ target: avatars.userId, set: { png, changed } }),
				database.update(user).set({ image, updatedAt: changed }).where(eq(user.id, id))
			]);
			return c.json(await profileOf(database, id), 200);
		}
	)
	.openapi(
		createRoute({
			method: 'delete',
			path: '/account/avatar',
			tags,
			responses: { 200: profile, ...nobody }
		}),
		async (c) => {
			const { id } = signedIn(c.var.user);
			const { database } = c.var.services;
			await database.batch([
				database.delete(avatars).where(eq(avatars.userId, id)),
				database.update(user).set({ image: null }).where(eq(user.id, id))
			]);
			return c.json(await profileOf(database, id), 200);
		}
	)
	.openapi(
		createRoute({
			method: 'get',
			path: '/people/{id}/avatar',
			tags,
			request: { params: z.object({ id: z.string().max(64) }) },
			responses: {
				200: { description: 'The picture', content: { 'image/png': { schema: Bytes } } },
				404: refusal('There is no such picture')
			}
		}),
		async (c) => {
			const [found] = await c.var.services.database
				.select({ png: avatars.png })
				.from(avatars)
				.where(eq(avatars.userId, c.req.valid('param').id));
			if (!found) throw new Refused(404, 'not-found', 'There is no such picture.');
			c.header('Cache-Control', 'private, max-age=86400');
			return c.body(found.png.slice().buffer, 200, { 'Content-Type': 'image/png' });
		}
	);
