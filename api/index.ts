/**
 * The server on Cloudflare Workers: the API here, the app as static assets beside it, the database
 * a libSQL over HTTP. What is set is named in docs/self-hosting.md.
 */
import { createClient, type Client } from '@libsql/client/web';
import { Hono } from 'hono';
import { createAuth } from './accounts/auth.ts';
import { createApi, type Api } from './api.ts';
import { databaseOn } from './db/database.ts';
import { answerError } from './errors.ts';
import { contentSecurityPolicy, secureHeaders } from './headers.ts';
import { joinParts, type Assets } from './parts.ts';
import { version } from '#package.json';

interface Bindings {
	readonly ASSETS: Assets;
	readonly DATABASE_URL: string;
	readonly DATABASE_TOKEN?: string;
	/** Signs cookies and links in mails; 32 random characters or more. */
	readonly AUTH_SECRET: string;
	/** Where people open the app. */
	readonly ORIGIN: string;
	/** Other origins that may call the API with the person's cookies, with commas between. */
	readonly ORIGINS?: string;
}

let made: { readonly api: Api; readonly by: Bindings } | undefined;

/** One API for each isolate: nothing that belongs to one request is kept in it. */
function apiOf(bindings: Bindings): Api {
	if (made?.by === bindings) return made.api;
	const { AUTH_SECRET: secret, ORIGIN: origin, ORIGINS = '' } = bindings;
	const origins = ORIGINS.split(',').filter((each) => each.trim());
	const database = databaseOn(clientOf(bindings));
	const mail = async (): Promise<void> => {};
	const auth = createAuth({ database, mail, secret, origin, origins });
	const api = createApi({ database, auth, mail, origin, version, now: Date.now });
	made = { api, by: bindings };
	return api;
}

/**
 * The client first asks which protocol the server speaks, and every request would wait for that
 * answer to the first one, which a Worker does not allow. All libSQL servers speak Hrana 2.
 */
function clientOf({ DATABASE_URL: url, DATABASE_TOKEN: authToken }: Bindings): Client {
	const ask = async (request: Request): Promise<Response> =>
		request.method === 'GET' ? new Response(null, { status: 404 }) : fetch(request);
	return createClient({ url, ...(authToken ? { authToken } : {}), fetch: ask, concurrency: 1000 });
}

/** A path whose last part has a dot asks for a file; a missing file is not a page. */
const isPage = (path: string): boolean => !/\.[^/]+$/.test(path);

/** Cloudflare answers by itself where there is an asset; everything else comes here. */
const app = new Hono<{ Bindings: Bindings }>()
	.all('/api/*', secureHeaders(contentSecurityPolicy('')), (c) =>
		apiOf(c.env).fetch(c.req.raw, c.env, c.executionCtx)
	)
	.get('*', async (c, next) => {
		if (!isPage(c.req.path)) return next();
		return c.env.ASSETS.fetch(new Request(new URL('/', c.req.url), c.req.raw));
	})
	.get('*', secureHeaders(contentSecurityPolicy('')), async (c) => {
		const wait = (work: Promise<unknown>): void => c.executionCtx.waitUntil(work);
		return (await joinParts(c.req.raw, c.env.ASSETS, wait)) ?? c.notFound();
	})
	.notFound((c) => c.text('Not found\n', 404))
	.onError(answerError);

export default app;
