/** The real API on a database file of its own, and people who use it. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAuth, type Provider, type Providers } from '#api/accounts/auth.ts';
import { createApi, type Api } from '#api/api.ts';
import type { Database } from '#api/db/database.ts';
import type { Services } from '#api/env.ts';
import { disk } from '#api/files/disk-node.ts';
import type { Files } from '#api/files/files.ts';
import { openDatabase } from '#api/db/open-node.ts';
import { LIMITS, type Limits } from '#api/limits.ts';
import { logTo } from '#api/log.ts';
import type { Letter } from '#api/mail/mail.ts';
import { fontFiles } from '#api/pictures/fonts-node.ts';
import { createBus } from '#api/queue/bus.ts';
import { libsqlQueue } from '#api/queue/libsql.ts';
import { createRaster } from '#api/pictures/raster.ts';
import { resvgWasm } from '#api/pictures/wasm-node.ts';
import { linkFetcher } from '#api/uploads/fetch-link-node.ts';
import { landing } from '#api/uploads/landing-node.ts';
import type { FetchLink } from '#api/uploads/link.ts';
import { hc } from 'hono/client';
import about from '#package.json' with { type: 'json' };
import { leave, WORKER } from './where.ts';
import { deploy } from './workers/deployment.ts';

export const ORIGIN = 'http://localhost:4444';
/** Another origin that the server's settings allow. */
export const FRIEND = 'https://friend.example';
export const PASSWORD = 'seven quiet herons';
/** What workers of this server show. */
export const WORKER_TOKEN = 'a token of thirty-two letters or more';

type Client = ReturnType<typeof hc<Api>>;

export interface Person {
	readonly id: string;
	readonly name: string;
	readonly email: string;
	/** With the person's cookies, from the app's own page. Cookies that are set are kept. */
	request(path: string, init?: RequestInit): Promise<Response>;
	/** The cookies, as a browser sends them along. */
	cookies(): string;
	/** The same, typed. */
	readonly client: Client;
}

export interface TestApi extends Fetcher {
	/** Of the server on Node; on Workers a test that asks for them is skipped. */
	readonly services: Services;
	readonly database: Database;
	/** Where its files lie. */
	readonly folder: string;
	/** Everything that was mailed, in order. */
	readonly letters: readonly Letter[];
	/** The server's clock, milliseconds. */
	clock: { now: number };
	/** Somebody who has no account. */
	readonly stranger: Person;
	/** Somebody with a browser of their own, who may come in. */
	visitor(): Person;
	/** Registers somebody new. */
	join(name: string): Promise<Person>;
	/** Signs in to an account, as on another device. */
	signIn(email: string, password?: string): Promise<Person>;
	/** Another server on the same database, at the same origin or another. */
	another(origin?: string): Fetcher;
	close(): void;
}

interface TestOptions {
	/** Wider or narrower than a server has without settings; a limit that is not named has none. */
	readonly limits?: Partial<Limits>;
	/** Letters arrive, so an address must be confirmed before its account is entered. */
	readonly confirmed?: boolean;
	readonly providers?: Providers;
	/** Instead of a disk. */
	readonly files?: Files;
	/** Instead of one that asks the network. */
	readonly fetchLink?: FetchLink;
	readonly passkeys?: boolean;
}

/** So wide that only a test that names a limit meets it. */
const NO_LIMITS = Object.fromEntries(
	Object.keys(LIMITS).map((name) => [name, []])
) as unknown as Limits;

export async function openApi(options: TestOptions = {}): Promise<TestApi> {
	const folder = mkdtempSync(join(tmpdir(), 'genesis-api-'));
	const file = join(folder, 'genesis.db');
	const database = await openDatabase(`file:${file}`);
	const letters: Letter[] = [];
	const mail = async (letter: Letter): Promise<void> => void letters.push(letter);
	const confirmed = options.confirmed ?? false;
	const secret = randomUUID() + randomUUID();
	const auth = createAuth({
		database,
		mail,
		secret,
		origin: ORIGIN,
		origins: [FRIEND],
		confirmed,
		...(options.providers ? { providers: options.providers } : {})
	});
	const limits = { ...NO_LIMITS, ...options.limits };
	const clock = { now: Date.now() };
	const now = (): number => clock.now;
	const files = options.files ?? disk(join(folder, 'recordings'));
	const bus = createBus();
	const services: Services = {
		database,
		auth,
		mail,
		origin: ORIGIN,
		origins: [FRIEND],
		providers: Object.keys(options.providers ?? {}) as Provider[],
		passkeys: options.passkeys ?? true,
		confirmed,
		limits,
		address: (c) => c.req.header('X-Test-Address') ?? '192.0.2.1',
		raster: createRaster(resvgWasm),
		fonts: fontFiles,
		files,
		landing: landing({ database, files, now }, join(folder, 'uploads')),
		fetchLink: options.fetchLink ?? linkFetcher(),
		jobs: { queue: libsqlQueue({ database, bus, now }), bus, token: WORKER_TOKEN },
		live: null,
		version: about.version,
		log: logTo('error'),
		watch: null,
		now
	};
	const deployed = WORKER
		? await deploy({
				worker: WORKER,
				file,
				origin: ORIGIN,
				friend: FRIEND,
				secret,
				limits,
				providers: options.providers ?? {},
				passkeys: services.passkeys,
				letters: confirmed ? letters : null,
				clock
			})
		: null;
	const api: Fetcher = deployed ?? createApi(services);

	async function enter(path: string, body: Record<string, string>): Promise<Person> {
		const person = somebody(api, { id: '', name: body['name'] ?? '', email: body['email']! });
		const response = await person.request(path, {
			method: 'POST',
			body: JSON.stringify(body),
			headers: { 'Content-Type': 'application/json' }
		});
		if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
		const { user } = (await response.json()) as { user: { id: string; name: string } };
		return Object.assign(person, { id: user.id, name: user.name });
	}

	return {
		request: api.request,
		another: (origin = ORIGIN) =>
			deployed?.withSettings({ ORIGIN: origin }) ?? createApi({ ...services, origin }),
		get services() {
			return deployed ? leave('What is asked is the server on Node itself.') : services;
		},
		database,
		get folder() {
			return deployed ? leave('A Worker has no folder.') : folder;
		},
		get letters() {
			if (deployed && !confirmed) leave('Without a mail server a Worker sends no letters.');
			return letters;
		},
		clock,
		stranger: somebody(api, { id: '', name: '', email: '' }),
		visitor: () => somebody(api, { id: '', name: '', email: '' }),
		join: (name) =>
			enter('/api/auth/sign-up/email', {
				name,
				email: `${name.toLowerCase()}-${randomUUID().slice(0, 8)}@example.org`,
				password: PASSWORD
			}),
		signIn: (email, password = PASSWORD) => enter('/api/auth/sign-in/email', { email, password }),
		close() {
			deployed?.close();
			bus.close();
			database.$client.close();
			rmSync(folder, { recursive: true, force: true });
		}
	};
}

export interface Fetcher {
	request(path: string, init?: RequestInit): Response | Promise<Response>;
}

/** Somebody at any server that speaks our API; who they are is up to what they do there. */
export function somebody(api: Fetcher, who: Pick<Person, 'id' | 'name' | 'email'>): Person {
	const jar = new Map<string, string>();
	const cookies = (): string => [...jar].map((pair) => pair.join('=')).join('; ');
	const request = async (path: string, init: RequestInit = {}): Promise<Response> => {
		const headers = new Headers({ Origin: ORIGIN });
		for (const [name, value] of new Headers(init.headers)) headers.set(name, value);
		if (jar.size > 0) headers.set('Cookie', cookies());
		const response = await api.request(path, { ...init, headers });
		for (const cookie of response.headers.getSetCookie()) {
			const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie)!;
			if (/max-age=0/i.test(cookie)) jar.delete(name!);
			else jar.set(name!, value!);
		}
		return response;
	};
	const asFetch = (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
		const { pathname, search } = new URL(input instanceof Request ? input.url : input);
		return request(pathname + search, init);
	};
	return { ...who, request, cookies, client: hc<Api>(ORIGIN, { fetch: asFetch }) };
}
