/**
 * The notes that are worth a person's look, one after another, and the one that is open: what else
 * it may be, what was chosen, and where else on the neck it lies. Doubt is of what was heard, so
 * the queue only ever grows shorter while a person answers it.
 */
import { correctionOf, type Reading } from '#music/readings.ts';
import { indexOf, refOf, type Correction, type NoteRef } from '#music/correct.ts';
import { doubtful } from '#music/doubt.ts';
import type { ScoreDocument } from '#music/document.ts';
import type { PlayedNote } from '#music/note.ts';
import { pinned } from '#music/tab/pins.ts';
import type { Position } from '#music/tab/position.ts';
import { seconds } from '#music/time.ts';
import type { Excerpt } from '#app/audio/excerpt.ts';
import type { Range } from '#app/audio/schedule.ts';
import type { PlayerState } from '#app/state/player.svelte.ts';
import type { Workspace } from '#app/state/workspace.svelte.ts';
import { correctionsOf, heardIn, writingOf } from '#app/store/brands.ts';

/** A note is heard with this much of the recording before and after it, seconds. */
const BEFORE = 0.5;
const AFTER = 0.5;
/** Other readings that are offered. */
const OFFERED = 2;

interface Asked {
	/** The note as it stood when it was opened. */
	readonly note: PlayedNote;
	/** What had been said before; what is chosen now is said after it. */
	readonly base: readonly Correction[];
	/** Which reading each state of the corrections stands for: 0 is the note as it was opened. */
	readonly said: WeakMap<object, number>;
}

interface Parts {
	readonly workspace: Workspace;
	/** Who asks about a note wants to hear that note alone. */
	readonly player: Pick<PlayerState, 'pause'>;
	/** Plays a piece of the recording once. */
	readonly excerpt: Pick<Excerpt, 'play' | 'stop' | 'dispose'>;
}

export class Doubt {
	readonly #parts: Parts;
	#asked = $state.raw<Asked | null>(null);
	/** The other readings of the open note; empty until they are known. */
	readings = $state.raw<readonly Reading[]>([]);
	/** The recording around the note is sounding. */
	sounding = $state(false);
	#turn = 0;
	readonly #heard = $derived.by(() => {
		const { document } = this.#parts.workspace;
		return document ? heardIn(document) : [];
	});
	readonly #suspects = $derived(doubtful(this.#heard).map((i) => this.#heard[i]!));
	/** The notes that stand on the page: an easy arrangement leaves some out. */
	readonly #shown = $derived.by(() => {
		const { score, written } = this.#parts.workspace;
		const played = (score?.bars ?? []).flatMap(({ voices }) =>
			voices.flatMap(({ events }) =>
				events.flatMap((event) =>
					event.kind === 'chord'
						? [...(event.grace ?? []), ...event.notes].map((note) => note.played)
						: []
				)
			)
		);
		return new Set(played.map((index) => written[index]));
	});
	/** The doubtful notes that nobody has answered yet, in order of time. */
	readonly queue: readonly PlayedNote[] = $derived.by(() => {
		const now = new Set(this.#parts.workspace.notes);
		return this.#suspects.filter((note) => now.has(note) && this.#shown.has(note));
	});
	/** Their indices among the played notes of the score. */
	readonly marked: ReadonlySet<number> = $derived.by(() => {
		const suspects = new Set(this.queue);
		const { written } = this.#parts.workspace;
		return new Set(written.flatMap((note, i) => (suspects.has(note) ? [i] : [])));
	});
	/** Index of the chosen reading: 0 as it was opened; null while nothing is open. */
	readonly chosen: number | null = $derived.by(() => {
		const { document, notes } = this.#parts.workspace;
		if (!this.#asked || !document) return null;
		const { note, said } = this.#asked;
		return said.get(document.corrections) ?? (notes.includes(note) ? 0 : null);
	});
	/** The note that is open, as it was opened. */
	readonly note: PlayedNote | null = $derived(
		this.chosen === null ? null : (this.#asked?.note ?? null)
	);
	/** Its index among the played notes of the score; null while nothing is open, or it is being written. */
	readonly open: number | null = $derived.by(() => {
		if (!this.note || this.chosen === null) return null;
		const meant = refAfter(this.note, this.readings[this.chosen - 1]);
		const index = indexOf(this.#parts.workspace.written, meant);
		return index < 0 ? null : index;
	});
	/** Where a person wants notes played, by their indices among the played notes of the score. */
	readonly pins: ReadonlyMap<number, Position> = $derived.by(() => {
		const { document, written } = this.#parts.workspace;
		return document ? pinned(writingOf(document).pins, written) : new Map();
	});
	/** Whether the open note is one of the doubtful. */
	readonly unsure: boolean = $derived(this.note !== null && this.#suspects.includes(this.note));

	constructor(parts: Parts) {
		this.#parts = parts;
	}

	/** @param played as in `ChordNote.played` */
	ask(played: number): void {
		const note = this.#parts.workspace.written[played];
		if (note) this.#ask(note);
	}

	#ask(note: PlayedNote): void {
		const { document } = this.#parts.workspace;
		if (!document) return;
		this.hush();
		this.#parts.player.pause();
		this.#asked = asked(note, document);
		this.readings = [];
		void this.#read(note);
	}

	/** @returns whether there was one to open */
	first(): boolean {
		const [first] = this.queue;
		if (first) this.#ask(first);
		return first !== undefined;
	}

	/** The doubtful note after (1) or before (−1) the open one, around the ends; closes when there is none. */
	step(by: 1 | -1): void {
		const from = this.note;
		const others = this.queue.filter((note) => note !== from);
		const after = (note: PlayedNote): boolean =>
			from === null ||
			note.start - from.start > 0 ||
			(note.start === from.start && note.pitch > from.pitch);
		const next =
			by > 0
				? (others.find(after) ?? others[0])
				: (others.findLast((note) => !after(note)) ?? others.at(-1));
		if (next) this.#ask(next);
		else this.close();
	}

	close(): void {
		this.hush();
		this.#asked = null;
	}

	dispose(): void {
		this.#asked = null;
		this.#parts.excerpt.dispose();
	}

	/** @param reading 0 takes the note as it was opened, 1 the first of the others */
	choose(reading: number): void {
		if (!this.#asked || this.chosen === null || this.chosen === reading) return;
		const { note, base } = this.#current(this.#asked);
		const other = this.readings[reading - 1];
		if (reading > 0 && !other) return;
		this.#say(other ? [...base, correctionOf(other, refOf(note))] : base, reading);
	}

	/** As it is chosen now it is right. */
	keep(): void {
		if (!this.#asked || this.chosen === null) return;
		const { note, base } = this.#current(this.#asked);
		const goesOn = this.unsure;
		if (this.chosen === 0 && goesOn) this.#say([...base, { kind: 'keep', note: refOf(note) }], 0);
		if (goesOn) this.step(1);
		else this.close();
	}

	remove(): void {
		if (!this.#asked || this.chosen === null) return;
		const { note, base } = this.#current(this.#asked);
		const goesOn = this.unsure;
		this.#say([...base, { kind: 'remove', note: refOf(note) }], 0);
		if (goesOn) this.step(1);
		else this.close();
	}

	/** Plays it there from now on. */
	pin(position: Position): void {
		const { workspace } = this.#parts;
		const note = this.open === null ? undefined : workspace.written[this.open];
		if (!note || !workspace.document) return;
		const { pins } = writingOf(workspace.document);
		const others = pins.filter(({ pitch, start }) => pitch !== note.pitch || start !== note.start);
		void workspace.setWriting({ pins: [...others, { ...refOf(note), position }] }, null);
	}

	/** The recording is on this device. */
	get recorded(): boolean {
		return this.#parts.workspace.recording !== null;
	}

	/** Plays the recording around the open note, or stops it. */
	async listen(): Promise<void> {
		const { recording } = this.#parts.workspace;
		if (!this.note || !recording) return;
		if (this.sounding) return this.hush();
		const turn = ++this.#turn;
		this.#parts.player.pause();
		this.sounding = true;
		try {
			await this.#parts.excerpt.play(recording, momentOf(this.note));
		} finally {
			if (turn === this.#turn) this.sounding = false;
		}
	}

	hush(): void {
		this.#turn++;
		this.sounding = false;
		this.#parts.excerpt.stop();
	}

	#say(corrections: readonly Correction[], reading: number): void {
		const { workspace } = this.#parts;
		void workspace.setCorrections(corrections);
		if (workspace.document) this.#asked?.said.set(workspace.document.corrections, reading);
	}

	/** What was said of other notes may have been taken back since this one was opened. */
	#current(open: Asked): Asked {
		const { document } = this.#parts.workspace;
		if (!document || open.said.has(document.corrections)) return open;
		return (this.#asked = asked(open.note, document));
	}

	async #read(note: PlayedNote): Promise<void> {
		const readings = await this.#parts.workspace.readings(note);
		const others = readings.filter(({ kind }) => kind !== 'remove'); // there is a button for that
		if (this.#asked?.note === note) this.readings = others.slice(0, OFFERED);
	}
}

/** The piece of the recording that lets a note be heard, seconds. */
export const momentOf = ({ start, end }: PlayedNote): Range => ({
	start: Math.max(0, start - BEFORE),
	end: Math.min(end, start + 1) + AFTER
});

const asked = (note: PlayedNote, document: ScoreDocument): Asked => ({
	note,
	base: correctionsOf(document),
	said: new WeakMap([[document.corrections, 0]])
});

/** Where a note stands once a reading of it was taken. */
function refAfter(note: PlayedNote, reading: Reading | undefined): NoteRef {
	if (reading?.kind === 'pitch') return { pitch: reading.pitch, start: note.start };
	if (reading?.kind !== 'merge') return refOf(note);
	return { pitch: note.pitch, start: seconds(Math.min(note.start, reading.with.start)) };
}
