/**
 * Scores as they are kept: the document, which is the truth, and beside it the
 * entry that lists it. Both change in one transaction. Whatever is read back
 * is parsed, because a disk, an older version or another program may have had its hands on it.
 */
import { liveQuery } from 'dexie';
import type { ScoreCard } from '#music/card.ts';
import { ScoreDocument } from '#music/document.ts';
import { fail, ok, type Result } from '#music/result.ts';
import { recordingsAside } from '#app/store/aside.ts';
import type { Database } from '#app/store/db.ts';
import { Entry, entryFields, type Summary } from '#app/store/entry.ts';
import { attempt, type StoreFailure } from '#app/store/failure.ts';
import { mark } from '#app/store/outbox.ts';
import { unwant } from '#app/store/tapes.ts';

/** How long a deleted score can be brought back, ms. */
export const UNDO_MS = 8_000;

type Listing = Partial<
	Pick<
		Entry,
		'state' | 'failure' | 'away' | 'recording' | 'recordingBytes' | 'scoreBytes' | 'opened' | 'card'
	>
>;

/** How a version is kept that would otherwise be written over. */
interface Copies {
	readonly newId: () => string;
	readonly title: (title: string, changed: number) => string;
}

export class Scores {
	readonly #db: Database;
	readonly #copies: Copies;

	constructor(
		db: Database,
		copies: Copies = { newId: () => crypto.randomUUID(), title: (title) => title }
	) {
		this.#db = db;
		this.#copies = copies;
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

	/**
	 * Writes the document and what the library says of it. `summary` undefined keeps the old one.
	 * @param known the versions, by when they were changed, that this one was made from; another one
	 * that has come from elsewhere meanwhile is kept as a score of its own
	 */
	put(
		document: ScoreDocument,
		summary: Summary | undefined,
		listing: Listing = {},
		known: ReadonlySet<number> | null = null
	): Promise<Result<void, StoreFailure>> {
		return attempt(() =>
			this.#db.transaction('rw', this.#tables, async () => {
				const old = Entry.safeParse(await this.#db.entries.get(document.id)).data;
				if (old && known && !known.has(old.changed)) await this.#keepOther(old);
				const entry: Entry = {
					opened: document.created,
					deleted: null,
					state: 'ready',
					failure: null,
					recording: null,
					recordingBytes: 0,
					recordingElsewhere: null,
					away: null,
					scoreBytes: 0,
					card: null,
					carded: null,
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

	/**
	 * A card that was written later than its score, which is news to the other devices; but only once
	 * for each version of the score, since two versions of this app may not read one another's cards.
	 */
	async addCard(id: string, card: ScoreCard): Promise<void> {
		const { entries, outbox } = this.#db;
		await attempt(() =>
			this.#db.transaction('rw', entries, outbox, async () => {
				const entry = Entry.safeParse(await entries.get(id)).data;
				if (!entry || JSON.stringify(entry.card) === JSON.stringify(card)) return;
				await entries.put({ ...entry, card, carded: entry.changed });
				if (entry.carded !== entry.changed) await mark(this.#db, 'score', [id]);
			})
		);
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
		const { entries, recordings, hearings, sync, aside } = this.#db;
		await attempt(() =>
			this.#db.transaction('rw', [...this.#tables, recordings, hearings, sync, aside], async () => {
				const all = (await entries.toArray()).flatMap((row) => Entry.safeParse(row).data ?? []);
				const gone = all.filter((entry) => entry.deleted !== null && entry.deleted <= before);
				const ids = gone.map((entry) => entry.id);
				await dropScores(this.#db, ids);
				await mark(this.#db, 'score', ids);
				await unwant(
					this.#db,
					gone.flatMap((entry) => entry.recording ?? entry.recordingElsewhere ?? [])
				);
			})
		);
	}

	/** Inside the transaction that writes over it. */
	async #keepOther(entry: Entry): Promise<void> {
		const row = await this.#db.documents.get(entry.id);
		const other = ScoreDocument.safeParse(row?.document).data;
		if (!other) return;
		const id = this.#copies.newId();
		const title = this.#copies.title(other.title, other.changed);
		await this.#db.documents.put({ id, document: { ...other, id, title } });
		await this.#db.entries.put({ ...entry, id, title, recordingBytes: 0, scoreBytes: 0 });
		await mark(this.#db, 'score', [id]);
	}
}

/** Tables that `dropScores` needs, by name. */
export const SCORE_TABLES = ['documents', 'entries', 'recordings', 'hearings', 'aside'] as const;

/** Takes scores out, and the recordings that no other one uses. Inside a transaction of the caller. */
export async function dropScores(db: Database, ids: readonly string[]): Promise<void> {
	if (ids.length === 0) return;
	const all = (await db.entries.toArray()).flatMap((row) => Entry.safeParse(row).data ?? []);
	const gone = all.filter(({ id }) => ids.includes(id));
	const kept = new Set(all.filter((entry) => !gone.includes(entry)).map((e) => e.recording));
	for (const recording of await recordingsAside(db)) kept.add(recording);
	const audio = gone.flatMap((e) => (e.recording && !kept.has(e.recording) ? e.recording : []));
	await db.documents.bulkDelete([...ids]);
	await db.entries.bulkDelete([...ids]);
	await db.recordings.bulkDelete(audio);
	await db.hearings.bulkDelete(audio);
}
