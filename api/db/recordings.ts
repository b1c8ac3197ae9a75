/** What is known of a recording that was sent up. The room it takes is counted by triggers. */
import { and, eq, sql } from 'drizzle-orm';
import { user } from '#api/db/schema/accounts.ts';
import { recordings } from '#api/db/schema/machinery.ts';
import type { Database } from './database.ts';

export interface KeptRecording {
	readonly id: string;
	readonly name: string;
	readonly type: string;
	readonly bytes: number;
}

const SHOWN = {
	id: recordings.id,
	name: recordings.name,
	type: recordings.type,
	bytes: recordings.bytes
};

export const recordingsOf = (
	database: Database,
	ownerId: string
): Promise<readonly KeptRecording[]> =>
	database.select(SHOWN).from(recordings).where(eq(recordings.ownerId, ownerId));

export async function recordingOf(
	database: Database,
	ownerId: string,
	id: string
): Promise<KeptRecording | undefined> {
	const [row] = await database
		.select(SHOWN)
		.from(recordings)
		.where(and(eq(recordings.ownerId, ownerId), eq(recordings.id, id)));
	return row;
}

/** Bytes that the account still has. */
export async function roomOf(database: Database, ownerId: string): Promise<number> {
	const [row] = await database
		.select({ room: sql<number>`${user.storageLimit} - ${user.storageUsed}` })
		.from(user)
		.where(eq(user.id, ownerId));
	return row?.room ?? 0;
}

/** Lists it, unless the room has gone meanwhile. @returns whether it is listed now */
export async function listRecording(
	database: Database,
	ownerId: string,
	{ id, name, type, bytes }: KeptRecording,
	now: number
): Promise<boolean> {
	await database.run(sql`INSERT INTO recordings (owner_id, id, name, type, bytes, created)
		SELECT u.id, ${id}, ${name}, ${type}, ${bytes}, ${now} FROM user u
		WHERE u.id = ${ownerId} AND u.storage_used + ${bytes} <= u.storage_limit
		ON CONFLICT DO NOTHING`);
	return (await recordingOf(database, ownerId, id)) !== undefined;
}

/** @returns whether there was one */
export async function unlistRecording(
	database: Database,
	ownerId: string,
	id: string
): Promise<boolean> {
	const gone = await database
		.delete(recordings)
		.where(and(eq(recordings.ownerId, ownerId), eq(recordings.id, id)))
		.returning({ id: recordings.id });
	return gone.length > 0;
}
