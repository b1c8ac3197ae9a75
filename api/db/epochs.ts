/**
 * What tells one history of the database from another. After an older backup was put in its place,
 * devices know of things that it has forgotten: by another epoch they see that, and send them
 * again. Revisions then go on above all that were ever given, so the same number never stands for
 * two versions, and compare-and-set holds across the gap.
 */
import { asc, sql } from 'drizzle-orm';
import { epochs } from '#api/db/schema/machinery.ts';
import type { Epoch } from '#api/sync/shapes.ts';
import type { Database } from './database.ts';

/** More changes of one thing than there are between two restores, should the clock stand still. */
const ROOM = 1_000_000;

/** For a batch; what it gives is read by `epochIn`. */
export const selectEpochs = (database: Database) =>
	database.select().from(epochs).orderBy(asc(epochs.floor));

/** @param rows of `selectEpochs`, the present epoch last */
export const epochIn = (
	rows: readonly { readonly id: string; readonly floor: number }[]
): Epoch => ({
	id: rows.at(-1)?.id ?? '',
	floors: rows.flatMap(({ floor }) => (floor > 0 ? floor : []))
});

/**
 * The database was set back: what was acknowledged since is not in it.
 * @param now milliseconds since 1970
 * @param id another one each time
 */
export async function beginEpoch(database: Database, now: number, id: string): Promise<void> {
	await database.run(sql`INSERT INTO epochs (id, floor)
		SELECT ${id}, max(${Math.floor(now)}, coalesce(max(floor), 0) + ${ROOM}) FROM epochs`);
}
