/** Public scores, for anybody: search, filters, order, pages by cursor, and music like a given one. */
import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { etag } from 'hono/etag';
import { find, findSimilar, PAGE, type FoundRow, type Place } from '#api/db/discover.ts';
import { router, type Env } from '#api/env.ts';
import { Refused, refusal } from '#api/errors.ts';
import { searchQuery } from '#music/search-text.ts';

const ORDERS = ['match', 'new', 'liked', 'easy', 'hard'] as const;
const INSTRUMENTS = ['guitar', 'bass', 'ukulele', 'banjo', 'piano', 'melody'] as const;

/** For readers without an account a proxy may answer; a score that was taken back is gone in seconds. */
const FRESH = 15;

const number = (least: number, most: number) => z.coerce.number().min(least).max(most).optional();

const Wanted = z.strictObject({
	/** Words, all of which must be there. */
	q: z.string().max(200).optional(),
	instrument: z.enum(INSTRUMENTS).optional(),
	/** Sharps (or, below 0, flats) and the mode: `2major`, `-3minor`. */
	key: z
		.string()
		.regex(/^-?[0-7](major|minor)$/)
		.optional(),
	/** Quarter notes a minute. */
	tempoMin: number(1, 1000),
	tempoMax: number(1, 1000),
	difficultyMin: number(1, 10),
	difficultyMax: number(1, 10),
	/** Seconds. */
	durationMin: number(0, 1e6),
	durationMax: number(0, 1e6),
	/** Open strings from the lowest, as MIDI pitches: `38,45,50,55,59,64`. */
	tuning: z
		.string()
		.regex(/^\d{1,3}(,\d{1,3}){0,11}$/)
		.optional(),
	/** `match` by default with words, else `new`. */
	sort: z.enum(ORDERS).optional(),
	/** The `next` of the page before. */
	cursor: z.string().max(200).optional()
});

const Found = z
	.object({
		/** Opens it: /shared/{token}. */
		token: z.string(),
		title: z.string(),
		artist: z.string(),
		album: z.string(),
		genre: z.string(),
		year: z.int().nullable(),
		tags: z.array(z.string()),
		/** The name that its owner shows. */
		by: z.string(),
		instrument: z.enum(INSTRUMENTS).nullable(),
		tempo: z.number().nullable(),
		key: z.object({ fifths: z.int(), mode: z.enum(['major', 'minor']) }).nullable(),
		/** `3/4` */
		metre: z.string().nullable(),
		tuning: z.array(z.int()).nullable(),
		capo: z.int().nullable(),
		bars: z.int().nullable(),
		/** 1 to 10. */
		difficulty: z.number().nullable(),
		chords: z.string(),
		techniques: z.array(z.string()),
		seconds: z.number(),
		likes: z.int(),
		views: z.int(),
		published: z.number().nullable()
	})
	.openapi('FoundScore');

export type Found = z.infer<typeof Found>;

const FoundPage = z
	.object({ items: z.array(Found), next: z.string().nullable() })
	.openapi('FoundPage');

const discoverRoutes = router();

discoverRoutes.use('/discover/*', etag({ weak: true }));
discoverRoutes.use('/discover', etag({ weak: true }));

export const discover = discoverRoutes
	.openapi(
		createRoute({
			method: 'get',
			path: '/discover',
			tags: ['discover'],
			request: { query: Wanted },
			responses: {
				200: {
					description: 'A page of public scores',
					content: { 'application/json': { schema: FoundPage } }
				},
				400: refusal('The question cannot be understood')
			}
		}),
		async (c) => {
			const { q = '', sort, cursor, key, ...limits } = c.req.valid('query');
			const query = searchQuery(q);
			const order = sort && (query || sort !== 'match') ? sort : query ? 'match' : 'new';
			const rows = await find(c.var.services.database, {
				...limits,
				query,
				order,
				key: key === undefined ? undefined : keyIn(key),
				after: cursor === undefined ? null : placeIn(cursor, order)
			});
			const last = rows.length > PAGE ? rows[PAGE - 1] : undefined;
			readable(c);
			return c.json(
				{ items: rows.slice(0, PAGE).map(found), next: last ? cursorAt(last, order) : null },
				200
			);
		}
	)
	.openapi(
		createRoute({
			method: 'get',
			path: '/discover/{token}/similar',
			tags: ['discover'],
			request: { params: z.object({ token: z.string().max(64) }) },
			responses: {
				200: {
					description: 'Public music near this one, the nearest first',
					content: { 'application/json': { schema: z.object({ items: z.array(Found) }) } }
				},
				404: refusal('There is no such link, or it has ended')
			}
		}),
		async (c) => {
			const rows = await findSimilar(c.var.services.database, c.req.valid('param').token);
			if (!rows) throw new Refused(404, 'gone', 'There is no such link, or it has ended.');
			readable(c);
			return c.json({ items: rows.map(found) }, 200);
		}
	);

/** The answer is the same for everybody, but to who sends cookies it may set some: of a session that has ended, too. */
function readable(c: Context<Env>): void {
	const whose = c.req.header('Cookie') === undefined ? 'public' : 'private';
	c.header('Cache-Control', `${whose}, max-age=${FRESH}`);
}

function keyIn(text: string) {
	const [, fifths, mode] = /^(-?\d)(major|minor)$/.exec(text)!;
	return { fifths: Number(fifths), mode: mode === 'major' ? 'major' : 'minor' } as const;
}

const cursorAt = ({ value, n }: Place, order: string): string =>
	btoa(JSON.stringify([order, value, n]));

/** A cursor means a place in one order only. */
function placeIn(cursor: string, order: string): Place {
	const parts = /^[A-Za-z0-9+/=]+$/.test(cursor) ? readPlace(cursor) : undefined;
	const parsed = z.tuple([z.literal(order), z.number(), z.int().min(0)]).safeParse(parts);
	if (!parsed.success) {
		throw new Refused(400, 'invalid-request', 'The cursor is not of this list.');
	}
	return { value: parsed.data[1], n: parsed.data[2] };
}

function readPlace(cursor: string): unknown {
	try {
		return JSON.parse(atob(cursor)) as unknown;
	} catch {
		return undefined; // made up, so it is no place
	}
}

function found(row: FoundRow): Found {
	const { n: _n, value: _value, fifths, mode, ...rest } = row;
	return {
		...rest,
		tags: JSON.parse(row.tags) as string[],
		tuning: row.tuning === null ? null : (JSON.parse(row.tuning) as number[]),
		techniques: JSON.parse(row.techniques) as string[],
		instrument: INSTRUMENTS.find((each) => each === row.instrument) ?? null,
		key: fifths === null ? null : { fifths, mode: mode === 'minor' ? 'minor' : 'major' },
		chords: row.chords ?? ''
	};
}
