/**
 * One open score: what was heard, what the person chose, and the page that
 * follows from both. Every choice is saved by itself, and the page says so.
 */
import type { Transcriber } from '#models/client.ts';
import { detailsIn, type Details } from '#music/details.ts';
import type { ScoreDocument } from '#music/document.ts';
import type { PlayedNote } from '#music/note.ts';
import type { Correction } from '#music/correct.ts';
import { readingsOfMusic, type Reading } from '#music/readings.ts';
import type { Score } from '#music/score/score.ts';
import type { HearSettings, WriteSettings } from '#music/settings.ts';
import { storedNotes, storedWriting } from '#music/stored.ts';
import { History } from '#app/state/history.svelte.ts';
import { playedIn, storedCorrections, writingOf } from '#app/store/brands.ts';
import { summarise } from '#app/store/entry.ts';
import type { StoreFailure } from '#app/store/failure.ts';
import type { Recordings } from '#app/store/recordings.ts';
import type { Scores } from '#app/store/scores.ts';
import type { Writer } from '#app/writing/client.ts';
import type { Activations } from '#models/activations.ts';

/** A slider is at rest this long before what it did is written to the disk, ms. */
const SAVE_MS = 400;

export type Saved = 'saved' | 'saving' | StoreFailure['code'];

/** What a person changes, and can take back. */
type Chosen = Pick<ScoreDocument, keyof Details | 'writing' | 'corrections' | 'hearing'>;

interface Parts {
	readonly scores: Scores;
	readonly recordings: Recordings;
	readonly transcriber: Pick<Transcriber, 'hear' | 'readings'>;
	readonly writer: Pick<Writer, 'write' | 'cardOf'>;
	readonly now: () => number;
}

export class Workspace {
	readonly id: string;
	document = $state.raw<ScoreDocument | null>(null);
	score = $state.raw<Score | null>(null);
	/** The notes that the score was written from: its indices of played notes mean these. */
	written = $state.raw<readonly PlayedNote[]>([]);
	recording = $state.raw<File | null>(null);
	peaks = $state.raw<Float32Array | null>(null);
	/** Why there is nothing to show. */
	failure = $state.raw<StoreFailure['code'] | null>(null);
	saved = $state<Saved>('saved');
	/** The recording is being heard again with other settings. */
	hearing = $state(false);
	/** As heard, and corrected by a person. */
	readonly notes: readonly PlayedNote[] = $derived(this.document ? playedIn(this.document) : []);

	readonly #parts: Parts;
	readonly #history = new History<Chosen>();
	/** What was heard with each choice of hearing, so that to take one back is to hear nothing again. */
	readonly #heard = new WeakMap<ScoreDocument['hearing'], ScoreDocument['notes']>();
	#recordingId: string | null = null;
	/** Versions that were read or written here, by when they were changed; any other came from elsewhere. */
	readonly #known = new Set<number>();
	#activations: Activations | null = null;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#wish = 0;

	constructor(id: string, parts: Parts) {
		this.id = id;
		this.#parts = parts;
	}

	get canHearAgain(): boolean {
		return this.peaks !== null;
	}

	/** Reads everything again; called when it is opened, heard, or changed in another tab. */
	async load(): Promise<void> {
		const { scores, recordings } = this.#parts;
		const document = await scores.read(this.id);
		if (!document.ok) {
			this.failure = document.error.code;
			return;
		}
		this.failure = null;
		this.document = document.value;
		this.#known.add(document.value.changed);
		this.#heard.set(document.value.hearing, document.value.notes);
		this.#history.clear();
		this.#recordingId = (await scores.entry(this.id))?.recording ?? null;
		if (document.value.notes.length > 0) await this.#write();
		if (!this.#recordingId) return;
		const file = await recordings.read(this.#recordingId);
		this.recording = file.ok ? file.value : null;
		this.peaks = (await recordings.peaks(this.#recordingId)) ?? null;
	}

	/** Another tab has saved this score, or another device. */
	async changedElsewhere(changed: number): Promise<void> {
		// Not by which is later: the clock of another device may be wrong by hours.
		if (this.saved !== 'saved' || !this.document || this.#known.has(changed)) return;
		await this.load();
	}

	/** The recording has come to this device. What was heard in it is not here, and nothing else changes. */
	async recordingCame(id: string): Promise<void> {
		const file = await this.#parts.recordings.read(id);
		if (!file.ok) return;
		this.#recordingId = id;
		this.recording = file.value;
	}

	/** What a person says about the piece. */
	describe(said: Partial<Details>): void {
		if (!this.document) return;
		this.#record('details');
		this.#change({ ...said, tags: [...(said.tags ?? this.document.tags)] });
	}

	/** @param kind a flurry of one kind is undone at once; null is a change of its own */
	async setWriting(
		change: Partial<WriteSettings>,
		kind: string | null = Object.keys(change).join()
	): Promise<void> {
		if (!this.document) return;
		const writing = storedWriting({ ...writingOf(this.document), ...change });
		this.#record(kind);
		this.#change({ writing });
		await this.#write();
		this.#saveSoon(); // what the library says of it may be new
	}

	/** What a person says of single notes, in place of what was said before. */
	async setCorrections(corrections: readonly Correction[]): Promise<void> {
		if (!this.document) return;
		this.#record(null);
		this.#change({ corrections: storedCorrections(corrections) });
		await this.#write();
		this.#saveSoon();
	}

	/** What else a note may be, the likeliest first: by the recording, or by the music where that is gone. */
	async readings(note: PlayedNote): Promise<readonly Reading[]> {
		const { notes, score } = this;
		const index = notes.indexOf(note);
		const activations = await this.#loadActivations();
		if (activations && index >= 0) {
			return this.#parts.transcriber.readings(activations, notes, index);
		}
		return readingsOfMusic(notes, index, score?.key ?? { fifths: 0, mode: 'major' });
	}

	get canUndo(): boolean {
		return this.#history.canUndo;
	}

	get canRedo(): boolean {
		return this.#history.canRedo;
	}

	async undo(): Promise<void> {
		if (this.document) await this.#restore(this.#history.undo(chosenIn(this.document)));
	}

	async redo(): Promise<void> {
		if (this.document) await this.#restore(this.#history.redo(chosenIn(this.document)));
	}

	async setHearing(change: Partial<HearSettings>): Promise<void> {
		if (!this.document) return;
		const hearing = { ...this.document.hearing, ...change };
		this.#record('hearing');
		this.#change({ hearing });
		await this.#hear(hearing);
	}

	/** Puts what has not reached the disk there now. */
	async flush(): Promise<void> {
		clearTimeout(this.#timer);
		if (this.saved !== 'saved') await this.#save();
	}

	/** Keeps what is about to change. @param kind a flurry of one kind is undone at once */
	#record(kind: string | null): void {
		if (this.document) this.#history.record(chosenIn(this.document), kind, this.#parts.now());
	}

	async #restore(chosen: Chosen | undefined): Promise<void> {
		if (!chosen) return;
		const notes = this.#heard.get(chosen.hearing);
		this.#wish++; // a hearing that is under way would bring back what was undone
		this.hearing = false;
		this.#change({ ...chosen, ...(notes && { notes }) });
		await this.#write();
		this.#saveSoon();
		if (!notes) await this.#hear(chosen.hearing);
	}

	async #hear(hearing: ScoreDocument['hearing']): Promise<void> {
		const wish = ++this.#wish;
		this.hearing = true;
		try {
			const activations = await this.#loadActivations();
			if (!activations || wish !== this.#wish) return;
			const notes = storedNotes(await this.#parts.transcriber.hear(activations, hearing));
			// A newer wish is on its way; this answer is to an old question.
			if (wish !== this.#wish) return;
			this.#heard.set(hearing, notes);
			this.#change({ notes });
			await this.#write();
			this.#saveSoon();
		} finally {
			if (wish === this.#wish) this.hearing = false;
		}
	}

	#change(change: Partial<ScoreDocument>): void {
		if (!this.document) return;
		this.document = { ...this.document, ...change, changed: this.#parts.now() };
		this.#saveSoon();
	}

	#saveSoon(): void {
		this.saved = 'saving';
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => void this.#save(), SAVE_MS);
	}

	async #save(): Promise<void> {
		const { document, score } = this;
		if (!document) return;
		const { scores, writer } = this.#parts;
		this.#known.add(document.changed);
		const kept = score
			? await scores.put(document, summarise(score), { card: writer.cardOf(score) }, this.#known)
			: await scores.put(document, undefined, {}, this.#known);
		if (!kept.ok) this.saved = kept.error.code;
		else if (this.document === document) this.saved = 'saved';
	}

	async #write(): Promise<void> {
		if (!this.document) return;
		const { document, notes } = this;
		const score = await this.#parts.writer.write(`open ${this.id}`, notes, writingOf(document));
		if (!score) return;
		this.score = score;
		this.written = notes;
	}

	async #loadActivations(): Promise<Activations | null> {
		if (this.#activations || !this.#recordingId) return this.#activations;
		const read = await this.#parts.recordings.activations(this.#recordingId);
		this.#activations = read.ok ? read.value : null;
		return this.#activations;
	}
}

const chosenIn = (document: ScoreDocument): Chosen => {
	const { tags, writing, corrections, hearing } = document;
	return { ...detailsIn(document), tags, writing, corrections, hearing };
};
