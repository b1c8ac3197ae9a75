/** What one person has on the server, kept and put back in the middle of everything. */
import { sql } from 'drizzle-orm';
import type { Database } from '#api/db/database.ts';
import { beginEpoch } from '#api/db/epochs.ts';

/** There may be an older and a newer backup, and a person may take the wrong one first. */
export const BACKUPS = 2;

const TABLES = ['scores', 'records', 'idempotency_keys', 'learning_progress', 'practice_sessions'];

export interface Backups {
	/** Keeps all as it is now, in one of `BACKUPS` places. */
	backUp(place: number): Promise<void>;
	/** Puts back what was kept there. Does nothing when nothing was. */
	restore(place: number): Promise<void>;
}

/** @param now the clock of whoever restores, milliseconds */
export function backupsOf(database: Database, ownerId: string, now: () => number): Backups {
	const kept = new Set<number>();
	const run = (statements: readonly string[]): Promise<unknown> =>
		database.batch(
			statements.map((statement) => database.run(sql.raw(statement))) as unknown as [
				ReturnType<Database['run']>
			]
		);
	const mine = `owner_id = '${ownerId}'`;
	const person = 'seq, storage_used';
	return {
		async backUp(place) {
			await run([
				...TABLES.flatMap((table) => [
					`CREATE TABLE IF NOT EXISTS kept_${place}_${table} AS SELECT * FROM ${table} WHERE false`,
					`DELETE FROM kept_${place}_${table}`,
					`INSERT INTO kept_${place}_${table} SELECT * FROM ${table} WHERE ${mine}`
				]),
				`DROP TABLE IF EXISTS kept_${place}_user`,
				`CREATE TABLE kept_${place}_user AS SELECT ${person} FROM user WHERE id = '${ownerId}'`
			]);
			kept.add(place);
		},
		async restore(place) {
			if (!kept.has(place)) return;
			await run([
				...TABLES.flatMap((table) => [
					`DELETE FROM ${table} WHERE ${mine}`,
					`INSERT INTO ${table} SELECT * FROM kept_${place}_${table}`
				]),
				`UPDATE user SET (${person}) = (SELECT ${person} FROM kept_${place}_user)
					WHERE id = '${ownerId}'`
			]);
			await beginEpoch(database, now(), crypto.randomUUID());
		}
	};
}
