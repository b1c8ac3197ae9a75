/** Rhythms that a beginner reads: a voice moved to eighths, each place taken by one chord. */
import type { LineChord } from '#music/score/line.ts';
import { PPQ } from '#music/time.ts';

export const EIGHTH = PPQ / 2;

/**
 * Chords on an eighth stay. The others move to the eighth beside them that is free, the nearer
 * first, so that a dotted rhythm and a triplet become even; where none is free they are left out.
 * @param keeps whether what begins at this tick is left as it is
 */
export function inEighths(
	chords: readonly LineChord[],
	keeps: (start: number) => boolean = () => false
): LineChord[] {
	const stays = ({ start }: LineChord): boolean => start % EIGHTH === 0 || keeps(start);
	const taken = new Map<number, LineChord>();
	for (const chord of chords) if (stays(chord)) taken.set(chord.start, chord);
	for (const chord of chords) {
		if (stays(chord)) continue;
		const before = Math.floor(chord.start / EIGHTH) * EIGHTH;
		const after = before + EIGHTH;
		const places = chord.start - before < after - chord.start ? [before, after] : [after, before];
		const free = places.find((place) => !taken.has(place) && !keeps(place));
		if (free !== undefined) taken.set(free, chord);
	}
	const moved = [...taken].sort(([a], [b]) => a - b);
	return moved.map(([start, { end, notes }], i) => {
		const even = Math.max(start + EIGHTH, Math.round(end / EIGHTH) * EIGHTH);
		const until = keeps(start) ? end : even;
		return { start, end: Math.min(moved[i + 1]?.[0] ?? Infinity, until), notes };
	});
}
