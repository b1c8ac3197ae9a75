/**
 * The pages of a link: the app, with what the link says of itself in its head. A page that is to be
 * embedded may stand in a frame of any site, and no other page may. It imports nothing of Node.
 */
import { Hono, type Context } from 'hono';
import { etag } from 'hono/etag';
import { shared } from '#api/db/shares.ts';
import type { Services } from '#api/env.ts';
import { withMeta } from '#api/sharing/meta.ts';

export interface Pages {
	/** The built index.html. */
	readonly html: () => Promise<string>;
	/** The content security policy of every page. */
	readonly policy: string;
	readonly services: Services;
}

/** @example new Hono().route('/', linkPages({ html, policy, services })) */
export function linkPages({ html, policy, services }: Pages): Hono {
	const { database, origin } = services;
	const framed = policy.replace("frame-ancestors 'none'", 'frame-ancestors *');

	async function page(c: Context, token: string): Promise<Response> {
		const found = await shared(database, token, null);
		c.header('Cache-Control', 'no-cache');
		return c.html(withMeta(await html(), origin, found ?? null), found ? 200 : 404);
	}

	return new Hono()
		.use('/shared/:token', etag())
		.get('/shared/:token', (c) => page(c, c.req.param('token')))
		.get('/embed/:token', (c) => {
			c.header('Content-Security-Policy', framed);
			c.header('Cross-Origin-Resource-Policy', 'cross-origin');
			return page(c, c.req.param('token'));
		});
}
