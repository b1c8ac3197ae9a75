/** What changed since a cursor, scores and records together, in the order in which it happened. */
import { and, asc, eq, gt, sql, type SQL } from 'drizzle-orm';
import { user } from '#api/db/schema/accounts.ts';
import { records, scores } from '#api/db/schema/scores.ts';
import { PAGE_BYTES, type Change, type Epoch, type Stored } from '#api/sync/shapes.ts';
import type { Database } from './database.ts';
import { epochIn, selectEpochs } from './epochs.ts';
import { cardIn } from './score-columns.ts';

export interface Page {
	readonly changes: readonly Change[];
	/** Where to go on from. */
	readonly cursor: number;
	readonly more: boolean;
	/** The cursor is of another time: the server was set back, so everything has to be compared anew. */
	readonly reset: boolean;
	/** Which history of the database this is. */
	readonly epoch: Epoch;
}

const SCORE = {
	id: scores.id,
	revision: scores.revision,
	seq: scores.seq,
	bytes: scores.bytes,
	document: scores.document,
	recordingId: scores.recordingId,
	instrument: scores.instrument,
	tempo: scores.tempo,
	keyFifths: scores.keyFifths,
	keyMode: scores.keyMode,
	timeSignature: scores.timeSignature,
	tuning: scores.tuning,
	capo: scores.capo,
	bars: scores.bars,
	difficulty: scores.difficulty,
	chordProgression: scores.chordProgression,
	confidence: scores.confidence,
	techniques: scores.techniques,
	embedding: scores.embedding
};

const RECORD = {
	kind: records.kind,
	id: records.id,
	revision: records.revision,
	seq: records.seq,
	body: records.body
};

/** The change of a person after which there is none. */
const LAST = sql<number>`max(
	coalesce((SELECT max(seq) FROM scores WHERE owner_id = user.id), 0),
	coalesce((SELECT max(seq) FROM records WHERE owner_id = user.id), 0))`;

/** Scores up to the one that goes over the size of a page: a library is larger than any memory. */
const ofOnePage = (ownerId: string, since: number, limit: number): SQL => sql`seq <= coalesce((
	SELECT seq FROM (
		SELECT seq, sum(bytes) OVER (ORDER BY seq) AS sum FROM scores
		WHERE owner_id = ${ownerId} AND seq > ${since} ORDER BY seq LIMIT ${limit + 1}
	) WHERE sum > ${PAGE_BYTES} ORDER BY seq LIMIT 1), ${Number.MAX_SAFE_INTEGER})`;

/** @param since a cursor that an earlier page gave; 0 for everything */
export async function changesSince(
	database: Database,
	ownerId: string,
	since: number,
	limit: number
): Promise<Page> {
	const [people, scoreRows, recordRows, epochRows] = await database.batch([
		database.select({ seq: user.seq, last: LAST }).from(user).where(eq(user.id, ownerId)),
		database
			.select(SCORE)
			.from(scores)
			.where(
				and(eq(scores.ownerId, ownerId), gt(scores.seq, since), ofOnePage(ownerId, since, limit))
			)
			.orderBy(asc(scores.seq))
			.limit(limit + 1),
		database
			.select(RECORD)
			.from(records)
			.where(and(eq(records.ownerId, ownerId), gt(records.seq, since)))
			.orderBy(asc(records.seq))
			.limit(limit + 1),
		selectEpochs(database)
	]);
	const epoch = epochIn(epochRows);
	const newest = people[0]?.seq ?? 0;
	if (since > newest) return { changes: [], cursor: 0, more: true, reset: true, epoch };
	const all = [
		...scoreRows.map((row) => ({ seq: row.seq, size: row.bytes, row })),
		...recordRows.map((row) => ({ seq: row.seq, size: row.body?.length ?? 0, row }))
	].toSorted((a, b) => a.seq - b.seq);
	const page = all.slice(0, Math.min(limit, fitting(all.map(({ size }) => size))));
	const here = page.at(-1)?.seq ?? newest;
	const more = here < (people[0]?.last ?? 0);
	return {
		changes: page.map(({ row }) => changeOf(row)),
		cursor: more ? here : newest,
		more,
		reset: false,
		epoch
	};
}

/** How many of them make one page; at least one. */
function fitting(sizes: readonly number[]): number {
	let sum = 0;
	const first = sizes.findIndex((size) => (sum += size) > PAGE_BYTES);
	return first < 0 ? sizes.length : Math.max(1, first);
}

type ScoreRow = { readonly [K in keyof typeof SCORE]: (typeof SCORE)[K]['_']['data'] | null };
type RecordRow = { readonly [K in keyof typeof RECORD]: (typeof RECORD)[K]['_']['data'] | null };

function changeOf(row: ScoreRow | RecordRow): Change {
	const common = { id: row.id!, revision: row.revision!, seq: row.seq! };
	return 'kind' in row
		? { ...common, kind: row.kind!, content: parsed(row.body) }
		: { ...common, kind: 'score', content: scoreContent(row) };
}

const parsed = (json: string | null): Record<string, unknown> | null =>
	json === null ? null : (JSON.parse(json) as Record<string, unknown>);

function scoreContent(row: ScoreRow): Record<string, unknown> | null {
	if (row.document === null) return null;
	const card = cardIn({ ...row, techniques: row.techniques ?? [] });
	return { document: parsed(row.document), card, recording: row.recordingId };
}

/** One thing as it is now; undefined when there never was such a thing. */
export async function storedNow(
	database: Database,
	ownerId: string,
	kind: Change['kind'],
	id: string
): Promise<Stored | undefined> {
	const [row] =
		kind === 'score'
			? await database
					.select(SCORE)
					.from(scores)
					.where(and(eq(scores.ownerId, ownerId), eq(scores.id, id)))
			: await database
					.select(RECORD)
					.from(records)
					.where(and(eq(records.ownerId, ownerId), eq(records.kind, kind), eq(records.id, id)));
	if (!row) return undefined;
	const { revision, content } = changeOf(row);
	return { revision, content };
}
