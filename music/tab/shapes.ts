/**
 * The ways one hand can hold a chord: which string and fret each note takes,
 * found without regard to what comes before or after.
 *
 * Rules that no shape breaks: one note a string, no fret below the capo, and a
 * stretch that a hand can reach. Where not all notes fit, shapes hold as many
 * as can be held; what was chosen by a person, the top note and the bass are
 * given up last, what was hardly heard first.
 */
import type { Pitch } from '#music/note.ts';
import type { TabStaff } from '#music/score/score.ts';
import { positionsOf } from '#music/tab/fretboard.ts';
import { gripEffort } from '#music/tab/grip.ts';
import type { Position } from '#music/tab/position.ts';

export interface Shape {
	/** Fret on each string (string 1 first), counted from the capo; −1 where the string is not played. */
	readonly frets: readonly number[];
	/** For each pitch asked for, its string as an index from 0; −1 where it had no place. */
	readonly places: readonly number[];
	/** Lowest and highest fretted fret, from the capo; 0 when all strings are open. */
	readonly low: number;
	readonly high: number;
	/** Mean string index of the notes, −1 for none. A banjo's short string is its thumb's and does not count. */
	readonly middle: number;
	/** How unwelcome the shape is by itself. */
	readonly effort: number;
}

/** What is known of pitches that are struck together, in their order. */
export interface Struck {
	/** How sure each is, 0–1; absent when all are certain. */
	readonly sure?: readonly number[];
	/** Where a person wants them; each sounds its pitch. */
	readonly pins?: readonly (Position | undefined)[];
	readonly held?: Held;
}

/** Notes that already sound and go on. */
export interface Held {
	/** Their strings, a bit each: 1 is string 1, 2 string 2, 4 string 3 … */
	readonly strings: number;
	/** Lowest and highest fret among those that are not open; Infinity and 0 when all are. */
	readonly low: number;
	readonly high: number;
}

const NOTHING: Held = { strings: 0, low: Infinity, high: 0 };

/** From here up the frets lie close enough for one more. */
const NARROW_FRET = 7;
/** Partial shapes kept while a chord is put together. */
const BEAM = 240;
/** Shapes handed on for one chord. */
const KEPT = 16;

/** To leave out a note that was surely played. A doubtful one (0.5) is given up rather than contort the hand for it. */
const LEFT_OUT = 1000;
const DOUBT = 8;
const OUTER = 1.3;
const PINNED = 3;
const HEIGHT = 0.01;

/** Widest distance between fretted frets when the lowest is `low`. */
export const widestStretch = (low: number): number => (low < NARROW_FRET ? 4 : 5);

interface Partial {
	readonly frets: readonly number[];
	readonly places: readonly number[];
	readonly low: number;
	readonly high: number;
	readonly cost: number;
}

/** Shapes for `pitches` (ascending), the least effort first. Never empty: the last resort plays nothing. */
export function shapesOf(
	pitches: readonly Pitch[],
	tab: TabStaff,
	{ sure, pins, held = NOTHING }: Struck = {}
): readonly Shape[] {
	const strings = tab.tuning.length;
	const frets = Array<number>(strings).fill(-1);
	let partials: readonly Partial[] = [{ frets, places: [], low: Infinity, high: 0, cost: 0 }];
	for (const [i, pitch] of pitches.entries()) {
		const pin = pins?.[i];
		const outer = i === 0 || i === pitches.length - 1;
		const weight = pin !== undefined ? PINNED : outer ? OUTER : 1;
		const skip = LEFT_OUT * weight * (sure?.[i] ?? 1) ** DOUBT;
		const positions = (pin === undefined ? positionsOf(pitch, tab) : [pin]).filter(
			({ string }) => ((held.strings >> (string - 1)) & 1) === 0
		);
		const extended = partials.flatMap((partial) => [
			...positions.flatMap(({ string, fret }) => extend(partial, string - 1, fret, held)),
			{ ...partial, places: [...partial.places, -1], cost: partial.cost + skip }
		]);
		partials =
			extended.length > BEAM ? extended.sort((a, b) => a.cost - b.cost).slice(0, BEAM) : extended;
	}
	return partials
		.map((partial) => shapeOf(partial, strings - (tab.shortFrom === undefined ? 0 : 1)))
		.sort((a, b) => a.effort - b.effort)
		.slice(0, KEPT);
}

function extend(partial: Partial, string: number, fret: number, held: Held): readonly Partial[] {
	if (partial.frets[string] !== -1) return [];
	const low = fret === 0 ? partial.low : Math.min(partial.low, fret);
	const high = Math.max(partial.high, fret);
	// An open string asks nothing of the hand, whatever is held.
	const [least, most] = [Math.min(low, held.low), Math.max(high, held.high)];
	if (fret > 0 && most - least > widestStretch(least)) return [];
	const frets = partial.frets.with(string, fret);
	const cost = partial.cost + HEIGHT * fret;
	return [{ frets, places: [...partial.places, string], low, high, cost }];
}

/** @param across strings that one hand picks its way across: all but a short one. */
function shapeOf({ frets, places, low, high, cost }: Partial, across: number): Shape {
	return {
		frets,
		places,
		low: high === 0 ? 0 : low,
		high,
		middle: middleOf(places, across),
		effort: cost + gripEffort(frets, low, high, across)
	};
}

function middleOf(places: readonly number[], across: number): number {
	const placed = places.filter((place) => place >= 0 && place < across);
	if (placed.length === 0) return -1;
	return placed.reduce((sum, place) => sum + place, 0) / placed.length;
}
