/**
 * A push: up to fifty changes and the answer to them in one batch, so that a request that is sent
 * again, or that dies between two statements, is answered as if it had come once.
 */
import { sql, type SQL } from 'drizzle-orm';
import type { BatchItem } from 'drizzle-orm/batch';
import { musicHash } from '#api/sharing/music-hash.ts';
import { RECORDS } from '#api/sync/kinds.ts';
import type { Item, Result } from '#api/sync/shapes.ts';
import type { Database } from './database.ts';
import { storedNow } from './changes.ts';
import { scoreColumns } from './score-columns.ts';
import { endForbidden } from './takedowns.ts';
import { upsert } from './upsert.ts';

/** How long an answer is kept for a request that is sent again, in milliseconds. */
const KEPT_MS = 24 * 60 * 60 * 1000;

interface Request {
	readonly ownerId: string;
	/** Chosen by the device, another one for each push. */
	readonly key: string;
	/** Of what was sent: the same key with another body is refused. */
	readonly fingerprint: string;
	readonly items: readonly Item[];
	/** Milliseconds by the server's clock. */
	readonly now: number;
}

/** @returns one result for each item; null when the key has been used for something else */
export async function push(
	database: Database,
	{ ownerId, key, fingerprint, items, now }: Request
): Promise<readonly Result[] | null> {
	const mine = sql`owner_id = ${ownerId} AND key = ${key}`;
	const fresh = sql`EXISTS (SELECT 1 FROM idempotency_keys WHERE ${mine} AND response = '')`;
	const hashes = await Promise.all(items.map(hashOf));
	const writes = items.flatMap((item, i) =>
		writing(item, { ownerId, fresh, now, behind: items.length - 1 - i, hash: hashes[i]! })
	);
	const scored = items.flatMap(({ kind, id, content }) => (kind === 'score' && content ? id : []));
	const outcomes = items.map((item, i) => revisionAfter(item, ownerId, items.length - 1 - i));
	const statements: BatchItem<'sqlite'>[] = [
		sql`DELETE FROM idempotency_keys WHERE created < ${now - KEPT_MS}`,
		sql`INSERT INTO idempotency_keys (owner_id, key, fingerprint, status, response, created)
			SELECT id, ${key}, ${fingerprint}, 200, '', ${now} FROM user WHERE id = ${ownerId}
			ON CONFLICT DO NOTHING`,
		sql`UPDATE user SET seq = seq + ${items.length} WHERE id = ${ownerId} AND ${fresh}`,
		...writes,
		...(scored.length > 0 ? endForbidden(ownerId, scored) : []),
		sql`UPDATE idempotency_keys SET response = json_array(${sql.join(outcomes, sql`, `)})
			WHERE ${mine} AND response = ''`
	].map((statement) => database.run(statement));
	const answer = database.all<{ fingerprint: string; response: string }>(
		sql`SELECT fingerprint, response FROM idempotency_keys WHERE ${mine}`
	);
	const answers = await database.batch([...statements, answer] as unknown as [typeof answer]);
	const [kept] = (answers as unknown[]).at(-1) as Awaited<typeof answer>;
	if (!kept || kept.fingerprint !== fingerprint) return null;
	return resultsOf(database, ownerId, items, JSON.parse(kept.response) as number[]);
}

interface Circumstances {
	readonly ownerId: string;
	readonly fresh: SQL;
	readonly now: number;
	readonly behind: number;
	/** Of its music. */
	readonly hash: string;
}

const hashOf = async (item: Item): Promise<string> =>
	item.kind === 'score' && item.content ? musicHash(item.content.document) : '';

function writing(item: Item, { ownerId, fresh, now, behind, hash }: Circumstances): SQL[] {
	const { id, base, kind } = item;
	const accepted = sql`${revisionAfter(item, ownerId, behind)} > 0 AND ${fresh}`;
	const common = { ownerId, base, behind, fresh };
	if (kind === 'score') {
		const { content } = item;
		const document = content && JSON.stringify(content.document);
		const bytes = document ? sizeOf(document) : 0;
		return [
			upsert({
				...common,
				table: 'scores',
				key: { id },
				room: roomFor(
					bytes,
					sql`SELECT bytes FROM scores WHERE owner_id = ${ownerId} AND id = ${id}`
				),
				columns: {
					document,
					bytes,
					recording_id: content?.recording ?? null,
					changed: now,
					deleted: content ? null : now,
					music_hash: hash,
					...scoreColumns(content?.document ?? null, content?.card ?? null)
				},
				created: { created: now }
			})
		];
	}
	const body = item.content && JSON.stringify(item.content);
	const row = upsert({
		...common,
		table: 'records',
		key: { kind, id },
		room: roomFor(
			body ? sizeOf(body) : 0,
			sql`SELECT octet_length(body) FROM records
				WHERE owner_id = ${ownerId} AND kind = ${kind} AND id = ${id}`
		),
		columns: { body, changed: now }
	});
	const mirrored =
		kind === 'progress'
			? RECORDS.progress.mirror({ ownerId, id, body: item.content, accepted })
			: RECORDS.practice.mirror({ ownerId, id, body: item.content, accepted });
	return [row, ...mirrored];
}

/** The revision that this very push gave the thing; 0 when it was not taken. Right only inside the batch. */
function revisionAfter({ kind, id }: Item, ownerId: string, behind: number): SQL {
	const row =
		kind === 'score'
			? sql`scores r WHERE r.id = ${id}`
			: sql`records r WHERE r.kind = ${kind} AND r.id = ${id}`;
	return sql`coalesce((SELECT r.revision FROM ${row} AND r.owner_id = ${ownerId}
		AND r.seq = (SELECT seq FROM user WHERE id = ${ownerId}) - ${behind}), 0)`;
}

/** What became smaller always has room: else nobody could ever make any. */
const roomFor = (bytes: number, before: SQL): SQL => {
	const old = sql`coalesce((${before}), 0)`;
	return sql`(${bytes} <= ${old} OR u.storage_used + ${bytes} - ${old} <= u.storage_limit)`;
};

const sizeOf = (text: string): number => new TextEncoder().encode(text).length;

/** What was not taken is explained by what is there now, so a repeated answer is never out of date. */
async function resultsOf(
	database: Database,
	ownerId: string,
	items: readonly Item[],
	revisions: readonly number[]
): Promise<readonly Result[]> {
	const results: Result[] = [];
	for (const [i, item] of items.entries()) {
		const revision = revisions[i]!;
		if (revision > 0) {
			results.push({ status: 'saved', revision });
			continue;
		}
		const stored = await storedNow(database, ownerId, item.kind, item.id);
		const full = !stored || stored.revision === item.base;
		results.push(full ? { status: 'full' } : { status: 'conflict', stored });
	}
	return results;
}
