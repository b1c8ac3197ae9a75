/** Where a pitch lies on the fretboard, and what an instrument can play at all. */
import { pitch, type Pitch } from '#music/note.ts';
import type { TabStaff } from '#music/score/score.ts';
import type { Position } from '#music/tab/position.ts';

/** Counted from the nut; acoustic guitars end between 19 and 22. */
export const LAST_FRET = 22;

/**
 * Every place where `pitch` can be played, string 1 first; frets count from the capo.
 * A short string (a banjo's fifth) is numbered by the frets beside it, as its
 * players do: open is 0, and its own first fret is one above where it begins.
 */
export function positionsOf(pitch: Pitch, { tuning, capo, shortFrom }: TabStaff): Position[] {
	const found: Position[] = [];
	for (let i = 0; i < tuning.length; i++) {
		const above = pitch - tuning[i]! - capo;
		const skipped = above > 0 && i === tuning.length - 1 ? (shortFrom ?? 0) : 0;
		const fret = above + skipped;
		if (above >= 0 && fret + capo <= LAST_FRET) found.push({ string: i + 1, fret });
	}
	return found;
}

/** Whether `pitch` sounds at `position`; false for places the neck does not have. */
export const soundsAt = (pitch: Pitch, { string, fret }: Position, tab: TabStaff): boolean =>
	positionsOf(pitch, tab).some((place) => place.string === string && place.fret === fret);

/** The lowest and highest pitch of the instrument as it is tuned; null when it has no strings. */
export function playableRange({
	tuning,
	capo,
	shortFrom
}: TabStaff): { readonly lowest: Pitch; readonly highest: Pitch } | null {
	if (tuning.length === 0) return null;
	const tops = tuning.map((open, i) => {
		const short = i === tuning.length - 1 ? (shortFrom ?? 0) : 0;
		return open + Math.max(capo, LAST_FRET - short);
	});
	return {
		lowest: pitch(Math.min(127, Math.min(...tuning) + capo)),
		highest: pitch(Math.min(127, Math.max(...tops)))
	};
}
