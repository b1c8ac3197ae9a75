/**
 * The pages of a link: the app, with what the link says of itself in its head. A page that is to be
 * embedded may stand in a frame of any site, and no other page may. It imports nothing of Node.
 */
import { shared } from '#api/db/shares.ts';
import type { Services } from '#api/env.ts';
import { withMeta } from '#api/sharing/meta.ts';

const PAGE = /^\/(shared|embed)\/([^/]+)$/;
const POLICY = 'Content-Security-Policy';

/**
 * @param plain the app's page with its headers
 * @returns null when the path is not one of a link
 */
export async function linkPage(
	path: string,
	plain: () => Promise<Response>,
	{ database, origin }: Pick<Services, 'database' | 'origin'>
): Promise<Response | null> {
	const [, kind, token = ''] = PAGE.exec(path) ?? [];
	if (!kind) return null;
	const [found, page] = await Promise.all([shared(database, token, null), plain()]);
	const headers = new Headers({ 'Content-Type': 'text/html; charset=utf-8' });
	headers.set('Cache-Control', 'no-cache');
	const policy = page.headers.get(POLICY) ?? '';
	headers.set(POLICY, policy);
	if (kind === 'embed') {
		headers.set(POLICY, policy.replace("frame-ancestors 'none'", 'frame-ancestors *'));
		headers.set('Cross-Origin-Resource-Policy', 'cross-origin');
	}
	const html = withMeta(await page.text(), origin, found ?? null);
	return new Response(html, { status: found ? 200 : 404, headers });
}
