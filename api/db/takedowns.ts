/**
 * What was taken down stays down: the score itself, whatever its owner does with it, and copies of
 * it in the same account, by the recording or by the notes that were heard. Where it was taken down
 * as somebody's work, the same notes may be shared by nobody.
 */
import { and, desc, eq, isNotNull, sql, type SQL } from 'drizzle-orm';
import type { Database } from '#api/db/database.ts';
import { user } from '#api/db/schema/accounts.ts';
import { scores } from '#api/db/schema/scores.ts';
import { takedowns } from '#api/db/schema/sharing.ts';
import { musicHash } from '#api/sharing/music-hash.ts';
import type { ScoreDocument } from '#music/document.ts';

/** True in SQL where a row of `scores` may not be shared. */
export const isTakenDown = sql`EXISTS (SELECT 1 FROM takedowns t WHERE
	(t.owner_id = scores.owner_id AND (t.score_id = scores.id OR t.recording_id = scores.recording_id))
	OR (t.music_hash = scores.music_hash AND t.music_hash <> ''
		AND (t.owner_id = scores.owner_id OR t.everywhere)))`;

/** Scores that were kept before their music was told apart learn it when it matters. */
export async function knowMusic(database: Database, ownerId: string, id: string): Promise<void> {
	const its = and(eq(scores.ownerId, ownerId), eq(scores.id, id), eq(scores.musicHash, ''));
	const [row] = await database
		.select({ document: scores.document })
		.from(scores)
		.where(and(its, isNotNull(scores.document)));
	if (!row) return;
	const hash = await musicHash(JSON.parse(row.document!) as ScoreDocument);
	await database.update(scores).set({ musicHash: hash }).where(its);
}

/**
 * Ends the links of what was pushed and may not be shared. For a batch, after its writes.
 * @param ids of scores
 */
export const endForbidden = (ownerId: string, ids: readonly string[]): SQL[] => {
	const these = sql`IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`;
	return [
		sql`DELETE FROM shares WHERE owner_id = ${ownerId} AND score_id ${these} AND EXISTS (
			SELECT 1 FROM scores WHERE scores.owner_id = shares.owner_id AND scores.id = shares.score_id
			AND ${isTakenDown})`,
		sql`UPDATE scores SET visibility = 'private' WHERE owner_id = ${ownerId} AND id ${these}
			AND visibility <> 'private' AND NOT EXISTS (
				SELECT 1 FROM shares WHERE shares.owner_id = scores.owner_id AND shares.score_id = scores.id)`
	];
};

/** Takes a score down, with its copies. For a batch, while its reports are still open. */
export function takingDown(id: string, ownerId: string, scoreId: string, now: Date): SQL[] {
	const its = sql`t.owner_id = ${ownerId} AND t.score_id = ${scoreId}`;
	const copies = sql`(SELECT s.owner_id, s.id FROM takedowns t JOIN scores s ON s.owner_id = t.owner_id
			AND (s.id = t.score_id OR s.recording_id = t.recording_id
				OR (s.music_hash = t.music_hash AND t.music_hash <> ''))
			WHERE ${its}
		UNION SELECT s.owner_id, s.id FROM takedowns t JOIN scores s ON s.music_hash = t.music_hash
			WHERE ${its} AND t.everywhere AND t.music_hash <> '')`;
	return [
		sql`INSERT INTO takedowns
			(id, owner_id, score_id, recording_id, music_hash, everywhere, title, artist, created)
			SELECT ${id}, owner_id, id, recording_id, music_hash, EXISTS (
				SELECT 1 FROM reports WHERE reports.owner_id = scores.owner_id
				AND reports.score_id = scores.id AND resolved IS NULL AND reason = 'copyright'),
				title, artist, ${now.getTime()}
			FROM scores WHERE owner_id = ${ownerId} AND id = ${scoreId}
			ON CONFLICT (owner_id, score_id) DO NOTHING`,
		sql`DELETE FROM shares WHERE (owner_id, score_id) IN ${copies}`,
		sql`UPDATE scores SET visibility = 'private'
			WHERE (owner_id, id) IN ${copies} AND visibility <> 'private'`
	];
}

/** Everything that is down, the newest first. */
export const allTakenDown = (database: Database) =>
	database
		.select({
			id: takedowns.id,
			title: takedowns.title,
			artist: takedowns.artist,
			by: user.name,
			everywhere: takedowns.everywhere,
			created: takedowns.created
		})
		.from(takedowns)
		.innerJoin(user, eq(user.id, takedowns.ownerId))
		.orderBy(desc(takedowns.created))
		.limit(100);

/** It may be shared again; nothing is shared by this alone. @returns whether it was down */
export async function lift(database: Database, id: string): Promise<boolean> {
	const gone = await database.delete(takedowns).where(eq(takedowns.id, id)).returning();
	return gone.length > 0;
}
