/** What is told of the sync to the page: how much waits, and where it stands. Every tab sees the same. */
import { liveQuery } from 'dexie';
import { dropRecordings, ownerIn, type Owner } from '#app/store/aside.ts';
import type { Database } from '#app/store/db.ts';

export interface SyncNews {
	/** Changes that the server does not have. */
	readonly waiting: number;
	/** Those of them that it did not take: there was no room, or it cannot read them. */
	readonly full: number;
	readonly invalid: number;
	/** The last mark that was made; another one means another change. */
	readonly newest: number;
	/** As it is stored. */
	readonly standing: { readonly value: unknown } | undefined;
	/** Whose library this is; null when it was not written down. */
	readonly owner: Owner | null;
}

/** Calls back now and whenever any tab changes it. @returns stops watching */
export function watchSync(db: Database, onNews: (news: SyncNews) => void): () => void {
	const query = liveQuery(async () => {
		const rows = await db.outbox.toArray();
		return {
			waiting: rows.length,
			full: rows.filter(({ refused }) => refused === 'full').length,
			invalid: rows.filter(({ refused }) => refused === 'invalid').length,
			newest: rows.at(-1)?.edit ?? 0,
			standing: await db.sync.get('account'),
			owner: ownerIn(await db.sync.get('owner'))
		};
	});
	const subscription = query.subscribe({
		next: onNews,
		error: () => {} // the library says that the database cannot be read
	});
	return () => subscription.unsubscribe();
}

/** What was not taken is tried again. */
export const retryRefused = (db: Database): Promise<void> =>
	db.transaction('rw', db.outbox, async () => {
		await db.outbox.toCollection().modify((row) => {
			delete (row as { refused?: string }).refused;
		});
	});

/** Everything of this person leaves this device; what was put aside for others stays. */
export const forgetEverything = (db: Database): Promise<void> =>
	db.transaction('rw', db.tables, async () => {
		const apart = new Set(['aside', 'recordings', 'hearings']);
		for (const table of db.tables) if (!apart.has(table.name)) await table.clear();
		await dropRecordings(db);
	});
