/**
 * What is played as one is written as one: notes struck together, chords that
 * are strummed or rolled, the two hands of a pianist who are never quite
 * together, and the small notes that lean on a greater one.
 */
import type { PlayedNote } from '#music/note.ts';

/** Some notes of one hand that are written at one place. */
export interface Stroke {
	readonly notes: readonly number[];
	readonly hand: number;
	/** Seconds: it was played from here to here, and is written where either falls. */
	readonly from: number;
	readonly to: number;
	/** Seconds until which all of its notes sound. */
	readonly until: number;
}

export interface Strokes {
	/** In order. */
	readonly strokes: readonly Stroke[];
	/** Notes of chords that are rolled. */
	readonly rolled: ReadonlySet<number>;
	/** From a grace note to the note it leans on. */
	readonly graces: ReadonlyMap<number, number>;
}

/** Notes that start within this many seconds of the first are one chord. */
const TOGETHER = 0.045;
/** A roll: the longest from one note to the next, and from the first to the last (seconds). */
const ROLL_STEP = 0.09;
const ROLL = 0.5;
/** A quicker one is a strum, or a hand that is not quite together. */
const ROLLED = 0.1;
/** All of a roll goes on sounding for so long after its last note (seconds). */
const HELD = 0.12;
/** What comes after a roll, or before, keeps so many of its steps away. */
const APART = 1.8;
/** The hands of a pianist mean the same moment when they are this close (seconds). */
const ASYNCHRONY = 0.08;
/** A grace note comes no earlier than this before its note, and itself lasts little longer (seconds). */
const GRACE = 0.095;
const GRACE_LASTS = 0.14;
/** It leans from a neighbouring tone (semitones); on a fretted string from the next, for what is further is fingered. */
const LEANS = 4;
const LEANS_ON_FRETS = 2;
/** Other notes are so many times as far away. */
const ALONE = 1.7;

/** `notes` in order of start; `hands` parallel to them. @param fretted whether they are played on frets */
export function strokesOf(
	notes: readonly PlayedNote[],
	hands: ArrayLike<number>,
	fretted = false
): Strokes {
	const rolled = new Set<number>();
	const strokes: Stroke[] = [];
	for (const group of groupsOf(notes)) {
		const from = notes[group[0]!]!.start;
		const to = notes[group.at(-1)!]!.start;
		const spread = to - from;
		if (spread >= ROLLED && ascends(group, notes)) for (const n of group) rolled.add(n);
		const mean = group.reduce((sum, n) => sum + notes[n]!.start, 0) / group.length;
		const place = spread > TOGETHER ? { from, to } : { from: mean, to: mean };
		for (const hand of new Set(group.map((n) => hands[n]!))) {
			const own = group.filter((n) => hands[n] === hand);
			const until = Math.min(...own.map((n) => notes[n]!.end));
			strokes.push({ notes: own, hand, ...place, until });
		}
	}
	const { kept, graces } = withoutGraces(
		together(strokes),
		notes,
		fretted ? LEANS_ON_FRETS : LEANS
	);
	return { strokes: kept, rolled, graces };
}

/** Notes struck together, and rolls; indices. */
function groupsOf(notes: readonly PlayedNote[]): number[][] {
	const groups: number[][] = [];
	for (let i = 0; i < notes.length;) {
		const end = Math.max(rollFrom(i, notes), chordFrom(i, notes));
		groups.push(Array.from({ length: end - i }, (_, k) => i + k));
		i = end;
	}
	return groups;
}

function chordFrom(first: number, notes: readonly PlayedNote[]): number {
	let end = first + 1;
	while (end < notes.length && notes[end]!.start - notes[first]!.start <= TOGETHER) end++;
	return end;
}

/** One past the last note of the roll that begins with this note; when there is none, this note. */
function rollFrom(first: number, notes: readonly PlayedNote[]): number {
	let end = first + 1;
	const start = notes[first]!.start;
	while (
		end < notes.length &&
		notes[end]!.start - notes[end - 1]!.start <= ROLL_STEP &&
		notes[end]!.start - start <= ROLL
	)
		end++;
	const group = Array.from({ length: end - first }, (_, k) => first + k);
	const last = notes[end - 1]!.start;
	const spread = last - start;
	if (group.length < 3 || spread <= TOGETHER) return first;
	if (group.some((n) => notes[n]!.end < last + HELD)) return first;
	const step = Math.max(spread / (group.length - 1), TOGETHER);
	const before = start - (notes[first - 1]?.start ?? -Infinity);
	const after = (notes[end]?.start ?? Infinity) - last;
	if (Math.min(before, after) < APART * step) return first;
	return ascends(group, notes) || (spread <= ROLLED && descends(group, notes)) ? end : first;
}

const ascends = (group: readonly number[], notes: readonly PlayedNote[]): boolean =>
	group.every((n, i) => i === 0 || notes[n]!.pitch > notes[group[i - 1]!]!.pitch);

const descends = (group: readonly number[], notes: readonly PlayedNote[]): boolean =>
	group.every((n, i) => i === 0 || notes[n]!.pitch < notes[group[i - 1]!]!.pitch);

/** Strokes of two hands that mean the same moment may both stand where either falls. */
function together(strokes: readonly Stroke[]): Stroke[] {
	return strokes.map((stroke, i) => {
		for (const other of [strokes[i - 1], strokes[i + 1]]) {
			if (other === undefined || other.hand === stroke.hand) continue;
			const apart = Math.abs(other.from - stroke.from);
			if (apart === 0 || apart > ASYNCHRONY) continue;
			const near = strokes
				.slice(Math.max(0, i - 3), i + 4)
				.some(
					(one) =>
						one !== stroke &&
						one !== other &&
						Math.min(Math.abs(one.from - stroke.from), Math.abs(one.from - other.from)) <
							APART * apart
				);
			if (near) continue;
			return {
				...stroke,
				from: Math.min(stroke.from, other.from),
				to: Math.max(stroke.to, other.to)
			};
		}
		return stroke;
	});
}

function withoutGraces(
	strokes: readonly Stroke[],
	notes: readonly PlayedNote[],
	most: number
): { readonly kept: readonly Stroke[]; readonly graces: ReadonlyMap<number, number> } {
	const graces = new Map<number, number>();
	const kept = strokes.filter((stroke, i) => {
		const hand = (one: Stroke): boolean => one.hand === stroke.hand;
		const next = strokes.slice(i + 1, i + 4).find(hand);
		if (stroke.notes.length > 1 || next === undefined) return true;
		const note = notes[stroke.notes[0]!]!;
		const gap = next.from - note.start;
		if (gap > GRACE || gap <= 0 || note.end - note.start > GRACE_LASTS) return true;
		const before = strokes.slice(Math.max(0, i - 3), i).findLast(hand);
		const after = strokes.slice(strokes.indexOf(next) + 1, i + 8).find(hand);
		if (before !== undefined && note.start - before.to < ALONE * gap) return true;
		if (after !== undefined && after.from - next.to < ALONE * gap) return true;
		const leans = next.notes.filter((n) => {
			const by = Math.abs(notes[n]!.pitch - note.pitch);
			return by > 0 && by <= most;
		});
		if (leans.length === 0) return true;
		graces.set(stroke.notes[0]!, leans.at(-1)!);
		return false;
	});
	return { kept, graces };
}
