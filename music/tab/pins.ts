/** Where a person wants notes played, matched to the notes they meant. */
import type { PlayedNote } from '#music/note.ts';
import type { Pin } from '#music/settings.ts';
import type { Position } from '#music/tab/position.ts';

/** A note may have moved this far since it was pinned, seconds: notes heard anew start a frame or two off. */
const NEAR = 0.06;

/** Chosen positions by index of the played note. Of two pins on one note the later wins; a pin whose note is gone says nothing. */
export function pinned(
	pins: readonly Pin[],
	played: readonly PlayedNote[]
): ReadonlyMap<number, Position> {
	const chosen = new Map<number, Position>();
	for (const { start, pitch, position } of pins) {
		let nearest = -1;
		let least = NEAR;
		for (const [i, note] of played.entries()) {
			const away = Math.abs(note.start - start);
			if (note.pitch === pitch && away <= least && (away < least || nearest < 0)) {
				nearest = i;
				least = away;
			}
		}
		if (nearest >= 0) chosen.set(nearest, position);
	}
	return chosen;
}
