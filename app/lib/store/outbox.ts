/**
 * What was changed here since the server last heard of it. Whoever changes something that syncs
 * marks it in the transaction of the change, account or not: the mark is what survives a closed
 * tab, a crash and a year without an account.
 */
import type { Database } from '#app/store/db.ts';

/** What syncs. Each has a `Syncable` (`#app/sync/kinds.ts`) and rules on the server. */
export type Kind = 'score' | 'progress' | 'practice';

/**
 * Call it inside a transaction that holds `db.outbox`.
 * @example db.transaction('rw', db.practice, db.outbox, async () => { …; await mark(db, 'practice', [id]); })
 */
export async function mark(db: Database, kind: Kind, ids: readonly string[]): Promise<void> {
	if (ids.length === 0) return;
	await db.outbox
		.where('[kind+id]')
		.anyOf(ids.map((id) => [kind, id]))
		.delete();
	await db.outbox.bulkAdd(ids.map((id) => ({ kind, id })));
}
