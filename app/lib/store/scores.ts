/**
 * Scores as they are kept: the document, which is the truth, and beside it the
 * entry that lists it. Both change in one transaction. Whatever is read back
 * is parsed, because a disk, an older version or another program may have had its hands on it.
 */
import { liveQuery } from 'dexie';
import { ScoreDocument } from '#music/document.ts';
import { fail, ok, type Result } from '#music/result.ts';
import type { Database } from '#app/store/db.ts';
import { Entry, entryFields, type Summary } from '#app/store/entry.ts';
import { attempt, type StoreFailure } from '#app/store/failure.ts';
import { mark } from '#app/store/outbox.ts';

/** How long a deleted score can be brought back, ms. */
export const UNDO_MS = 8_000;

type Listing = Partial<
	Pick<
		Entry,
		'state' | 'failure' | 'recording' | 'recordingBytes' | 'scoreBytes' | 'opened' | 'card'
	>
>;

export class Scores {
	readonly #db: Database;

	constructor(db: Database) {
		this.#db = db;
	}

	get #tables() {
		const { documents, entries, outbox } = this.#db;
		return [documents, entries, outbox];
	}

	/** Calls back now and whenever any tab changes a score. @returns stops watching */
	watch(onEntries: (entries: readonly Entry[]) => void, onFailure: () => void): () => void {
		const query = liveQuery(() => this.#db.entries.toArray());
		const subscription = query.subscribe({
			next: (rows) =>
				onEntries(rows.map((row) => Entry.safeParse(row)).flatMap((r) => r.data ?? [])),
			error: onFailure
		});
		return () => subscription.unsubscribe();
	}

	async read(id: string): Promise<Result<ScoreDocument, StoreFailure>> {
		const row = await attempt(() => this.#db.documents.get(id));
		if (!row.ok) return row;
		if (!row.value) return fail({ code: 'missing' });
		const parsed = ScoreDocument.safeParse(row.value.document);
		return parsed.success ? ok(parsed.data) : fail({ code: 'unreadable' });
	}

	async entry(id: string): Promise<Entry | undefined> {
		const row = await attempt(() => this.#db.entries.get(id));
		return row.ok ? Entry.safeParse(row.value).data : undefined;
	}

	/** Writes the document and what the library says of it. `summary` undefined keeps the old one. */
	put(
		document: ScoreDocument,
		summary: Summary | undefined,
		listing: Listing = {}
	): Promise<Result<void, StoreFailure>> {
		return attempt(() =>
			this.#db.transaction('rw', this.#tables, async () => {
				const old = Entry.safeParse(await this.#db.entries.get(document.id)).data;
				const entry: Entry = {
					opened: document.created,
					deleted: null,
					state: 'ready',
					failure: null,
					recording: null,
					recordingBytes: 0,
					scoreBytes: 0,
					card: null,
					...old,
					...listing,
					...entryFields(document),
					summary: summary ?? old?.summary ?? null
				};
				await this.#db.documents.put({ id: document.id, document });
				await this.#db.entries.put(entry);
				await mark(this.#db, 'score', [document.id]);
			})
		);
	}

	/** Changes only what the library says. */
	async note(id: string, listing: Listing & { deleted?: number | null }): Promise<void> {
		await attempt(() => this.#db.entries.update(id, listing));
	}

	/** Into the bin, to be emptied once nobody can undo any more. */
	bin(id: string, now: number): Promise<void> {
		return this.note(id, { deleted: now });
	}

	restore(id: string): Promise<void> {
		return this.note(id, { deleted: null });
	}

	/** Removes for good what was binned before `before`, and the recordings nobody else uses. */
	async emptyBin(before: number): Promise<void> {
		const { documents, entries, recordings, hearings } = this.#db;
		await attempt(() =>
			this.#db.transaction('rw', [...this.#tables, recordings, hearings], async () => {
				const all = (await entries.toArray()).flatMap((row) => Entry.safeParse(row).data ?? []);
				const gone = all.filter((entry) => entry.deleted !== null && entry.deleted <= before);
				const kept = new Set(all.filter((entry) => !gone.includes(entry)).map((e) => e.recording));
				const ids = gone.map((entry) => entry.id);
				const audio = gone.flatMap((e) =>
					e.recording && !kept.has(e.recording) ? e.recording : []
				);
				await Promise.all([
					documents.bulkDelete(ids),
					entries.bulkDelete(ids),
					recordings.bulkDelete(audio),
					hearings.bulkDelete(audio),
					mark(this.#db, 'score', ids)
				]);
			})
		);
	}
}
