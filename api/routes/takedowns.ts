/** What may not be shared since an admin took it down; an admin can lift that again. */
import { createRoute, z } from '@hono/zod-openapi';
import { admin } from '#api/accounts/account.ts';
import { allTakenDown, lift } from '#api/db/takedowns.ts';
import { answer } from '#api/describe.ts';
import { router } from '#api/env.ts';
import { Refused, refusal } from '#api/errors.ts';

const Takedown = z
	.object({
		id: z.string(),
		/** Of the score as it was then. */
		title: z.string(),
		artist: z.string(),
		/** The name that its owner shows. */
		by: z.string(),
		/** Nobody else may share the same music, either. */
		everywhere: z.boolean(),
		created: z.number()
	})
	.openapi('Takedown');

const forAdmins = { 401: refusal('Nobody is signed in'), 403: refusal('Only for admins') };

export const takedowns = router()
	.openapi(
		createRoute({
			method: 'get',
			path: '/admin/takedowns',
			tags: ['admin'],
			responses: {
				200: answer(z.object({ takedowns: z.array(Takedown) }), 'What is down, the newest first'),
				...forAdmins
			}
		}),
		async (c) => {
			admin(c.var.user);
			const all = await allTakenDown(c.var.services.database);
			const shown = all.map((each) => ({ ...each, created: each.created.getTime() }));
			return c.json({ takedowns: shown }, 200);
		}
	)
	.openapi(
		createRoute({
			method: 'delete',
			path: '/admin/takedowns/{id}',
			tags: ['admin'],
			summary: 'Lets its owner share it again; nothing is shared by that alone',
			request: { params: z.object({ id: z.string().max(64) }) },
			responses: {
				204: { description: 'It may be shared again' },
				...forAdmins,
				404: refusal('Nothing of that id is down')
			}
		}),
		async (c) => {
			admin(c.var.user);
			if (!(await lift(c.var.services.database, c.req.valid('param').id))) {
				throw new Refused(404, 'not-found', 'Nothing of that id is down.');
			}
			return c.body(null, 204);
		}
	);
