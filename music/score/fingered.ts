/** Fingers the written notes of a score: where each lies on the neck, as long as it is held on the page. */
import { byStartAndPitch, type WrittenNote } from '#music/note.ts';
import type { Part } from '#music/score/engrave.ts';
import { GRACE } from '#music/score/grace.ts';
import type { LineNote } from '#music/score/line.ts';
import type { TabStaff } from '#music/score/score.ts';
import { finger } from '#music/tab/fingering.ts';
import type { Position } from '#music/tab/position.ts';
import { ticks } from '#music/time.ts';

/** By index of the played note; empty without a tab. @param pins where a person plays them, by the same index */
export function fingered(
	parts: readonly Part[],
	tab: TabStaff | null,
	pins: ReadonlyMap<number, Position>
): ReadonlyMap<number, Position> {
	if (tab === null) return new Map();
	const written = parts
		.flatMap(({ chords }) =>
			chords.flatMap(({ start, end, notes, grace = [] }, c) => {
				// A finger that goes on to a grace note has let go of what it held.
				const next = chords[c + 1];
				const until = next?.grace ? Math.min(end, Math.max(start + 1, next.start - GRACE)) : end;
				return [
					...grace.map((note) => heldFor(note, Math.max(0, start - GRACE), GRACE)),
					...notes.map((note) => heldFor(note, start, until - start))
				];
			})
		)
		.sort(byStartAndPitch);
	const positions = finger(written, tab, pins);
	return new Map(
		written.flatMap(({ played }, i) => {
			const position = positions[i] ?? null;
			return position === null ? [] : [[played, position] as const];
		})
	);
}

const heldFor = (
	{ played, pitch, level }: LineNote,
	start: number,
	length: number
): WrittenNote => ({
	played,
	pitch: pitch as WrittenNote['pitch'],
	level,
	start: ticks(start),
	length: ticks(length)
});
