/** Where a pitch lies on the fretboard. */
import type { Pitch } from '#music/note.ts';
import type { TabStaff } from '#music/score/score.ts';
import type { Position } from '#music/tab/position.ts';

/** Counted from the nut; acoustic guitars end between 19 and 22. */
export const LAST_FRET = 22;

/** Every place where `pitch` can be played, string 1 first; frets count from the capo. */
export function positionsOf(pitch: Pitch, { tuning, capo }: TabStaff): readonly Position[] {
	return tuning
		.map((open, i) => ({ string: i + 1, fret: pitch - open - capo }))
		.filter(({ fret }) => fret >= 0 && fret + capo <= LAST_FRET);
}
