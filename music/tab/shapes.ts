/**
 * The ways one hand can hold a chord: which string and fret each note takes,
 * found without regard to what comes before or after.
 *
 * Rules that no shape breaks: one note a string, no fret below the capo, and a
 * stretch that a hand can reach. Where not all notes fit, shapes hold as many
 * as can be held; the top note and the bass are given up last.
 */
import type { Pitch } from '#music/note.ts';
import type { TabStaff } from '#music/score/score.ts';
import { positionsOf } from '#music/tab/fretboard.ts';
import type { Position } from '#music/tab/position.ts';

export interface Shape {
	/** Fret on each string (string 1 first), counted from the capo; −1 where the string is not played. */
	readonly frets: readonly number[];
	/** For each pitch asked for, its string as an index from 0; −1 where it had no place. */
	readonly places: readonly number[];
	/** Lowest and highest fretted fret, from the capo; 0 when all strings are open. */
	readonly low: number;
	readonly high: number;
	/** Mean string index of the notes. */
	readonly middle: number;
	/** How unwelcome the shape is by itself. */
	readonly effort: number;
}

/** From here up the frets lie close enough for one more. */
const NARROW_FRET = 7;
/** Partial shapes kept while a chord is put together. */
const BEAM = 240;
/** Shapes handed on for one chord. */
const KEPT = 16;

const LEFT_OUT = 1000;
/** Each fretted note: an open string comes free. */
const PRESS = 0.08;
/** Each string between two that sound, which a strumming hand has to mute. */
const SKIPPED = 0.15;
const FINGERS = 4;

/** Widest distance between fretted frets when the lowest is `low`, both counted from the nut. */
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
	pins: readonly (Position | undefined)[] = []
): readonly Shape[] {
	const strings = tab.tuning.length;
	const start: Partial = {
		frets: Array.from({ length: strings }, () => -1),
		places: [],
		low: Infinity,
		high: 0,
		cost: 0
	};
	let partials: readonly Partial[] = [start];
	for (const [i, pitch] of pitches.entries()) {
		const outer = i === 0 || i === pitches.length - 1;
		const pin = pins[i];
		const skip = LEFT_OUT * (pin !== undefined ? 3 : outer ? 1.3 : 1);
		const positions = pin === undefined ? positionsOf(pitch, tab) : [pin];
		partials = partials
			.flatMap((partial) => [
				...positions.flatMap(({ string, fret }) => extend(partial, string - 1, fret, tab.capo)),
				{ ...partial, places: [...partial.places, -1], cost: partial.cost + skip }
			])
			.sort((a, b) => a.cost - b.cost)
			.slice(0, BEAM);
	}
	const shapes = partials
		.map(({ frets, places, low, high, cost }): Shape => ({
			frets,
			places,
			low: high === 0 ? 0 : low,
			high,
			middle: middleOf(places),
			effort: cost + gripEffort(frets, low, high)
		}))
		.sort((a, b) => a.effort - b.effort);
	const fewest = Math.floor(shapes[0]!.effort / LEFT_OUT);
	return shapes.filter(({ effort }) => Math.floor(effort / LEFT_OUT) === fewest).slice(0, KEPT);
}

function extend(partial: Partial, string: number, fret: number, capo: number): readonly Partial[] {
	if (partial.frets[string] !== -1) return [];
	const low = fret === 0 ? partial.low : Math.min(partial.low, fret);
	const high = Math.max(partial.high, fret);
	if (high > 0 && high - low > widestStretch(low + capo)) return [];
	const frets = partial.frets.with(string, fret);
	return [
		{ frets, places: [...partial.places, string], low, high, cost: partial.cost + 0.02 * fret }
	];
}

/** What the left hand has to do: stretch, lay a barre, find enough fingers, mute between strings. */
function gripEffort(frets: readonly number[], low: number, high: number): number {
	let effort = 0;
	const stretch = high === 0 ? 0 : high - low;
	if (stretch > 2) effort += stretch - 2;
	if (stretch > 3) effort += 2 * (stretch - 3);

	const fretted = frets.filter((fret) => fret > 0).length;
	effort += PRESS * fretted;
	if (fretted > FINGERS) effort += barreEffort(frets, low);

	const first = frets.findIndex((fret) => fret >= 0);
	const last = frets.findLastIndex((fret) => fret >= 0);
	const silent = frets.slice(first + 1, Math.max(first + 1, last)).filter((fret) => fret < 0);
	return effort + SKIPPED * silent.length;
}

/**
 * With more notes than fingers, the first finger lies across the lowest fret
 * (an open string under it cannot sound), and others may lie flat on neighbouring strings.
 */
function barreEffort(frets: readonly number[], low: number): number {
	const under = frets.slice(0, frets.lastIndexOf(low));
	const silenced = under.filter((fret) => fret === 0).length;
	const above = frets.filter((fret) => fret > low).length;
	const flat = frets.filter((fret, string) => fret > low && fret === frets[string + 1]).length;
	const lying = Math.min(flat, Math.max(0, 1 + above - FINGERS));
	const fingers = 1 + above - lying;
	return 1 + 6 * silenced + 0.5 * lying + 8 * Math.max(0, fingers - FINGERS);
}

function middleOf(places: readonly number[]): number {
	const placed = places.filter((place) => place >= 0);
	if (placed.length === 0) return 0;
	return placed.reduce((sum, place) => sum + place, 0) / placed.length;
}
