/**
 * The built app as files: compressed copies when the browser takes them, byte ranges, and a tag
 * on each, so that a second visit moves no bytes. Any address that is no file is the app's own.
 */
import { statSync } from 'node:fs';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono, type Context, type MiddlewareHandler } from 'hono';

/** Kinds that the server's table does not know, or knows by an old name. */
const KINDS: Record<string, string> = {
	'.webmanifest': 'application/manifest+json',
	'.mjs': 'text/javascript; charset=utf-8',
	'.woff2': 'font/woff2',
	'.wasm': 'application/wasm',
	'.sf3': 'application/octet-stream',
	'.weights': 'application/octet-stream',
	'.onnx': 'application/octet-stream'
};

/** SvelteKit names these by their content, so they never change. */
const HASHED = '/_app/immutable/';

interface Env {
	Variables: { served?: string };
}

/** Serves the folder `root`, with its index.html for every page of the app. */
export function site(root: string): Hono<Env> {
	const onFound = (path: string, c: Context<Env>): void => c.set('served', path);
	const files = serveStatic<Env>({ root, precompressed: true, onFound });
	const page = serveStatic<Env>({ root, path: 'index.html', precompressed: true, onFound });

	return new Hono<Env>()
		.use(describe)
		.get('*', files)
		.get('*', (c, next) => (isPage(c.req.path) ? page(c, next) : next()));
}

/** A path whose last part has a dot asks for a file; a missing file is not a page. */
const isPage = (path: string): boolean => !/\.[^/]+$/.test(path);

/** Names a file's kind, tag and lifetime, and answers 304 when the browser holds the same bytes. */
const describe: MiddlewareHandler<Env> = async (c, next) => {
	await next();
	const path = c.get('served');
	if (path === undefined) return;

	const tag = tagOf(path);
	c.header('ETag', tag);
	c.header(
		'Cache-Control',
		c.req.path.startsWith(HASHED) ? 'public, max-age=31536000, immutable' : 'no-cache'
	);
	const kind = KINDS[/\.[^./]+$/.exec(path.replace(/\.(br|gz)$/, ''))?.[0] ?? ''];
	if (kind) c.header('Content-Type', kind);

	if (c.res.status !== 200 || !held(c.req.header('If-None-Match'), tag)) return;
	await c.res.body?.cancel();
	const headers = new Headers(c.res.headers);
	for (const name of ['Content-Length', 'Content-Encoding', 'Content-Type']) headers.delete(name);
	c.res = undefined; // Hono would otherwise merge the old headers into the new response.
	c.res = new Response(null, { status: 304, headers });
};

function tagOf(path: string): string {
	const { size, mtimeMs } = statSync(path);
	return `"${size.toString(36)}-${Math.round(mtimeMs).toString(36)}"`;
}

const held = (header: string | undefined, tag: string): boolean =>
	header?.split(',').some((each) => each.trim().replace(/^W\//, '') === tag) ?? false;
