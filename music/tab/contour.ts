/**
 * What a note's pitch does while it sounds, from its contour. The ear's contours
 * have steps of a third of a semitone, jump to other notes now and then, and still show
 * the note before for a moment, so that only slow, unbroken movement is believed.
 */
import type { PlayedNote } from '#music/note.ts';
import type { Technique } from '#music/score/score.ts';

type Bend = Extract<Technique, { readonly kind: 'bend' }>;

/** Semitones from one step of the contour to the next. */
const STEP = 1 / 3;
const NEARLY = 0.01;
/** Seconds at the beginning of a note that may still show the one before. */
const ATTACK = 0.035;
/** A bend moves two steps or more, and is held for this long, seconds. */
const BENT = 2 * STEP - NEARLY;
const HELD = 0.06;
/** A hand bends no further, semitones. */
const FARTHEST = 3;
/** No finger moves a string faster than this from one frame to the next, semitones. */
const JUMP = 2 * STEP + NEARLY;
/** A finger shakes this often, hertz, for at least so many half turns, by at least one step and less than a bend. */
const SLOWEST = 4;
const FASTEST = 8;
const HALF_TURNS = 3;

/** How far the instrument is from the ear's idea of its pitches, semitones: what most frames say. */
export function detuningOf(played: readonly PlayedNote[]): number {
	const all = played.flatMap(({ bends = [] }) => bends);
	return all.length === 0 ? 0 : medianOf(all);
}

/** The contour as it was played, in semitones from the note's pitch; empty when it was not tracked. */
export function contourOf({ bends = [] }: PlayedNote, detuning: number): readonly number[] {
	return bends.map((bend) => bend - detuning);
}

/** Seconds of one frame of the contour. */
export const frameOf = ({ start, end, bends = [] }: PlayedNote): number =>
	(end - start) / Math.max(1, bends.length);

/** From its pitch up to another one, held there, and perhaps back; null when the pitch stays. */
export function bendOf(note: PlayedNote, detuning: number): Bend | null {
	const frame = frameOf(note);
	const line = settled(contourOf(note, detuning), frame);
	const least = Math.ceil(HELD / frame);
	if (line.length < 3 * least || !unbroken(line)) return null;
	const from = medianOf(line.slice(0, least));
	const up = line.findIndex((x) => x - from >= BENT);
	if (Math.abs(from) > STEP + NEARLY || up < 0) return null;
	const fall = line.findIndex((x, i) => i > up && x - from < BENT);
	const top = line.slice(up, fall < 0 ? line.length : fall);
	if (top.length < least) return null;
	const semitones = Math.round(2 * (Math.max(...top) - from)) / 2;
	if (semitones > FARTHEST) return null;
	const after = fall < 0 ? [] : line.slice(fall);
	if (after.some((x) => x - from >= BENT)) return null;
	const back = after.filter((x) => Math.abs(x - from) <= STEP + NEARLY).length;
	return { kind: 'bend', semitones, release: back >= least };
}

/** Whether the pitch swings to and fro, as under a shaking finger. */
export function shakes(note: PlayedNote, detuning: number): boolean {
	const frame = frameOf(note);
	const line = inside(contourOf(note, detuning), frame);
	if (line.length === 0 || !unbroken(line)) return false;
	const middle = (Math.min(...line) + Math.max(...line)) / 2;
	if (Math.max(...line) - Math.min(...line) < STEP - NEARLY) return false;
	// The first and the last turn are cut off by the note's ends.
	const turns = runsOf(line.map((x) => x > middle)).slice(1, -1);
	let steady = 0;
	for (const [i, turn] of turns.entries()) {
		const whole = (turn + (turns[i + 1] ?? turns[i - 1] ?? 0)) * frame;
		const fits = whole >= 1 / FASTEST && whole <= 1 / SLOWEST;
		steady = fits ? steady + 1 : 0;
		if (steady >= HALF_TURNS) return true;
	}
	return false;
}

/** Without the attack. */
const inside = (contour: readonly number[], frame: number): readonly number[] =>
	contour.slice(Math.round(ATTACK / frame), -1);

/** And without single frames that stand out. */
function settled(contour: readonly number[], frame: number): readonly number[] {
	const line = inside(contour, frame);
	return line.map((x, i) => medianOf([line[i - 1] ?? x, x, line[i + 1] ?? x]));
}

const unbroken = (line: readonly number[]): boolean =>
	line.every((x, i) => i === 0 || Math.abs(x - line[i - 1]!) <= JUMP);

/** The lengths of the runs of equal values. */
function runsOf(values: readonly boolean[]): readonly number[] {
	const runs: number[] = [];
	for (const [i, value] of values.entries()) {
		if (i > 0 && values[i - 1] === value) runs[runs.length - 1]!++;
		else runs.push(1);
	}
	return runs;
}

function medianOf(values: readonly number[]): number {
	return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}
