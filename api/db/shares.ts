/**
 * Links to scores. A score that is not private has a link, and a score that has a link is not
 * private: each change keeps both in one batch, so revoking is one request and done.
 */
import { and, desc, eq, isNull, not, sql, type SQL } from 'drizzle-orm';
import type { Database } from '#api/db/database.ts';
import { user } from '#api/db/schema/accounts.ts';
import { recordings } from '#api/db/schema/machinery.ts';
import { scores } from '#api/db/schema/scores.ts';
import { likes, shares } from '#api/db/schema/sharing.ts';
import { isTakenDown } from '#api/db/takedowns.ts';

export type Visibility = (typeof scores.$inferSelect)['visibility'];

/** What the holder of a link may do besides reading and playing. */
export interface Allowed {
	readonly allowExport: boolean;
	readonly allowCopy: boolean;
	readonly allowRecording: boolean;
}

/** The recording that a score was heard from, when it lies in the account of the score's owner. */
const itsRecording = and(
	eq(recordings.ownerId, scores.ownerId),
	eq(recordings.id, scores.recordingId)
);

/** How many links one score may have. */
export const MOST_LINKS = 20;

const scoreOf = (ownerId: string, id: string) =>
	and(eq(scores.ownerId, ownerId), eq(scores.id, id), isNull(scores.deleted));

const linksOf = (ownerId: string, id: string) =>
	and(eq(shares.ownerId, ownerId), eq(shares.scoreId, id));

const hasLink = (ownerId: string, id: string): SQL =>
	sql`EXISTS (SELECT 1 FROM ${shares} WHERE ${linksOf(ownerId, id)})`;

/** Where the recording of a score is; on a device nobody else can hear it. */
export type RecordingPlace = 'account' | 'device' | 'none';

/** How a score is shared, for its owner. @returns undefined when there is no such score */
export async function sharingOf(database: Database, ownerId: string, id: string) {
	const [[score], links] = await database.batch([
		database
			.select({
				visibility: scores.visibility,
				likes: scores.likeCount,
				views: scores.viewCount,
				copies: scores.copyCount,
				heardFrom: scores.recordingId,
				kept: recordings.id,
				takenDown: sql<number>`${isTakenDown}`
			})
			.from(scores)
			.leftJoin(recordings, itsRecording)
			.where(scoreOf(ownerId, id)),
		database
			.select({
				token: shares.token,
				created: shares.created,
				allowExport: shares.allowExport,
				allowCopy: shares.allowCopy,
				allowRecording: shares.allowRecording,
				views: shares.views
			})
			.from(shares)
			.where(linksOf(ownerId, id))
			.orderBy(desc(shares.created))
	]);
	if (!score) return undefined;
	const { heardFrom, kept, takenDown, ...counts } = score;
	const recording: RecordingPlace = kept ? 'account' : heardFrom ? 'device' : 'none';
	return { ...counts, recording, takenDown: takenDown === 1, links };
}

/**
 * A private score becomes one that the link opens.
 * @returns whether there is a link now: there is none to what was taken down
 */
export async function addShare(
	database: Database,
	share: Allowed & { token: string; ownerId: string; scoreId: string; created: Date }
): Promise<boolean> {
	const { token, ownerId, scoreId, created, allowRecording, allowExport, allowCopy } = share;
	const its = scoreOf(ownerId, scoreId);
	const [{ rowsAffected }] = await database.batch([
		database.run(sql`INSERT INTO shares
			(token, owner_id, score_id, created, allow_recording, allow_export, allow_copy)
			SELECT ${token}, ${ownerId}, ${scoreId}, ${created.getTime()},
				${Number(allowRecording)}, ${Number(allowExport)}, ${Number(allowCopy)}
			FROM scores WHERE ${its} AND NOT ${isTakenDown}`),
		database
			.update(scores)
			.set({ visibility: 'unlisted' })
			.where(and(its, eq(scores.visibility, 'private'), hasLink(ownerId, scoreId)))
	]);
	return rowsAffected > 0;
}

/** @returns whether there was such a link */
export async function allow(
	database: Database,
	ownerId: string,
	token: string,
	change: Partial<Allowed>
): Promise<boolean> {
	const { rowsAffected } = await database
		.update(shares)
		.set(change)
		.where(and(eq(shares.ownerId, ownerId), eq(shares.token, token)));
	return rowsAffected > 0;
}

/** Ends a link; without its last one the score is private again. @returns whether there was such a link */
export async function revoke(
	database: Database,
	ownerId: string,
	id: string,
	token: string
): Promise<boolean> {
	const [{ rowsAffected }] = await database.batch([
		database.delete(shares).where(and(linksOf(ownerId, id), eq(shares.token, token))),
		database
			.update(scores)
			.set({ visibility: 'private' })
			.where(and(scoreOf(ownerId, id), not(hasLink(ownerId, id))))
	]);
	return rowsAffected > 0;
}

/** Nobody else may see it any more: every link of it ends. */
export async function makePrivate(database: Database, ownerId: string, id: string): Promise<void> {
	await database.batch([
		database.delete(shares).where(linksOf(ownerId, id)),
		database.update(scores).set({ visibility: 'private' }).where(scoreOf(ownerId, id))
	]);
}

/** For a score that has a link. Its place among the new ones is that of the first time. */
export async function list(
	database: Database,
	ownerId: string,
	id: string,
	visibility: Exclude<Visibility, 'private'>,
	now: Date
): Promise<void> {
	const published = sql`CASE WHEN ${visibility} = 'public' THEN coalesce(${scores.published}, ${now.getTime()}) ELSE ${scores.published} END`;
	await database
		.update(scores)
		.set({ visibility, published })
		.where(and(scoreOf(ownerId, id), hasLink(ownerId, id), not(isTakenDown)));
}

/** The score behind a link, as far as its holder may know; its recording only where it may be heard. @param viewer who asks, when signed in */
export async function shared(database: Database, token: string, viewer: string | null) {
	const [found] = await database
		.select({
			token: shares.token,
			ownerId: shares.ownerId,
			scoreId: shares.scoreId,
			allowExport: shares.allowExport,
			allowCopy: shares.allowCopy,
			allowRecording: shares.allowRecording,
			document: scores.document,
			revision: scores.revision,
			title: scores.title,
			artist: scores.artist,
			instrument: scores.instrument,
			visibility: scores.visibility,
			likes: scores.likeCount,
			by: user.name,
			recordingId: recordings.id,
			recordingType: recordings.type,
			recordingBytes: recordings.bytes,
			liked: sql<number>`EXISTS (SELECT 1 FROM ${likes} WHERE ${likes.userId} = ${viewer ?? ''} AND ${likes.ownerId} = ${shares.ownerId} AND ${likes.scoreId} = ${shares.scoreId})`
		})
		.from(shares)
		.innerJoin(scores, and(eq(scores.ownerId, shares.ownerId), eq(scores.id, shares.scoreId)))
		.innerJoin(user, eq(user.id, shares.ownerId))
		.leftJoin(recordings, itsRecording)
		.where(and(eq(shares.token, token), isNull(scores.deleted)));
	if (!found || found.document === null || found.visibility === 'private') return undefined;
	const { document, visibility, recordingId, recordingType, recordingBytes, ...rest } = found;
	const recording =
		found.allowRecording && recordingId !== null
			? { id: recordingId, type: recordingType!, bytes: recordingBytes! }
			: null;
	return { ...rest, document, visibility, recording, liked: found.liked === 1 };
}

export type Shared = NonNullable<Awaited<ReturnType<typeof shared>>>;

type Whose = Pick<Shared, 'token' | 'ownerId' | 'scoreId'>;

const scoreBehind = ({ ownerId, scoreId }: Whose) =>
	and(eq(scores.ownerId, ownerId), eq(scores.id, scoreId));

export async function countView(database: Database, whose: Whose): Promise<void> {
	await database.batch([
		database
			.update(shares)
			.set({ views: sql`${shares.views} + 1` })
			.where(eq(shares.token, whose.token)),
		database
			.update(scores)
			.set({ viewCount: sql`${scores.viewCount} + 1` })
			.where(scoreBehind(whose))
	]);
}

export async function countCopy(database: Database, whose: Whose): Promise<void> {
	await database
		.update(scores)
		.set({ copyCount: sql`${scores.copyCount} + 1` })
		.where(scoreBehind(whose));
}

export async function like(
	database: Database,
	{ ownerId, scoreId }: Whose,
	userId: string,
	created: Date
): Promise<void> {
	await database.insert(likes).values({ userId, ownerId, scoreId, created }).onConflictDoNothing();
}

export async function unlike(
	database: Database,
	{ ownerId, scoreId }: Whose,
	userId: string
): Promise<void> {
	await database
		.delete(likes)
		.where(and(eq(likes.userId, userId), eq(likes.ownerId, ownerId), eq(likes.scoreId, scoreId)));
}
