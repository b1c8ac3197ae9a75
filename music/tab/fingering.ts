/**
 * Fingering: a string and a fret for every note, decided for the whole piece at
 * once, by the easiest way through it: with few shifts and stretches, chords in
 * customary shapes, open strings where they fit, and nothing cut short.
 */
import type { WrittenNote } from '#music/note.ts';
import type { TabStaff } from '#music/score/score.ts';
import { soundsAt } from '#music/tab/fretboard.ts';
import { groupsOf, paceOf, type Group } from '#music/tab/groups.ts';
import type { Step } from '#music/tab/hands.ts';
import { cheapest, type Path } from '#music/tab/paths.ts';
import type { Position } from '#music/tab/position.ts';

type Pinned = ReadonlyMap<number, Position>;
const NO_PINS: Pinned = new Map();

/**
 * Parallel to `notes`: where each is played, frets counted from the capo. Null
 * where a note is out of range, or cannot be played with what is struck with it
 * or still held. Notes heard with little confidence have little pull on the hand.
 *
 * @param pinned chosen positions by index of the played note; the rest is solved around them.
 * A choice that does not sound its note (the tuning has changed since) is passed over.
 */
export function finger(
	notes: readonly WrittenNote[],
	tab: TabStaff,
	pinned: Pinned = NO_PINS
): readonly (Position | null)[] {
	const positions: (Position | null)[] = notes.map(() => null);
	const groups = groupsOf(notes);
	let path = solve(notes, groups, tab, pinned);
	for (let i = groups.length - 1; i >= 0 && path !== null; i--, path = path.before) {
		const { shape } = path.hand;
		for (const [k, note] of groups[i]!.members.entries()) {
			const string = shape.places[k]!;
			if (string >= 0) positions[note] = { string: string + 1, fret: shape.frets[string]! };
		}
	}
	return positions;
}

/** What the easiest way to play `notes` costs: a comfortable shift by two frets is about one. */
export const effortOf = (
	notes: readonly WrittenNote[],
	tab: TabStaff,
	pinned: Pinned = NO_PINS
): number => solve(notes, groupsOf(notes), tab, pinned)?.cost ?? 0;

/** The same for each onset apart, in order: what it takes to come to it and to hold it. */
export function effortsOf(notes: readonly WrittenNote[], tab: TabStaff): readonly number[] {
	const efforts: number[] = [];
	let path = solve(notes, groupsOf(notes), tab, NO_PINS);
	while (path !== null && path.before !== null) {
		efforts.push(path.cost - path.before.cost);
		path = path.before;
	}
	return efforts.reverse();
}

function solve(
	notes: readonly WrittenNote[],
	groups: readonly Group[],
	tab: TabStaff,
	pinned: Pinned
): Path | null {
	const steps = groups.map(({ start, members }): Step => {
		const own = members.map((n) => notes[n]!);
		return {
			start,
			pitches: own.map(({ pitch }) => pitch),
			sure: own.map(({ confidence = 1 }) => Math.round(20 * confidence) / 20),
			ends: own.map(({ start, length }) => start + length),
			pins: own.map(({ pitch, played }) => {
				const pin = pinned.get(played);
				return pin !== undefined && soundsAt(pitch, pin, tab) ? pin : undefined;
			})
		};
	});
	return cheapest(steps, tab, paceOf(groups));
}
