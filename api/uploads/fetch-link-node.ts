/**
 * Fetches what a link names, without being led into the server's own network: names are resolved
 * here, every address must be public, the connection goes to the address that was looked at and to
 * no other, redirects are followed here and looked at in the same way.
 */
import { lookup, type LookupAddress } from 'node:dns';
import { Agent as PlainAgent, request as plain, type IncomingMessage } from 'node:http';
import { Agent as SecureAgent, request as secure } from 'node:https';
import { isIP, type LookupFunction, type Socket } from 'node:net';
import { Readable, Transform } from 'node:stream';
import { Refused } from '#api/errors.ts';
import { linkOf, nameOf, unreachable, type FetchLink } from './link.ts';
import { isPublic } from './public-address.ts';
import { UPLOAD, type Incoming } from './uploads.ts';

/** All addresses of a name. */
export type Resolve = (host: string) => Promise<readonly LookupAddress[]>;

interface Options {
	readonly resolve?: Resolve;
	/** Which addresses may be asked; tests have a server of their own. */
	readonly allows?: (address: string) => boolean;
	/** How a link is read; the same. */
	readonly read?: (text: string) => URL;
	/** Until an answer begins, between two pieces of it, and for all of it, in milliseconds. */
	readonly patience?: { readonly answer: number; readonly pause: number; readonly all: number };
	/** Bytes. */
	readonly most?: number;
	/** Certificates to trust besides the system's. */
	readonly ca?: string;
}

const REDIRECTS = 3;
const PATIENCE = { answer: 10_000, pause: 10_000, all: 120_000 };
const HEADERS = {
	Accept: 'audio/*, video/*;q=0.9',
	'Accept-Encoding': 'identity',
	'User-Agent': 'GenesisMusic'
};

const byTheSystem: Resolve = (host) =>
	new Promise((resolve, reject) =>
		lookup(host, { all: true, verbatim: true }, (cause, found) =>
			cause ? reject(cause) : resolve(found)
		)
	);

export function linkFetcher(options: Options = {}): FetchLink {
	const { resolve = byTheSystem, allows = isPublic, read = linkOf, most = UPLOAD.most } = options;
	const patience = options.patience ?? PATIENCE;

	/** Throws unless each address of the host may be asked: one bad one is a trap. */
	async function addressesOf({ hostname }: URL): Promise<readonly LookupAddress[]> {
		const host = hostname.replace(/^\[|\]$/g, '');
		const family = isIP(host);
		const found = family ? [{ address: host, family }] : await resolve(host);
		if (found.length === 0 || !found.every(({ address }) => allows(address))) throw unreachable();
		return found;
	}

	async function ask(url: URL, signal: AbortSignal): Promise<IncomingMessage> {
		const addresses = await addressesOf(url);
		const pinned: LookupFunction = (_, { all }, done) =>
			all ? done(null, [...addresses]) : done(null, addresses[0]!.address, addresses[0]!.family);
		const isSecure = url.protocol === 'https:';
		return new Promise((answer, fail) => {
			const asking = (isSecure ? secure : plain)(url, {
				headers: HEADERS,
				lookup: pinned,
				// Without a proxy of the environment, and without a connection that somebody else has opened.
				agent: isSecure ? new SecureAgent() : new PlainAgent(),
				maxHeaderSize: 16_384,
				rejectUnauthorized: true,
				...(options.ca ? { ca: options.ca } : {}),
				signal
			});
			const late = setTimeout(() => asking.destroy(unreachable()), patience.answer);
			asking.setTimeout(patience.pause, () => asking.destroy(unreachable()));
			asking.once('socket', (socket: Socket) =>
				socket.once('connect', () => {
					// What was looked at is what answers.
					if (!allows(socket.remoteAddress ?? '')) asking.destroy(unreachable());
				})
			);
			asking.on('error', (cause) => {
				clearTimeout(late);
				fail(cause);
			});
			asking.once('response', (response) => {
				clearTimeout(late);
				answer(response);
			});
			asking.end();
		});
	}

	/** Follows redirects itself, so that each is looked at like the first. */
	async function follow(link: string, signal: AbortSignal): Promise<[URL, IncomingMessage]> {
		let url = read(link);
		for (let hop = 0; hop <= REDIRECTS; hop += 1) {
			const response = await ask(url, signal);
			const { statusCode = 0, headers } = response;
			if (statusCode === 200) return [url, response];
			response.destroy();
			if (![301, 302, 303, 307, 308].includes(statusCode) || !headers.location) break;
			if (!URL.canParse(headers.location, url)) break;
			url = read(new URL(headers.location, url).href);
		}
		throw unreachable();
	}

	return async (link, asker) => {
		const first = read(link).href;
		const signal = AbortSignal.any([asker, AbortSignal.timeout(patience.all)]);
		try {
			const [url, response] = await follow(first, signal);
			const { 'content-length': said, 'content-encoding': packed = 'identity' } = response.headers;
			const length = said === undefined ? null : Number(said);
			if (length !== null && length > most) {
				response.destroy();
				throw tooLarge(most);
			}
			// What unfolds on the way could be larger than it says.
			if (packed !== 'identity') {
				response.destroy();
				throw unreachable();
			}
			return { name: nameOf(url), length, body: bounded(response, most, signal) };
		} catch (cause) {
			throw cause instanceof Refused ? cause : unreachable();
		}
	};
}

/** The body, for as long as it keeps its promises. */
function bounded(response: IncomingMessage, most: number, signal: AbortSignal): Incoming['body'] {
	let bytes = 0;
	const count = new Transform({
		transform(chunk: Uint8Array, _, done) {
			bytes += chunk.length;
			done(bytes > most ? tooLarge(most) : null, chunk);
		}
	});
	const end = (): void => void count.destroy(unreachable());
	signal.addEventListener('abort', end);
	response.on('error', end);
	response.on('aborted', end);
	// Whoever reads is told by the stream; an error that nobody hears would end the server.
	count.on('error', () => {});
	count.once('close', () => {
		signal.removeEventListener('abort', end);
		response.destroy();
	});
	return Readable.toWeb(response.pipe(count)) as Incoming['body'];
}

const tooLarge = (most: number): Refused =>
	new Refused(413, 'too-large', `A file from a link may be at most ${most} bytes.`);
