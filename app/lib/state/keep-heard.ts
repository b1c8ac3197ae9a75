/** What was heard becomes the score that waits for it, whoever has heard it. */
import type { ScoreDocument } from '#music/document.ts';
import type { Result } from '#music/result.ts';
import type { Score } from '#music/score/score.ts';
import { playedIn, writingOf } from '#app/store/brands.ts';
import { summarise } from '#app/store/entry.ts';
import type { StoreFailure } from '#app/store/failure.ts';
import type { Scores } from '#app/store/scores.ts';
import type { Writer } from '#app/writing/client.ts';

/** What listening makes of a recording, as a document keeps it. */
export interface Heard {
	/** Length of the recording. */
	readonly seconds: number;
	readonly endsEarly: boolean;
	readonly notes: ScoreDocument['notes'];
}

interface Parts {
	readonly scores: Scores;
	readonly writer: Pick<Writer, 'write' | 'cardOf'>;
	readonly now: () => number;
}

/** @param bytes what the hearing takes on the disk beside the recording */
export async function keepHeard(
	{ scores, writer, now }: Parts,
	id: string,
	heard: Heard,
	bytes: () => Promise<number>
): Promise<Result<void, StoreFailure>> {
	// Read anew: the title or a setting may have changed while it was heard.
	const current = await scores.read(id);
	if (!current.ok) return current;
	const { seconds, endsEarly, notes } = heard;
	const document: ScoreDocument = {
		...current.value,
		changed: now(),
		source: { ...current.value.source, seconds, endsEarly },
		notes
	};
	const score: Score | null = await writer.write(id, playedIn(document), writingOf(document));
	return scores.put(document, score && notes.length > 0 ? summarise(score) : undefined, {
		state: 'ready',
		failure: null,
		away: null,
		scoreBytes: await bytes(),
		card: score && writer.cardOf(score)
	});
}
