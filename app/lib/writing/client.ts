/**
 * The main thread's side of writing: one worker, one score at a time. Each
 * purpose has one place in the queue, and a newer wish takes the place of an
 * older one that has not begun: a slider that moves ten times is written twice, not ten times.
 */
import { wrap, type Remote } from 'comlink';
import type { ScoreCard } from '#music/card.ts';
import type { PlayedNote } from '#music/note.ts';
import type { Score } from '#music/score/score.ts';
import type { WriteSettings } from '#music/settings.ts';
import type { WritingApi } from '#app/writing/worker.ts';

interface Wish {
	readonly notes: readonly PlayedNote[];
	readonly settings: WriteSettings;
	readonly settle: (score: Score | null) => void;
	readonly refuse: (cause: unknown) => void;
}

export class Writer {
	readonly #queue = new Map<string, Wish>();
	readonly #cards = new WeakMap<Score, ScoreCard>();
	#remote: Remote<WritingApi> | undefined;
	#busy = false;

	/**
	 * @param purpose who asks: a newer wish for the same purpose replaces a waiting one
	 * @returns the score, or null when a newer wish took this one's place
	 */
	write(
		purpose: string,
		notes: readonly PlayedNote[],
		settings: WriteSettings
	): Promise<Score | null> {
		this.#queue.get(purpose)?.settle(null);
		const written = new Promise<Score | null>((settle, refuse) => {
			this.#queue.set(purpose, { notes, settings, settle, refuse });
		});
		void this.#drain();
		return written;
	}

	/** What a list may know of a score that was written here; null when nothing is on its page. */
	cardOf(score: Score): ScoreCard | null {
		return this.#cards.get(score) ?? null;
	}

	/** Has the first score written as quickly as later ones; it gives way to a score that is asked for. */
	warmUp(): void {
		const remote = (this.#remote ??= start());
		remote.warmUp().catch(() => {}); // what it could not do, the first score does
	}

	async #drain(): Promise<void> {
		if (this.#busy) return;
		this.#busy = true;
		for (const [purpose, wish] of this.#queue) {
			this.#queue.delete(purpose);
			try {
				const remote = (this.#remote ??= start());
				const { score, card } = await remote.write(wish.notes, wish.settings);
				if (card) this.#cards.set(score, card);
				wish.settle(score);
			} catch (cause) {
				wish.refuse(cause);
			}
		}
		this.#busy = false;
	}
}

function start(): Remote<WritingApi> {
	const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
	return wrap<WritingApi>(worker);
}
