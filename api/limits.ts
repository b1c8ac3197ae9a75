/**
 * How much may be asked, by whom, in what time. Windows are rows of `rate_limits`, so that several
 * processes share them; one statement counts and answers, so that no two requests count as one.
 */
import { sql } from 'drizzle-orm';
import type { MiddlewareHandler } from 'hono';
import { rateLimits } from './db/schema/machinery.ts';
import type { Database } from './db/database.ts';
import type { Env } from './env.ts';
import { Refused } from './errors.ts';

export interface Limit {
	readonly most: number;
	/** Length of the window. */
	readonly seconds: number;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** What a self-hoster gets without asking. An address may be a whole classroom behind one router. */
export const LIMITS = {
	/** Requests of an address that write nothing. */
	reads: [{ most: 3_000, seconds: MINUTE }],
	/** Requests of an address that write. */
	addressWrites: [
		{ most: 1_200, seconds: MINUTE },
		{ most: 20_000, seconds: HOUR }
	],
	/** Writing requests of an account; a push of up to 50 documents is one. */
	writes: [
		{ most: 60, seconds: MINUTE },
		{ most: 1_000, seconds: HOUR }
	],
	/** Passwords tried for one account from one address. */
	passwords: [{ most: 10, seconds: 15 * MINUTE }],
	/** Passwords tried for one account from anywhere: high, so that a stranger cannot lock the owner out. */
	passwordsAnywhere: [{ most: 100, seconds: HOUR }],
	/** Passwords tried from one address, for any account. */
	passwordsOfAddress: [{ most: 300, seconds: HOUR }],
	/** Signing in by a passkey, begun from one address: each page that offers it does. */
	passkeysOfAddress: [{ most: 100, seconds: MINUTE }],
	/** Bytes of uploads of an account; their requests are not counted. */
	uploadedBytes: [{ most: 4_000_000_000, seconds: HOUR }],
	/** Links that an account has the server fetch. */
	links: [{ most: 30, seconds: HOUR }],
	/** Letters to one person. */
	letters: [{ most: 5, seconds: HOUR }],
	/** Letters that one address causes. */
	lettersOfAddress: [{ most: 100, seconds: HOUR }],
	/** Likes that an account gives or takes back, whoever's scores they are of. */
	likes: [
		{ most: 30, seconds: MINUTE },
		{ most: 300, seconds: HOUR }
	],
	/** Likes from one address, by whatever accounts. */
	likesOfAddress: [{ most: 1_000, seconds: HOUR }],
	/** Copies that an account takes of shared scores. */
	copies: [{ most: 120, seconds: HOUR }],
	/** Copies taken from one address, with or without an account. */
	copiesOfAddress: [{ most: 600, seconds: HOUR }],
	/** Bytes of recordings behind links that one address hears. */
	heardBytes: [{ most: 4_000_000_000, seconds: HOUR }]
} as const satisfies Record<string, readonly Limit[]>;

export type LimitName = keyof typeof LIMITS;
export type Limits = Readonly<Record<LimitName, readonly Limit[]>>;

export interface Spending {
	readonly limit: LimitName;
	/** Whose window: an account, an address, a hash of what was typed. */
	readonly whose: string;
	/** How much of it; 1 when nothing is said. */
	readonly amount?: number;
}

interface Budget {
	readonly database: Database;
	readonly limits: Limits;
	readonly now: () => number;
}

/** Counts a request in every window that it falls in. Throws `Refused` 429 when one of them is full. */
export async function spend(budget: Budget, spendings: readonly Spending[]): Promise<void> {
	const now = budget.now();
	const windows = spendings.flatMap(({ limit, whose, amount = 1 }) =>
		budget.limits[limit].map(({ most, seconds }) => ({
			key: `${limit}/${seconds}/${whose}`,
			amount,
			most,
			resets: now + seconds * 1000
		}))
	);
	if (windows.length === 0) return;
	const { count, resets } = rateLimits;
	const counted = await budget.database
		.insert(rateLimits)
		.values(windows.map(({ key, amount, resets }) => ({ key, count: amount, resets })))
		.onConflictDoUpdate({
			target: rateLimits.key,
			set: {
				count: sql`CASE WHEN ${resets} <= ${now} THEN excluded.count ELSE ${count} + excluded.count END`,
				resets: sql`CASE WHEN ${resets} <= ${now} THEN excluded.resets ELSE ${resets} END`
			}
		})
		.returning();
	const most = new Map(windows.map((window) => [window.key, window.most]));
	const full = counted.filter((row) => row.count > most.get(row.key)!);
	if (full.length === 0) return;
	const seconds = Math.ceil((Math.max(...full.map((row) => row.resets)) - now) / 1000);
	throw new Refused(429, 'too-many-requests', `Too many requests; try again in ${seconds} s.`, {
		'Retry-After': `${Math.max(1, seconds)}`
	});
}

/** Asked by machines that watch, often. */
const UNCOUNTED = new Set(['/api/health', '/api/ready']);

/** Workers ask all the time, and have shown who they are (`queue/workers-only.ts`). */
export const FOR_WORKERS = '/api/worker/';

export const writesTo = (method: string): boolean => !/^(GET|HEAD|OPTIONS)$/.test(method);

/** Counts what an address asks, before anything is looked up for it. */
export const limitAddress: MiddlewareHandler<Env> = async (c, next) => {
	if (!UNCOUNTED.has(c.req.path) && !c.req.path.startsWith(FOR_WORKERS)) {
		const limit = writesTo(c.req.method) ? 'addressWrites' : 'reads';
		await spend(c.var.services, [{ limit, whose: addressGroup(c.var.services.address(c)) }]);
	}
	await next();
};

/** The next bytes of an upload: counted by the byte. */
const isChunk = (method: string, path: string): boolean =>
	method === 'PATCH' && path.startsWith('/api/uploads/');

/** Counts what an account writes. */
export const limitAccount: MiddlewareHandler<Env> = async (c, next) => {
	if (c.var.user && writesTo(c.req.method) && !isChunk(c.req.method, c.req.path)) {
		await spend(c.var.services, [{ limit: 'writes', whose: c.var.user.id }]);
	}
	await next();
};

/** One household has one IPv4 address, or 2⁶⁴ of IPv6. */
export function addressGroup(address: string): string {
	const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(address)?.[1];
	if (mapped || !address.includes(':')) return mapped ?? address;
	const [head = '', tail] = address.split('::');
	const first = head.split(':').filter(Boolean);
	const last = tail?.split(':').filter(Boolean) ?? [];
	const zeros = tail === undefined ? 0 : 8 - first.length - last.length;
	return [...first, ...Array<string>(Math.max(0, zeros)).fill('0'), ...last].slice(0, 4).join(':');
}
