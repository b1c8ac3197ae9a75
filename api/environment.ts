/** What a self-hoster may set, read once and checked, with a sentence for each mistake. */
import { readFileSync } from 'node:fs';
import type { Provider, Providers } from './accounts/auth.ts';
import type { S3Place } from './files/s3.ts';
import { LIMITS, type Limits } from './limits.ts';
import { RULES, type Rules } from './queue/queue.ts';
import type { Level } from './log.ts';
import { BadSetting, logLevel } from './setting.ts';

export { BadSetting };

export interface Settings {
	readonly host: string;
	readonly port: number;
	readonly dataDir: string;
	/** Certificate and key in PEM, when both are named. */
	readonly tls: { readonly cert: Buffer; readonly key: Buffer } | null;
	/** Where people open the app, without a slash at the end. */
	readonly origin: string;
	/** Other origins that may call the API with the person's cookies. */
	readonly origins: readonly string[];
	/** Without it letters are files in DATA_DIR/outbox. */
	readonly mail: { readonly url: string; readonly from: string } | null;
	/** Other services that people may sign in by. */
	readonly providers: Providers;
	/** One can sign in by a passkey. */
	readonly passkeys: boolean;
	/** Addresses of the accounts that may take shared scores down, once confirmed. */
	readonly admins: readonly string[];
	/** How many proxies of ours a request passes: so many entries of X-Forwarded-For are true. */
	readonly proxies: number;
	/** Only those that were set. */
	readonly limits: Partial<Limits>;
	/** A libSQL server instead of the file in `dataDir`. */
	readonly database: { readonly url: string; readonly token?: string } | null;
	/** Redis that the queue of jobs lies in; without it, the database. */
	readonly queueUrl: string | null;
	/** Workers show it; without it, one is made and kept beside the database. */
	readonly workerToken: string | null;
	/** Only those that were set. */
	readonly queueRules: Partial<Rules>;
	/** Worker processes that the server starts beside itself. */
	readonly workers: number;
	/** Whoever has it may see the metrics from elsewhere. */
	readonly metricsToken: string | null;
	readonly logLevel: Level;
	/** A store of files that speaks S3, instead of the disk. */
	readonly storage: S3Place | null;
	/** People may hand in links for the server to fetch. */
	readonly links: boolean;
}

/** Reads the variables that docs/self-hosting.md lists. Throws `BadSetting`. */
export function readSettings(env: Environment): Settings {
	const place = {
		host: env['HOST'] || '127.0.0.1',
		port: port(env['PORT'] || '4444'),
		tls: tls(env['TLS_CERT'], env['TLS_KEY'])
	};
	const opened = origin('ORIGIN', env['ORIGIN'] || addressOf(place, place.port));
	return {
		...place,
		dataDir: env['DATA_DIR'] || 'data',
		origin: opened,
		origins: list(env['ORIGINS']).map((each) => origin('ORIGINS', each)),
		mail: mail(env['SMTP_URL'], env['MAIL_FROM']),
		providers: { ...provider(env, 'github'), ...provider(env, 'google') },
		passkeys: passkeys(env['PASSKEYS'], opened),
		admins: list(env['ADMINS']).map((each) => each.toLowerCase()),
		proxies: whole('PROXIES', env['PROXIES'] || '0'),
		limits: limits(env['RATE_LIMITS']),
		database: database(env['DATABASE_URL'], env['DATABASE_TOKEN']),
		queueUrl: queueUrl(env['QUEUE_URL']),
		workerToken: workerToken(env['WORKER_TOKEN']),
		queueRules: queueRules(env['QUEUE_RULES']),
		workers: whole('WORKERS', env['WORKERS'] || '1'),
		metricsToken: env['METRICS_TOKEN'] || null,
		logLevel: logLevel(env['LOG_LEVEL'] || 'info'),
		storage: storage(env),
		links: links(env['LINKS'] || 'on')
	};
}

type Environment = Readonly<Record<string, string | undefined>>;

const list = (text = ''): string[] =>
	text
		.split(',')
		.map((each) => each.trim())
		.filter(Boolean);

function whole(name: string, text: string): number {
	const value = Number(text);
	if (!Number.isInteger(value) || value < 0) {
		throw new BadSetting(`${name} must be a whole number, not "${text}".`);
	}
	return value;
}

/** `GITHUB_CLIENT_ID` and `GITHUB_CLIENT_SECRET`, and so on. */
function provider(env: Environment, name: Provider): Providers {
	const [clientId, clientSecret] = ['ID', 'SECRET'].map(
		(part) => env[`${name.toUpperCase()}_CLIENT_${part}`]
	);
	if (!clientId && !clientSecret) return {};
	if (!clientId || !clientSecret) {
		throw new BadSetting(`Signing in by ${name} needs both its client id and its client secret.`);
	}
	return { [name]: { clientId, clientSecret } };
}

/** Browsers make passkeys for a name with HTTPS, or for localhost; never for a bare network address. */
function passkeys(text: string | undefined, origin: string): boolean {
	const { protocol, hostname } = new URL(origin);
	const named = protocol === 'https:' && !/^[\d.]+$|^\[/.test(hostname);
	const possible = named || hostname === 'localhost';
	if (text && text !== 'on' && text !== 'off') {
		throw new BadSetting(`PASSKEYS is on or off, not "${text}".`);
	}
	if (text === 'on' && !possible) {
		throw new BadSetting(`Passkeys need an ORIGIN with HTTPS and a name, not ${origin}.`);
	}
	return possible && text !== 'off';
}

/** `writes=60/60+1000/3600, reads=3000/60`: at most so many in so many seconds; `reads=` for no limit. */
function limits(text: string | undefined): Partial<Limits> {
	return Object.fromEntries(
		list(text).map((each) => {
			const [name = '', windows = ''] = each.split('=');
			if (!(name in LIMITS)) {
				throw new BadSetting(`RATE_LIMITS knows ${Object.keys(LIMITS).join(', ')}, not "${name}".`);
			}
			const parsed = windows
				.split('+')
				.filter(Boolean)
				.map((window) => {
					const [most = '', seconds = ''] = window.split('/');
					return { most: whole('RATE_LIMITS', most), seconds: whole('RATE_LIMITS', seconds) };
				});
			return [name, parsed];
		})
	);
}

function queueUrl(url: string | undefined): string | null {
	if (!url) return null;
	if (!/^rediss?:\/\//.test(url) || !URL.canParse(url)) {
		throw new BadSetting('QUEUE_URL must be the address of a Redis, like redis://127.0.0.1:6379.');
	}
	return url;
}

function workerToken(text: string | undefined): string | null {
	if (!text) return null;
	if (text.length >= 32) return text;
	throw new BadSetting('WORKER_TOKEN must be 32 random characters or more.');
}

/** `lease=8000,perPerson=2`: the names and their units are those of `queue/queue.ts`. */
function queueRules(text: string | undefined): Partial<Rules> {
	return Object.fromEntries(
		list(text).map((each) => {
			const [name = '', value = ''] = each.split('=');
			if (!(name in RULES)) {
				throw new BadSetting(`QUEUE_RULES knows ${Object.keys(RULES).join(', ')}, not "${name}".`);
			}
			const most = whole('QUEUE_RULES', value);
			if (most === 0) throw new BadSetting(`QUEUE_RULES: ${name} must be more than nothing.`);
			return [name, most];
		})
	);
}

function database(url: string | undefined, token: string | undefined): Settings['database'] {
	if (!url) return null;
	if (!/^(libsql|https?|wss?):\/\//.test(url)) {
		throw new BadSetting('DATABASE_URL must be the address of a libSQL server, like libsql://….');
	}
	return { url, ...(token && { token }) };
}

/** Signs cookies and links in mails, where no file holds one: without it a secret that everybody knows would. */
export function signingSecret(text: string | undefined): string {
	if (text && text.length >= 32) return text;
	throw new BadSetting('AUTH_SECRET must be 32 random characters or more.');
}

function origin(name: string, text: string): string {
	if (!URL.canParse(text) || !/^https?:/.test(text)) {
		throw new BadSetting(`${name} must be an address like https://music.example, not "${text}".`);
	}
	return new URL(text).origin;
}

function mail(url: string | undefined, from: string | undefined): Settings['mail'] {
	if (!url) return null;
	if (!/^smtps?:\/\//.test(url))
		throw new BadSetting('SMTP_URL must begin with smtp:// or smtps://.');
	if (!from) throw new BadSetting('MAIL_FROM must name the sender when SMTP_URL is set.');
	return { url, from };
}

/** `S3_ENDPOINT`, `S3_BUCKET`, `S3_KEY`, `S3_SECRET`, and `S3_REGION` where the store has regions. */
function storage(env: Environment): S3Place | null {
	const named = {
		endpoint: 'S3_ENDPOINT',
		bucket: 'S3_BUCKET',
		key: 'S3_KEY',
		secret: 'S3_SECRET'
	};
	const missing = Object.values(named).filter((name) => !env[name]);
	if (missing.length === 4) return null;
	if (missing.length > 0) throw new BadSetting(`A store by S3 also needs ${missing.join(', ')}.`);
	const endpoint = env['S3_ENDPOINT']!.replace(/\/+$/, '');
	if (!URL.canParse(endpoint) || !/^https?:\/\/[^?#@]+$/.test(endpoint)) {
		throw new BadSetting(
			`S3_ENDPOINT must be an address like https://s3.example.com, not "${endpoint}".`
		);
	}
	const bucket = env['S3_BUCKET']!;
	if (!/^[a-z\d][a-z\d.-]{1,61}[a-z\d]$/.test(bucket)) {
		throw new BadSetting(`S3_BUCKET is no name of a bucket: "${bucket}".`);
	}
	const region = env['S3_REGION'] || 'us-east-1';
	return { endpoint, bucket, key: env['S3_KEY']!, secret: env['S3_SECRET']!, region };
}

function links(text: string): boolean {
	if (text === 'on' || text === 'off') return text === 'on';
	throw new BadSetting(`LINKS must be on or off, not "${text}".`);
}

function port(text: string): number {
	const value = Number(text);
	if (!Number.isInteger(value) || value < 0 || value > 65535) {
		throw new BadSetting(`PORT must be a number from 0 to 65535, not "${text}".`);
	}
	return value;
}

function tls(cert: string | undefined, key: string | undefined): Settings['tls'] {
	if (!cert && !key) return null;
	if (!cert || !key) throw new BadSetting('TLS needs both TLS_CERT and TLS_KEY.');
	return { cert: pem('TLS_CERT', cert), key: pem('TLS_KEY', key) };
}

function pem(name: string, path: string): Buffer {
	try {
		return readFileSync(path);
	} catch {
		throw new BadSetting(`${name} names a file that cannot be read: ${path}.`);
	}
}

const LOCAL = new Set(['localhost', '127.0.0.1', '::1']);

/** Hosts that a browser trusts without TLS. */
export const isLocal = (host: string): boolean => LOCAL.has(host);

/** The one address to open in a browser. */
export function addressOf(
	{ host, tls: secure }: Pick<Settings, 'host' | 'tls'>,
	port: number
): string {
	const everywhere = host === '0.0.0.0' || host === '::';
	const name = everywhere || host === '127.0.0.1' ? 'localhost' : host;
	return `${secure ? 'https' : 'http'}://${name.includes(':') ? `[${name}]` : name}:${port}/`;
}
