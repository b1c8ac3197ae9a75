/** What is known of uploads. The room that they take is counted by triggers, from the moment they are announced. */
import { and, eq, lte, sql } from 'drizzle-orm';
import { uploads } from '#api/db/schema/uploads.ts';
import type { Database } from './database.ts';

export type Upload = typeof uploads.$inferSelect;

export interface Announced {
	readonly id: string;
	readonly ownerId: string;
	readonly name: string;
	readonly bytes: number;
	readonly created: number;
	readonly expires: number;
}

/**
 * Takes the room for it, unless there is none or the person has begun `most` others.
 * @returns whether it may come
 */
export async function announce(
	database: Database,
	{ id, ownerId, name, bytes, created, expires }: Announced,
	most: number
): Promise<boolean> {
	const { rowsAffected } = await database.run(sql`INSERT INTO uploads
		(id, owner_id, name, bytes, state, created, expires)
		SELECT ${id}, u.id, ${name}, ${bytes}, 'partial', ${created}, ${expires} FROM user u
		WHERE u.id = ${ownerId} AND u.storage_used + ${bytes} <= u.storage_limit
		AND (SELECT count(*) FROM uploads WHERE owner_id = u.id AND state = 'partial') < ${most}
		ON CONFLICT DO NOTHING`);
	return rowsAffected > 0;
}

export async function uploadOf(
	database: Database,
	ownerId: string,
	id: string
): Promise<Upload | undefined> {
	const [row] = await database
		.select()
		.from(uploads)
		.where(and(eq(uploads.id, id), eq(uploads.ownerId, ownerId)));
	return row;
}

/** Whoever it belongs to: for the server itself. */
export async function uploadBy(database: Database, id: string): Promise<Upload | undefined> {
	const [row] = await database.select().from(uploads).where(eq(uploads.id, id));
	return row;
}

export const uploadsOf = (database: Database, ownerId: string): Promise<readonly Upload[]> =>
	database.select().from(uploads).where(eq(uploads.ownerId, ownerId));

/** @returns how many this person has begun and not finished */
export const begunBy = (database: Database, ownerId: string): Promise<number> =>
	database.$count(uploads, and(eq(uploads.ownerId, ownerId), eq(uploads.state, 'partial')));

/** @returns what is kept now; undefined when it was taken away meanwhile */
export async function complete(
	database: Database,
	id: string,
	found: Pick<Upload, 'type' | 'bytes' | 'sha256' | 'expires'>
): Promise<Upload | undefined> {
	const [row] = await database
		.update(uploads)
		.set({ ...found, state: 'complete' })
		.where(eq(uploads.id, id))
		.returning();
	return row;
}

export async function unlist(database: Database, id: string): Promise<void> {
	await database.delete(uploads).where(eq(uploads.id, id));
}

/** Those whose time is over. */
export const overdue = (database: Database, now: number): Promise<readonly Upload[]> =>
	database
		.select()
		.from(uploads)
		.where(lte(uploads.expires, new Date(now)));
