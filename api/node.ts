/** The server on Node: `npm start` builds the app and runs this. */
import { accessSync, constants, mkdirSync, readFileSync } from 'node:fs';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { serve, upgradeWebSocket, type ServerType } from '@hono/node-server';
import { join } from 'node:path';
import type { UpgradeWebSocket } from 'hono/ws';
import { WebSocketServer } from 'ws';
import { appointAdmins } from './accounts/admins.ts';
import { createAuth, type Provider } from './accounts/auth.ts';
import { addressBehind } from './address-node.ts';
import { createApp } from './app.ts';
import { tidy } from './db/tidy.ts';
import { openDatabase } from './db/open-node.ts';
import type { Services } from './env.ts';
import { addressOf, BadSetting, isLocal, readSettings, type Settings } from './environment.ts';
import { LIMITS } from './limits.ts';
import { factsOf, logTo } from './log.ts';
import { disk } from './files/disk-node.ts';
import { s3 } from './files/s3.ts';
import { outbox } from './mail/outbox-node.ts';
import { smtp } from './mail/smtp-node.ts';
import { createMetrics, type Metrics } from './metrics-node.ts';
import { jobsFor } from './queue/jobs-node.ts';
import { sweepJobs } from './queue/leftovers.ts';
import { fontFiles } from './pictures/fonts-node.ts';
import { createRaster } from './pictures/raster.ts';
import { resvgWasm } from './pictures/wasm-node.ts';
import { secretsIn } from './secrets-node.ts';
import { linkFetcher } from './uploads/fetch-link-node.ts';
import { landing } from './uploads/landing-node.ts';
import { sweepUploads } from './uploads/uploads.ts';
import { doorForWorkers, startWorkers } from './workers-node.ts';

/** How long open connections may finish after a stop is asked for, in milliseconds. */
const GRACE = 5000;

type Fetch = ReturnType<typeof createApp>['fetch'];

/** How often the queue is looked after, in milliseconds. */
const TEND = 2000;

try {
	const settings = readSettings(process.env);
	prepare(settings.dataDir);
	const { services, metrics } = await build(settings);
	keepTidy(services);
	keepTended(services);
	const { fetch } = createApp({ build: process.env['BUILD_DIR'] || 'build', services, metrics });
	let endWorkers = async (): Promise<void> => {};
	const server = listen(settings, fetch, (info) => {
		announce(settings, info);
		void begin(settings, info, { fetch, services }).then((end) => (endWorkers = end));
	});
	const end = (): void => void endWorkers().then(() => stop(server, services));
	process.once('SIGINT', end);
	process.once('SIGTERM', end);
} catch (cause) {
	if (!(cause instanceof BadSetting)) throw cause;
	fail(cause.message);
}

/** Everything that the API needs, made once. */
async function build(settings: Settings): Promise<{ services: Services; metrics: Metrics }> {
	const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
	const { dataDir, origin, origins, passkeys, providers, metricsToken } = settings;
	const confirmed = settings.mail !== null;
	const secrets = secretsIn(dataDir);
	const secret = secrets.auth;
	const { url, token } = settings.database ?? { url: `file:${join(dataDir, 'genesis.db')}` };
	const database = await openDatabase(url, token);
	await appointAdmins(database, settings.admins);
	const mail = settings.mail
		? smtp(settings.mail.url, settings.mail.from)
		: outbox(join(dataDir, 'outbox'));
	const files = settings.storage ? s3(settings.storage) : disk(join(dataDir, 'recordings'));
	const auth = createAuth({ database, mail, secret, origin, origins, confirmed, providers });
	const log = logTo(settings.logLevel);
	const metrics = createMetrics({ database, version, token: metricsToken, now: Date.now });
	const services: Services = {
		database,
		auth,
		mail,
		origin,
		origins,
		providers: Object.keys(providers) as Provider[],
		passkeys,
		confirmed,
		limits: { ...LIMITS, ...settings.limits },
		address: addressBehind(settings.proxies),
		raster: createRaster(resvgWasm),
		fonts: fontFiles,
		files,
		landing: landing({ database, files, now: Date.now }, join(dataDir, 'uploads')),
		fetchLink: settings.links ? linkFetcher() : null,
		jobs: await jobsFor(settings, {
			database,
			watch: metrics.watch,
			token: settings.workerToken ?? secrets.worker
		}),
		live: upgradeWebSocket as UpgradeWebSocket,
		version,
		log,
		watch: metrics.watch,
		now: Date.now
	};
	return { services, metrics };
}

function keepTidy(services: Services): void {
	const { database, log, now } = services;
	const failed = (cause: unknown): void => log.error('not-tidied', factsOf(cause));
	const run = (): void => {
		tidy(database, now()).catch(failed);
		sweepUploads(services).catch(failed);
		sweepJobs(services).catch(failed);
	};
	run();
	setInterval(run, 60 * 60 * 1000).unref();
}

/** Workers that have fallen silent are noticed even when no other one asks for something. */
function keepTended({ jobs, log }: Services): void {
	const tend = (): void =>
		void jobs?.queue.tend().catch((cause: unknown) => log.warn('queue-away', factsOf(cause)));
	setInterval(tend, TEND).unref();
}

/** People may come already; the workers follow. @returns ends them, for which the API must still answer */
async function begin(
	settings: Settings,
	info: AddressInfo,
	{ fetch, services: { jobs, log } }: { fetch: Fetch; services: Services }
): Promise<() => Promise<void>> {
	const count = settings.workers;
	if (!jobs || count === 0) return async () => {};
	const api = await doorForWorkers(settings, info, fetch);
	return startWorkers({ count, api, token: jobs.token, log });
}

function listen(
	{ host, port, tls }: Settings,
	fetch: Fetch,
	onListening: (info: AddressInfo) => void
): ServerType {
	const server = serve(
		{
			fetch,
			hostname: host,
			websocket: { server: new WebSocketServer({ noServer: true, maxPayload: 1024 }) },
			port,
			...(tls ? { createServer: createSecureServer, serverOptions: tls } : {})
		},
		onListening
	);
	return server.on('error', (cause: NodeJS.ErrnoException) => {
		if (cause.code === 'EADDRINUSE') fail(`Port ${port} is in use; choose another with PORT.`);
		if (cause.code === 'EACCES') fail(`Port ${port} may not be opened by this user.`);
		if (cause.code === 'EADDRNOTAVAIL' || cause.code === 'ENOTFOUND') {
			fail(`HOST ${host} is not an address of this machine.`);
		}
		throw cause;
	});
}

function announce(settings: Settings, { port }: AddressInfo): void {
	console.log(`Genesis Music: ${addressOf(settings, port)}`);
	if (settings.tls || isLocal(settings.host)) return;
	console.log(
		'Other devices reach this over plain HTTP, where browsers allow no offline use, no installing,\n' +
			'no microphone or tab recording, no WebGPU and no threads (listening is slower). Set TLS_CERT\n' +
			'and TLS_KEY, or put it behind an HTTPS proxy. See docs/self-hosting.md.'
	);
}

function prepare(dataDir: string): void {
	try {
		mkdirSync(dataDir, { recursive: true });
		accessSync(dataDir, constants.W_OK);
	} catch {
		throw new BadSetting(`DATA_DIR cannot be written: ${dataDir}.`);
	}
}

/** Answers what was asked; the database is closed last, with all of it in its one file. */
function stop(server: ServerType, { database, jobs }: Services): void {
	jobs?.bus.close();
	const end = async (): Promise<never> => {
		if (database.$client.protocol === 'file') {
			await database.$client.execute('PRAGMA wal_checkpoint(TRUNCATE)');
		}
		await jobs?.queue.close();
		database.$client.close();
		process.exit(0);
	};
	server.close(() => void end());
	// A connection that has its answer would be kept open for the next question.
	setInterval(() => 'closeIdleConnections' in server && server.closeIdleConnections(), 50).unref();
	setTimeout(() => void end(), GRACE).unref();
}

function fail(sentence: string): never {
	console.error(sentence);
	process.exit(1);
}
