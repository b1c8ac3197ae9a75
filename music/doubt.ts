/**
 * Which notes are worth a person's look: the few that are most probably wrong. A small committee
 * that was fitted on sound we rendered weighs the ear's own confidence against the music around a
 * note; those with confidence 1 were judged by a person and are not doubted.
 */
import { doubtEvidence, sureness } from '#music/doubt-evidence.ts';
import type { PlayedNote } from '#music/note.ts';
import { judge, type Judging } from '#music/judge.ts';
import fitted from './doubt-weights.json' with { type: 'json' };

const JUDGES: Judging = fitted;

/** At most this share of the notes: a page full of marks says nothing. */
const MOST = 0.1;
/** A note less suspicious than this, in log-odds, is not worth a look: less than one chance in twelve that it is wrong. */
const LEAST = -2.6;
/** Nor is a note that the ear is as sure of as of the surest, those above this share of all. */
const SUREST = 0.7;

/**
 * @param notes by start, then pitch
 * @returns indices in order of time, at most a tenth of the notes
 */
export function doubtful(notes: readonly PlayedNote[]): readonly number[] {
	const most = Math.floor(MOST * notes.length);
	if (most === 0) return [];
	const sure = notes.map(sureness);
	const high = sure.toSorted((a, b) => a - b)[Math.floor(SUREST * (notes.length - 1))]!;
	return notes
		.map(({ confidence = 0 }, i) => ({
			i,
			suspicion:
				confidence >= 1 || sure[i]! >= high
					? -Infinity
					: judge(JUDGES, doubtEvidence(notes, sure, i))
		}))
		.filter(({ suspicion }) => suspicion >= LEAST)
		.sort((a, b) => b.suspicion - a.suspicion || a.i - b.i)
		.slice(0, most)
		.map(({ i }) => i)
		.sort((a, b) => a - b);
}
