/**
 * Whether another tuning or a capo would make the open score clearly easier. It is asked only
 * where a person has chosen neither, and answered beside the writing, so that nothing waits for it.
 */
import type { PlayedNote } from '#music/note.ts';
import { tabOf, type Fretted } from '#music/tab/instruments.ts';
import type { TuningSuggestion } from '#music/tab/suggest.ts';
import type { Workspace } from '#app/state/workspace.svelte.ts';
import { writingOf } from '#app/store/brands.ts';
import type { Adviser } from '#app/writing/adviser.ts';

interface Parts {
	readonly workspace: Pick<Workspace, 'document' | 'score' | 'written'>;
	readonly adviser: Pick<Adviser, 'suggestTuning'>;
}

interface Question {
	readonly notes: readonly PlayedNote[];
	readonly instrument: Fretted;
}

interface Easier extends TuningSuggestion {
	/** Only the capo is new. */
	readonly standard: boolean;
}

export class Advice {
	readonly #parts: Parts;
	#answer = $state.raw<{ readonly to: Question; readonly best: TuningSuggestion | null } | null>(
		null
	);
	readonly #chosen: boolean = $derived.by(() => {
		const { document } = this.#parts.workspace;
		const writing = document && writingOf(document);
		return !writing || writing.tuning !== null || writing.capo > 0;
	});
	/** What can be asked now; null when there is nothing to ask, or the answer is known. */
	readonly question: Question | null = $derived.by(() => {
		const { score, written: notes } = this.#parts.workspace;
		if (this.#chosen || !score?.tab || notes.length === 0) return null;
		const question = { notes, instrument: score.instrument as Fretted };
		return this.#answers(question) ? null : question;
	});
	readonly easier: Easier | null = $derived.by(() => {
		const { score, written: notes } = this.#parts.workspace;
		if (this.#chosen || !score?.tab) return null;
		const instrument = score.instrument as Fretted;
		const best = this.#answers({ notes, instrument }) ? this.#answer?.best : null;
		if (!best) return null;
		const usual = tabOf(instrument, { tuning: null, capo: 0 })!.tuning;
		const { tuning, capo } = best.tab;
		const standard = tuning.length === usual.length && tuning.every((open, i) => open === usual[i]);
		return standard && capo === 0 ? null : { ...best, standard };
	});

	constructor(parts: Parts) {
		this.#parts = parts;
	}

	async ask(): Promise<void> {
		const { question } = this;
		if (!question) return;
		const best = await this.#parts.adviser.suggestTuning(question.notes, question.instrument);
		this.#answer = { to: question, best };
	}

	#answers({ notes, instrument }: Question): boolean {
		return this.#answer?.to.notes === notes && this.#answer.to.instrument === instrument;
	}
}
