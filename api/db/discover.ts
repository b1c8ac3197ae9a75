/**
 * Finding public scores. Rows are chosen in covering indexes, forced by name because the planner
 * would rather open rows, each of which holds a whole document; only those of one page are opened.
 * A score is met by its oldest link, and one without a link is not met at all.
 */
import { sql, type SQL } from 'drizzle-orm';
import type { Database } from '#api/db/database.ts';
import type { Instrument, Key } from '#music/settings.ts';

/** How many scores a page has. */
export const PAGE = 24;

export type Order = 'match' | 'new' | 'liked' | 'easy' | 'hard';

export interface Wanted {
	/** As FTS5 reads it (`music/search-text.ts`). */
	readonly query: string | null;
	readonly instrument?: Instrument | undefined;
	readonly key?: Key | undefined;
	readonly tempoMin?: number | undefined;
	readonly tempoMax?: number | undefined;
	readonly difficultyMin?: number | undefined;
	readonly difficultyMax?: number | undefined;
	/** Seconds. */
	readonly durationMin?: number | undefined;
	readonly durationMax?: number | undefined;
	/** Open strings from the lowest, as pitches between commas. */
	readonly tuning?: string | undefined;
	readonly order: Order;
	readonly after: Place | null;
}

/** Where a page ended: what it was sorted by, and the row. */
export interface Place {
	readonly value: number;
	readonly n: number;
}

export interface FoundRow {
	readonly n: number;
	readonly value: number;
	readonly token: string;
	readonly title: string;
	readonly artist: string;
	readonly album: string;
	readonly genre: string;
	readonly year: number | null;
	readonly tags: string;
	readonly by: string;
	readonly instrument: string | null;
	readonly tempo: number | null;
	readonly fifths: number | null;
	readonly mode: string | null;
	readonly metre: string | null;
	readonly tuning: string | null;
	readonly capo: number | null;
	readonly bars: number | null;
	readonly difficulty: number | null;
	readonly chords: string | null;
	readonly techniques: string;
	readonly seconds: number;
	readonly likes: number;
	readonly views: number;
	readonly published: number | null;
}

const ORDERS: Readonly<Record<Order, { index: string; by: string; down: boolean }>> = {
	match: { index: 'discover_found', by: 'hits.rank', down: false },
	new: { index: 'discover_new', by: 'p.published', down: true },
	liked: { index: 'discover_liked', by: 'p.like_count', down: true },
	easy: { index: 'discover_hard', by: 'p.difficulty', down: false },
	hard: { index: 'discover_hard', by: 'p.difficulty', down: true }
};

/** One more row than a page has, when there is one. */
export function find(database: Database, wanted: Wanted): Promise<FoundRow[]> {
	const { query } = wanted;
	const order = ORDERS[query === null && wanted.order === 'match' ? 'new' : wanted.order];
	const ranked = order.by === 'hits.rank';
	const by = sql.raw(order.by);
	const hits = sql`hits AS MATERIALIZED (SELECT rowid AS n, rank FROM score_search WHERE score_search MATCH ${query}), `;
	const index = sql`scores p INDEXED BY ${sql.raw(order.index)}`;
	const from = ranked ? sql`hits CROSS JOIN ${index} ON p.n = hits.n` : index;
	const where = sql.join(conditions(wanted, by, order.down, ranked), sql` AND `);
	return database.all<FoundRow>(
		opened(
			sql`SELECT p.n, ${by} AS value FROM ${from} WHERE ${where}
				 ORDER BY ${sorted(by, sql`p.n`, order.down)} LIMIT ${PAGE + 1}`,
			sorted(sql`page.value`, sql`page.n`, order.down),
			ranked ? hits : sql``
		)
	);
}

const sorted = (value: SQL, n: SQL, down: boolean): SQL =>
	down ? sql`${value} DESC, ${n} DESC` : sql`${value}, ${n}`;

/** The indexes are of public scores: `visibility` must stand in the text for them to be used. */
const LINKED = sql`p.visibility = 'public' AND EXISTS (
	SELECT 1 FROM shares WHERE shares.owner_id = p.owner_id AND shares.score_id = p.id)`;

function conditions(wanted: Wanted, by: SQL, down: boolean, ranked: boolean): SQL[] {
	const { query, after, instrument, key, tuning } = wanted;
	const all = [LINKED, sql`${by} IS NOT NULL`];
	const within = (column: string, least?: number, most?: number): void => {
		if (least !== undefined) all.push(sql`${sql.raw(column)} >= ${least}`);
		if (most !== undefined) all.push(sql`${sql.raw(column)} <= ${most}`);
	};
	if (query !== null && !ranked) {
		all.push(sql`p.n IN (SELECT rowid FROM score_search WHERE score_search MATCH ${query})`);
	}
	if (after) {
		const place = sql`(${after.value}, ${after.n})`;
		all.push(down ? sql`(${by}, p.n) < ${place}` : sql`(${by}, p.n) > ${place}`);
	}
	if (instrument) all.push(sql`p.instrument = ${instrument}`);
	if (key) {
		// G flat and F sharp are one key to who looks for it.
		const { fifths, mode } = key;
		all.push(sql`p.key_fifths IN (${fifths}, ${fifths - 12}, ${fifths + 12})`);
		all.push(sql`p.key_mode = ${mode}`);
	}
	if (tuning) all.push(sql`p.tuning = ${`[${tuning}]`}`);
	within('p.tempo', wanted.tempoMin, wanted.tempoMax);
	within('p.difficulty', wanted.difficultyMin, wanted.difficultyMax);
	within('p.seconds', wanted.durationMin, wanted.durationMax);
	return all;
}

/** The rows of `page` (columns `n` and `value`), as far as strangers may know them. */
const opened = (page: SQL, order: SQL, before: SQL): SQL => sql`
	WITH ${before}page AS MATERIALIZED (${page})
	SELECT s.n, page.value, (SELECT token FROM shares
			WHERE shares.owner_id = s.owner_id AND shares.score_id = s.id
			ORDER BY created, token LIMIT 1) AS token,
		s.title, s.artist, s.album, s.genre, s.year, s.tags, user.name AS "by",
		s.instrument, s.tempo, s.key_fifths AS fifths, s.key_mode AS mode,
		s.time_signature AS metre, s.tuning, s.capo, s.bars, s.difficulty,
		s.chord_progression AS chords, s.techniques, s.seconds,
		s.like_count AS likes, s.view_count AS views, s.published
	FROM page CROSS JOIN scores s ON s.n = page.n JOIN user ON user.id = s.owner_id
	ORDER BY ${order}`;

/** How many neighbours are asked for; some of them have no link. */
const NEIGHBOURS = 24;
const SIMILAR = 8;
/** Cosine distance from which music is not called similar any more. */
const FAR = 0.45;

/**
 * Public music near the score behind a link, the nearest first; `value` is the cosine distance.
 * @returns undefined when there is no such link
 */
export async function findSimilar(
	database: Database,
	token: string
): Promise<FoundRow[] | undefined> {
	const [score] = await database.all<{ n: number; embedding: ArrayBuffer | null }>(sql`
		SELECT n, embedding FROM shares
		JOIN scores ON scores.owner_id = shares.owner_id AND scores.id = shares.score_id
		WHERE token = ${token} AND deleted IS NULL AND visibility <> 'private'`);
	if (!score) return undefined;
	const { n, embedding } = score;
	if (embedding === null) return [];
	return database.all<FoundRow>(
		opened(
			sql`SELECT p.n, vector_distance_cos(p.embedding, ${embedding}) AS value
				FROM vector_top_k('scores_similar', ${embedding}, ${NEIGHBOURS}) AS near
				CROSS JOIN scores p ON p.n = near.id
				WHERE ${LINKED} AND p.n <> ${n} AND value < ${FAR} ORDER BY value LIMIT ${SIMILAR}`,
			sql`page.value, page.n`,
			sql``
		)
	);
}
