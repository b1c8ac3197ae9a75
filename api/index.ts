/**
 * The server on Cloudflare Workers: the API here, the app as static assets beside it, the database
 * a libSQL over HTTP. What is set is named in docs/self-hosting.md.
 */
import { createClient, type Client } from '@libsql/client/web';
import resvg from '@resvg/resvg-wasm/index_bg.wasm';
import { waitUntil } from 'cloudflare:workers';
import { Hono, type Context } from 'hono';
import { createAuth, type Provider } from './accounts/auth.ts';
import { createApi, type Api } from './api.ts';
import { databaseOn, type Database } from './db/database.ts';
import { tidy } from './db/tidy.ts';
import type { Jobs, Services } from './env.ts';
import { readSettings, signingSecret, type Settings } from './environment.ts';
import { s3 } from './files/s3.ts';
import { answerError } from './errors.ts';
import { contentSecurityPolicy, secureHeaders } from './headers.ts';
import { LIMITS } from './limits.ts';
import { logTo } from './log.ts';
import { smtp } from './mail/smtp-node.ts';
import type { Mail } from './mail/mail.ts';
import { joinParts, type Assets } from './parts.ts';
import type { Fonts } from './pictures/preview.ts';
import { createRaster } from './pictures/raster.ts';
import { silentBus } from './queue/bus.ts';
import { sweepJobs } from './queue/leftovers.ts';
import { libsqlQueue } from './queue/libsql.ts';
import { RULES } from './queue/queue.ts';
import { linkPage } from './sharing/pages.ts';
import { version } from '#package.json';

/** Besides these, the settings of the server on Node that are not about its machine. */
type Bindings = Readonly<Record<string, string>> & {
	readonly ASSETS: Assets;
	readonly DATABASE_URL: string;
	readonly DATABASE_TOKEN?: string;
	/** Signs cookies and links in mails; 32 random characters or more. */
	readonly AUTH_SECRET: string;
};

interface Env {
	Bindings: Bindings;
}

interface Made {
	readonly api: Api;
	readonly services: Services;
}

/** One API for each isolate: nothing that belongs to one request is kept in it. */
const made = new WeakMap<Bindings, Made>();

function madeBy(bindings: Bindings): Made {
	const found = made.get(bindings) ?? make(bindings);
	made.set(bindings, found);
	return found;
}

function make(bindings: Bindings): Made {
	const settings = readSettings(bindings);
	const { origin, origins, passkeys, providers } = settings;
	const secret = signingSecret(bindings.AUTH_SECRET);
	const confirmed = settings.mail !== null;
	const database = databaseOn(clientOf(bindings));
	const mail = settings.mail ? smtp(settings.mail.url, settings.mail.from) : noMail;
	const given = { database, mail, origin, origins, confirmed };
	const services: Services = {
		...given,
		auth: createAuth({ ...given, secret, providers, background: waitUntil }),
		providers: Object.keys(providers) as Provider[],
		passkeys,
		limits: { ...LIMITS, ...settings.limits },
		address: (c) => c.req.header('CF-Connecting-IP') ?? 'unknown',
		raster: createRaster(async () => resvg),
		fonts: () => fontsIn(bindings.ASSETS, origin),
		files: settings.storage ? s3(settings.storage) : null,
		landing: null,
		fetchLink: null,
		jobs: jobsIn(database, settings),
		live: null,
		version,
		log: logTo(settings.logLevel),
		watch: null,
		now: Date.now
	};
	return { api: createApi(services), services };
}

/** Workers come from outside, if somebody has told them the token; the queue is the database. */
function jobsIn(database: Database, { workerToken, queueRules }: Settings): Jobs | null {
	if (!workerToken) return null;
	const bus = silentBus();
	const place = { database, bus, now: Date.now, rules: { ...RULES, ...queueRules } };
	return { queue: libsqlQueue(place), bus, token: workerToken };
}

/** Without a mail server there is nowhere to put letters; the log says that one was due. */
const noMail: Mail = async ({ subject }) =>
	console.warn(`Not sent, for want of SMTP_URL: ${subject}`);

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

/** The app, whatever the address. */
const pageOf = (c: Context<Env>): Promise<Response> =>
	c.env.ASSETS.fetch(new Request(new URL('/', c.req.url)));

/** The typefaces of previews, which the build puts beside the app. */
const fontsIn = (assets: Assets, origin: string): Promise<Fonts> =>
	Promise.all([fontIn(assets, origin, 'bravura'), fontIn(assets, origin, 'pretendard')]);

async function fontIn(assets: Assets, origin: string, name: string): Promise<Uint8Array> {
	const found = await assets.fetch(new Request(`${origin}/preview/${name}.otf`));
	return new Uint8Array(await found.arrayBuffer());
}

/** Cloudflare answers by itself where there is an asset; everything else comes here. */
const app = new Hono<Env>()
	.all('/api/*', secureHeaders(contentSecurityPolicy('')), (c) =>
		madeBy(c.env).api.fetch(c.req.raw, c.env, c.executionCtx)
	)
	.use('/shared/*', secureHeaders(contentSecurityPolicy('')))
	.use('/embed/*', secureHeaders(contentSecurityPolicy('')))
	.get('*', async (c, next) => {
		const { services } = madeBy(c.env);
		return (await linkPage(c.req.path, () => pageOf(c), services)) ?? next();
	})
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

export default {
	fetch: app.fetch,
	/** Called by the clock that wrangler.toml sets. */
	async scheduled(_: unknown, bindings: Bindings): Promise<void> {
		const { services } = madeBy(bindings);
		await tidy(services.database, services.now());
		await services.jobs?.queue.tend();
		await sweepJobs(services);
	}
};
