/** What other sites ask of a link: its picture, and how to embed it. */
import { createRoute, z } from '@hono/zod-openapi';
import { shared } from '#api/db/shares.ts';
import { router } from '#api/env.ts';
import { Refused, refusal } from '#api/errors.ts';
import { FRAME, oembedOf } from '#api/sharing/meta.ts';
import { previewOf } from '#api/sharing/preview-of.ts';

const OEmbed = z
	.object({
		type: z.literal('rich'),
		version: z.literal('1.0'),
		title: z.string(),
		author_name: z.string(),
		provider_name: z.literal('Genesis Music'),
		provider_url: z.string(),
		thumbnail_url: z.string(),
		thumbnail_width: z.int(),
		thumbnail_height: z.int(),
		width: z.int(),
		height: z.int(),
		html: z.string()
	})
	.openapi('OEmbed');

const room = (most: number) =>
	z.coerce.number().int().min(160).max(4000).default(most).catch(most).openapi({ type: 'integer' });

const gone = (): Refused => new Refused(404, 'gone', 'There is no such link, or it has ended.');

export const previews = router()
	.openapi(
		createRoute({
			method: 'get',
			path: '/public/{token}/preview.png',
			tags: ['sharing'],
			request: { params: z.object({ token: z.string().max(64) }) },
			responses: {
				200: {
					description: 'The first lines of the score, 1200 × 630',
					content: { 'image/png': { schema: z.any() } }
				},
				304: { description: 'As it was' },
				404: refusal('There is no such link, or it has ended')
			}
		}),
		async (c) => {
			const { services } = c.var;
			const found = await shared(services.database, c.req.valid('param').token, null);
			if (!found) throw gone();
			const tag = `"${found.token}-${found.revision}"`;
			c.header('ETag', tag);
			c.header('Cache-Control', 'no-cache');
			// Shown on the pages of others.
			c.header('Cross-Origin-Resource-Policy', 'cross-origin');
			if (c.req.header('If-None-Match') === tag) return c.body(null, 304);
			const png = await previewOf(services, found);
			return c.body(new Uint8Array(png), 200, { 'Content-Type': 'image/png' });
		}
	)
	.openapi(
		createRoute({
			method: 'get',
			path: '/oembed',
			tags: ['sharing'],
			request: {
				query: z.object({
					url: z.string().max(2000),
					format: z.enum(['json', 'xml']).default('json'),
					maxwidth: room(FRAME.width),
					maxheight: room(FRAME.height)
				})
			},
			responses: {
				200: {
					description: 'How to embed the score',
					content: { 'application/json': { schema: OEmbed } }
				},
				404: refusal('That is no link to a score'),
				501: refusal('Only JSON is written')
			}
		}),
		async (c) => {
			const { url, format, maxwidth, maxheight } = c.req.valid('query');
			if (format === 'xml') throw new Refused(501, 'not-implemented', 'Only JSON is written.');
			const { database, origin } = c.var.services;
			const token = tokenIn(url, origin);
			const found = token && (await shared(database, token, null));
			if (!found) throw gone();
			c.header('Access-Control-Allow-Origin', '*');
			c.header('Cross-Origin-Resource-Policy', 'cross-origin');
			return c.json(oembedOf(origin, found, { width: maxwidth, height: maxheight }), 200);
		}
	);

/** The token of an address of ours. */
function tokenIn(url: string, origin: string): string | null {
	if (!URL.canParse(url)) return null;
	const { origin: whose, pathname } = new URL(url);
	return whose === origin
		? (/^\/(?:shared|embed)\/([\w-]{22})$/.exec(pathname)?.[1] ?? null)
		: null;
}
