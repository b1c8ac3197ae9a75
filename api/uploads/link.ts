/** Links that a person hands in for the server to fetch: what one may look like, and what is fetched. */
import { Refused } from '#api/errors.ts';
import type { Incoming } from './uploads.ts';

/** What a fetcher of links does; null in `Services` where none may be fetched. */
export type FetchLink = (link: string, signal: AbortSignal) => Promise<Incoming>;

/** Ports that audio is offered at; the others may be doors of something else. */
const PORTS = new Set(['', '80', '443']);

const LONGEST = 2_000;

/** By its text alone. Throws `Refused`. */
export function linkOf(text: string): URL {
	const url = text.length <= LONGEST && URL.canParse(text) ? new URL(text) : null;
	const good =
		url &&
		/^https?:$/.test(url.protocol) &&
		url.hostname !== '' &&
		url.username === '' &&
		url.password === '' &&
		PORTS.has(url.port);
	if (good) return url;
	throw new Refused(
		422,
		'no-link',
		'A link begins with https:// or http://, names no user, and has no port of its own.'
	);
}

/**
 * Whatever went wrong on the network: who asks must not learn from the answer what is there and
 * what is not.
 */
export const unreachable = (): Refused =>
	new Refused(422, 'unreachable', 'Nothing could be fetched from this link.');

/** How a person would call it: the last part of its path. */
export function nameOf({ pathname }: URL): string {
	const last = pathname.split('/').at(-1)!;
	try {
		return decodeURIComponent(last);
	} catch {
		return last;
	}
}
