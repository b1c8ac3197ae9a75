/** Notes of the page where they are struck: a tie's later heads stand for nothing of their own. */
import type { Chord, ChordNote, Clef, Score } from '#music/score/score.ts';
import type { Key } from '#music/settings.ts';

export interface Struck {
	readonly chord: Chord;
	readonly note: ChordNote;
	readonly clef: Clef;
	readonly key: Key;
	/** Semitones from sounding to written pitch. */
	readonly transpose: number;
}

/** The head with which a played note begins; null when it is not on the page. */
export function struckNote(score: Score, played: number): Struck | null {
	for (const { voices, clefs, key } of score.bars) {
		for (const { staff, events } of voices) {
			for (const chord of events) {
				if (chord.kind === 'rest') continue;
				const note = notesOf(chord).find((one) => one.played === played && !one.tieBack);
				if (!note) continue;
				const { clef, transpose } = score.staves[staff]!;
				return { chord, note, clef: clefs[staff] ?? clef, key, transpose };
			}
		}
	}
	return null;
}

/** The notes struck at a tick, in all voices, the highest first. */
export const struckAt = (score: Score, tick: number): readonly ChordNote[] =>
	score.bars
		.filter(({ start, length }) => start <= tick && tick < start + length)
		.flatMap(({ voices }) => voices.flatMap(({ events }) => events))
		.flatMap((event) => (event.kind === 'chord' && event.start === tick ? notesOf(event) : []))
		.filter(({ tieBack }) => !tieBack)
		.sort((a, b) => b.pitch - a.pitch);

/** With the grace notes before it. */
const notesOf = ({ grace = [], notes }: Chord): readonly ChordNote[] => [...grace, ...notes];

/** The note that is meant by a place in time: of those struck there a doubtful one, or the highest. */
export function noteToOpen(
	score: Score,
	tick: number,
	doubts: ReadonlySet<number> = new Set()
): number | null {
	const here = struckAt(score, tick);
	return (here.find(({ played }) => doubts.has(played)) ?? here[0])?.played ?? null;
}
