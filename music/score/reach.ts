/**
 * What it costs one hand of a pianist to strike some notes, from where it lies
 * and what it holds. The costs were weighed on printed scores that are in the
 * public domain, played by machine; the hands are their staves.
 */
import type { PlayedNote } from '#music/note.ts';

/** Where a hand lies. */
export interface Hand {
	/** Lowest key under the hand at rest; it covers `COVERS` semitones; −1 before it has played. */
	readonly low: number;
	/** Seconds of its last stroke. */
	readonly at: number;
	/** What it struck last, and what it may still hold. */
	readonly notes: readonly PlayedNote[];
	/** Highest pitch of the last stroke. */
	readonly last: number;
}

export const IDLE: Hand = { low: -1, at: -Infinity, notes: [], last: 0 };

/** Semitones under a hand that lies still. */
const COVERS = 9;
/** Semitones that a hand takes together without stretching, and at most. */
const EASY = 10;
const MOST = 16;
/** To strike more than one key soon after the last stroke (seconds, for each further key). */
const CHORD = 0.25;
/** What the same keys cost less. */
const AGAIN = 0.8;
/** Fingers. */
const FINGERS = 5;
/** Semitones moved, at leisure; a hurried move costs more (seconds). */
const MOVE = 0.022;
const HURRY = 0.25;
const FARTHEST = 24;
/** Middle C parts the hands, other things equal: for each semitone beyond. */
const MIDDLE = 60;
const AWAY = 0.032;
/** A hand that did nothing for so long (seconds) does not come in for nothing. */
const RESTED = 1.2;
const COMES_IN = 0.6;
/** To strike while holding another note. */
const HOLDS = 0.64;
/** Notes that go on for this long (seconds) after a stroke are held. */
const GOES_ON = 0.06;
/** A finger may be lifted late by this, and holds wholly when it goes on for so long beyond that (seconds). */
const LATE = 0.12;
const HELD = 0.5;
/** To go on with a line of the other hand: notes that follow within so many semitones, and seconds. */
const TAKES_OVER = 0.5;
const LINE = 6;
const JUST = 1;
/** To reach over the other hand: at all, and for each semitone. */
const CROSSES = 1;
const CROSSES_BY = 0.12;
const NEAR = 0.6;

const stretch = (span: number): number =>
	span <= EASY ? 0 : span <= MOST ? 0.4 * (span - EASY) : 1.6 + 1.2 * (span - MOST);

/** @param side −1 for the left hand, 1 for the right; it strikes `struck` from `from` up to `to`, ascending. */
export function enter(
	hand: Hand,
	other: Hand,
	struck: readonly PlayedNote[],
	from: number,
	to: number,
	side: -1 | 1
): { readonly hand: Hand; readonly cost: number } {
	if (from === to) return { hand, cost: 0 };
	const at = struck[from]!.start;
	const lowest = struck[from]!.pitch;
	const highest = struck[to - 1]!.pitch;
	let cost = stretch(highest - lowest);
	const again = count(hand.notes, struck, from, to) / (to - from);
	cost += (to - from - 1) * (1 - AGAIN * again) * (CHORD / (at - hand.at + 0.1));
	if (to - from > FINGERS) cost += 3 * (to - from - FINGERS);
	for (let k = from; k < to; k++) cost += AWAY * Math.max(0, side * (MIDDLE - struck[k]!.pitch));

	const waited = at - hand.at;
	const low = settled(hand.low, lowest, highest);
	if (hand.low >= 0) {
		const moved = Math.min(Math.abs(low - hand.low), FARTHEST);
		cost += MOVE * moved * (1 + HURRY / (waited + 0.1));
	}
	const rested = hand.notes.reduce((least, { end }) => Math.min(least, at - end), waited);
	if (rested > RESTED && to - from === struck.length) cost += COMES_IN;

	let heldLow = lowest as number;
	let heldHigh = highest as number;
	let goesOn = 0;
	for (const { pitch, end } of hand.notes) {
		if (end < at + GOES_ON || (pitch >= lowest && pitch <= highest)) continue;
		heldLow = Math.min(heldLow, pitch);
		heldHigh = Math.max(heldHigh, pitch);
		goesOn = Math.max(goesOn, end - at);
	}
	if (goesOn > 0) {
		const further = 0.5 * (stretch(heldHigh - heldLow) - stretch(highest - lowest));
		cost += (HOLDS + Math.min(1, further)) * Math.min(1, Math.max(0, goesOn - LATE) / HELD);
	}
	for (const note of other.notes) {
		if (note.end < at + GOES_ON && at - note.start > NEAR) continue;
		const over = side === 1 ? note.pitch - lowest : highest - note.pitch;
		if (over > 0) {
			cost += CROSSES + CROSSES_BY * over;
			break;
		}
	}
	for (let k = from; k < to; k++) {
		const away = nearest(other.notes, struck[k]!, at);
		if (away < LINE && away < nearest(hand.notes, struck[k]!, at))
			cost += TAKES_OVER * (1 - away / LINE);
	}
	const own = struck.slice(from, to);
	const kept = hand.notes.filter((note) => note.end > at + GOES_ON || at - note.start < NEAR);
	return { hand: { low, at, notes: [...own, ...kept].slice(0, 8), last: highest }, cost };
}

/** The hand moves no further than it must. */
function settled(low: number, lowest: number, highest: number): number {
	if (highest - lowest > COVERS) return Math.max(0, (lowest + highest - COVERS) >> 1);
	if (low < 0) return lowest;
	if (lowest < low) return lowest;
	return Math.max(low, highest - COVERS);
}

/** How many of the struck keys the hand has under its fingers from before. */
function count(
	notes: readonly PlayedNote[],
	struck: readonly PlayedNote[],
	from: number,
	to: number
): number {
	let same = 0;
	for (let k = from; k < to; k++) {
		if (notes.some(({ pitch }) => pitch === struck[k]!.pitch)) same++;
	}
	return same;
}

/** Semitones from the nearest note that was just struck. */
function nearest(notes: readonly PlayedNote[], { pitch }: PlayedNote, at: number): number {
	let least = Infinity;
	for (const note of notes) {
		if (at - note.start <= JUST) least = Math.min(least, Math.abs(note.pitch - pitch));
	}
	return least;
}
