/** The scores on this device, as a list that every tab agrees on. */
import { detailsIn, type Details } from '#music/details.ts';
import type { ScoreDocument } from '#music/document.ts';
import { ok, type Result } from '#music/result.ts';
import type { Score } from '#music/score/score.ts';
import { playedIn, writingOf } from '#app/store/brands.ts';
import type { Entry } from '#app/store/entry.ts';
import type { StoreFailure } from '#app/store/failure.ts';
import { UNDO_MS, type Scores } from '#app/store/scores.ts';
import { askToPersist, measureSpace, type Space } from '#app/store/space.ts';
import type { Writer } from '#app/writing/client.ts';

/** Thumbnails that are kept in memory. */
const THUMBNAILS = 60;

interface Parts {
	readonly scores: Scores;
	readonly writer: Pick<Writer, 'write' | 'cardOf'>;
	readonly now: () => number;
	readonly newId: () => string;
}

export class Library {
	#all = $state.raw<readonly Entry[] | null>(null);
	/** The database cannot be read. */
	failed = $state(false);
	space = $state.raw<Space | null>(null);
	/** Null until the database has answered. */
	readonly entries: readonly Entry[] | null = $derived(
		this.#all?.filter((entry) => entry.deleted === null) ?? null
	);
	readonly recordingBytes = $derived(total(this.#all, 'recordingBytes'));
	readonly scoreBytes = $derived(total(this.#all, 'scoreBytes'));

	readonly #parts: Parts;
	readonly #thumbnails = new Map<string, Promise<Score | null>>();

	constructor(parts: Parts) {
		this.#parts = parts;
	}

	/** @returns stops watching */
	watch(): () => void {
		void this.#parts.scores.emptyBin(this.#parts.now() - UNDO_MS);
		return this.#parts.scores.watch(
			(entries) => {
				this.#all = entries;
				void this.measure();
			},
			() => (this.failed = true)
		);
	}

	async measure(): Promise<void> {
		this.space = await measureSpace();
	}

	/** After the first score there is something to lose. */
	async protect(): Promise<void> {
		await askToPersist();
		await this.measure();
	}

	/** What was said about a score. */
	async details(id: string): Promise<Result<Details, StoreFailure>> {
		const document = await this.#parts.scores.read(id);
		return document.ok ? ok(detailsIn(document.value)) : document;
	}

	async describe(id: string, details: Details): Promise<Result<void, StoreFailure>> {
		const document = await this.#parts.scores.read(id);
		if (!document.ok) return document;
		const said = { ...details, tags: [...details.tags], changed: this.#parts.now() };
		return this.#parts.scores.put({ ...document.value, ...said }, undefined);
	}

	async duplicate(entry: Entry, title: string): Promise<Result<string, StoreFailure>> {
		const document = await this.#parts.scores.read(entry.id);
		if (!document.ok) return document;
		const now = this.#parts.now();
		const copy: ScoreDocument = {
			...document.value,
			id: this.#parts.newId(),
			title,
			created: now,
			changed: now
		};
		const { state, failure, recording, card } = entry;
		// The copy shares the recording, so it adds nothing to the sum.
		const kept = await this.#parts.scores.put(copy, entry.summary ?? undefined, {
			state,
			failure,
			recording,
			recordingBytes: 0,
			scoreBytes: 0,
			card
		});
		return kept.ok ? ok(copy.id) : kept;
	}

	/** @returns brings it back, as long as `UNDO_MS` have not passed */
	async remove(id: string): Promise<() => Promise<void>> {
		const at = this.#parts.now();
		await this.#parts.scores.bin(id, at);
		const timer = setTimeout(() => void this.#parts.scores.emptyBin(at), UNDO_MS);
		return async () => {
			clearTimeout(timer);
			await this.#parts.scores.restore(id);
		};
	}

	opened(id: string): void {
		void this.#parts.scores.note(id, { opened: this.#parts.now() });
	}

	/** The written score of a card. Made when a card is seen, kept while it does not change. */
	thumbnail(entry: Entry): Promise<Score | null> {
		const key = `${entry.id} ${entry.changed}`;
		const known = this.#thumbnails.get(key);
		if (known) return known;
		const made = this.#write(entry);
		this.#thumbnails.set(key, made);
		for (const old of this.#thumbnails.keys()) {
			if (this.#thumbnails.size <= THUMBNAILS) break;
			this.#thumbnails.delete(old);
		}
		return made;
	}

	async #write({ id, card }: Entry): Promise<Score | null> {
		const { scores, writer } = this.#parts;
		const document = await scores.read(id);
		if (!document.ok || document.value.notes.length === 0) return null;
		const { value } = document;
		const score = await writer.write(`card ${id}`, playedIn(value), writingOf(value));
		// Scores from before there were cards get theirs when they are seen.
		const made = score && !card ? writer.cardOf(score) : null;
		if (made) await scores.addCard(id, made);
		return score;
	}
}

function total(entries: readonly Entry[] | null, field: 'recordingBytes' | 'scoreBytes'): number {
	return (entries ?? []).reduce((sum, entry) => sum + entry[field], 0);
}
