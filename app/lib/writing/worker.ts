/** Writes scores off the main thread, where ten minutes of notes would be felt. */
import { expose } from 'comlink';
import type { ScoreCard } from '#music/card.ts';
import { cardOf } from '#music/card/card-of.ts';
import type { PlayedNote } from '#music/note.ts';
import type { Score } from '#music/score/score.ts';
import type { WriteSettings } from '#music/settings.ts';
import { writeScore } from '#music/write.ts';
import { warmUp } from '#app/writing/warm-up.ts';

let asked = false;

const api = {
	write(notes: readonly PlayedNote[], settings: WriteSettings): Written {
		asked = true;
		return written(notes, settings);
	},

	/** Until somebody asks for a score. */
	warmUp: (): Promise<void> => warmUp(written, () => !asked)
};

interface Written {
	readonly score: Score;
	readonly card: ScoreCard | null;
}

function written(notes: readonly PlayedNote[], settings: WriteSettings): Written {
	const score = writeScore(notes, settings);
	return { score, card: cardOf(score, notes) };
}

export type WritingApi = typeof api;

expose(api);
