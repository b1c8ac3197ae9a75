/** What a self-hoster may set, read once and checked, with a sentence for each mistake. */
import { readFileSync } from 'node:fs';

export interface Settings {
	readonly host: string;
	readonly port: number;
	readonly dataDir: string;
	/** Certificate and key in PEM, when both are named. */
	readonly tls: { readonly cert: Buffer; readonly key: Buffer } | null;
}

/** A setting that cannot be used; the message is for the person who set it. */
export class BadSetting extends Error {}

/** Reads HOST, PORT, DATA_DIR, TLS_CERT and TLS_KEY. Throws `BadSetting`. */
export function readSettings(env: Readonly<Record<string, string | undefined>>): Settings {
	return {
		host: env['HOST'] || '127.0.0.1',
		port: port(env['PORT'] || '4444'),
		dataDir: env['DATA_DIR'] || 'data',
		tls: tls(env['TLS_CERT'], env['TLS_KEY'])
	};
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
export function addressOf({ host, tls: secure }: Settings, port: number): string {
	const everywhere = host === '0.0.0.0' || host === '::';
	const name = everywhere || host === '127.0.0.1' ? 'localhost' : host;
	return `${secure ? 'https' : 'http'}://${name.includes(':') ? `[${name}]` : name}:${port}/`;
}
