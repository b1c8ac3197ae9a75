/**
 * The main thread's side of advice. It has a worker of its own, and only while it is asked: what
 * takes half a second must not stand before a score that a person waits for.
 */
import { wrap } from 'comlink';
import type { PlayedNote } from '#music/note.ts';
import type { Fretted } from '#music/tab/instruments.ts';
import type { TuningSuggestion } from '#music/tab/suggest.ts';
import type { AdviceApi } from '#app/writing/advice-worker.ts';

export class Adviser {
	/** @returns the tuning and capo in which the notes are easiest to play; null when there is none */
	async suggestTuning(
		notes: readonly PlayedNote[],
		instrument: Fretted
	): Promise<TuningSuggestion | null> {
		const worker = new Worker(new URL('./advice-worker.ts', import.meta.url), { type: 'module' });
		try {
			const [best] = await wrap<AdviceApi>(worker).suggestTuning(notes, instrument);
			return best ?? null;
		} finally {
			worker.terminate();
		}
	}
}
