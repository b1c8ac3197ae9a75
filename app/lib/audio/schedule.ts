/**
 * The arithmetic of playing. A run of playing is one straight line: from a place
 * in the recording, at a moment of the audio clock, at a rate. Loops are
 * unrolled: the line runs on, and is folded back to find the place in the
 * recording, so that a seam is only one more place where two pieces meet.
 */
import type { PlayerBeat, PlayerNote } from '#app/audio/music.ts';

/** A stretch of the recording, seconds. */
export interface Range {
	readonly start: number;
	readonly end: number;
}

export interface Course {
	/** Where in the recording it begins, seconds. */
	readonly from: number;
	/** When that place sounds, on the audio clock, seconds. */
	readonly at: number;
	/** Seconds of the recording for each second of the clock. */
	readonly rate: number;
	readonly loop: Range | null;
	/** Where the recording ends. */
	readonly until: number;
}

/** A piece of the recording that is played without a seam, and where it lies on the unrolled line. */
export interface Piece extends Range {
	readonly unrolled: number;
}

/** The clock's time for a point of the unrolled line. */
export const timeAt = (course: Course, unrolled: number): number =>
	course.at + (unrolled - course.from) / course.rate;

/** The point of the unrolled line that sounds at a time of the clock. */
export const unrolledAt = (course: Course, time: number): number =>
	course.from + (time - course.at) * course.rate;

/** A loop that lies behind the start is not entered. */
const loopOf = ({ loop, from }: Course): Range | null => (loop && from < loop.end ? loop : null);

/** Where in the recording a point of the unrolled line lies; never before the start, never past the end. */
export function placeOf(course: Course, unrolled: number): number {
	const loop = loopOf(course);
	if (unrolled <= course.from) return course.from;
	if (!loop || unrolled < loop.end) return Math.min(unrolled, course.until);
	return loop.start + ((unrolled - loop.start) % (loop.end - loop.start));
}

/** True when the line ends (no loop keeps it going) at or before `unrolled`. */
export const isOver = (course: Course, unrolled: number): boolean =>
	!loopOf(course) && unrolled >= course.until;

/** Cuts the unrolled line between two points into pieces of the recording. */
export function* pieces(course: Course, a: number, b: number): Generator<Piece> {
	const loop = loopOf(course);
	const end = loop ? b : Math.min(b, course.until);
	let unrolled = Math.max(a, course.from);
	while (unrolled < end) {
		let start = unrolled;
		let stop = course.until;
		if (loop) {
			const length = loop.end - loop.start;
			const lap = Math.max(0, Math.floor((unrolled - loop.start) / length + 1e-9));
			start = unrolled < loop.end ? unrolled : Math.max(loop.start, unrolled - lap * length);
			stop = loop.end;
		}
		const length = Math.min(stop - start, end - unrolled);
		if (length <= 1e-9) return;
		yield { unrolled, start, end: start + length };
		unrolled += length;
	}
}

/** The part of a list sorted by time that begins in `[start, end)`. */
export function within<T>(
	list: readonly T[],
	timeOf: (item: T) => number,
	{ start, end }: Range
): readonly T[] {
	return list.slice(firstAt(list, timeOf, start), firstAt(list, timeOf, end));
}

function firstAt<T>(list: readonly T[], timeOf: (item: T) => number, time: number): number {
	let low = 0;
	let high = list.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if (timeOf(list[middle]!) < time) low = middle + 1;
		else high = middle;
	}
	return low;
}

/** Notes that sound at a place but began before it: a player who starts inside one still hears it. */
export function soundingAt(notes: readonly PlayerNote[], place: number): readonly PlayerNote[] {
	const begun = notes.slice(
		0,
		firstAt(notes, (note) => note.start, place)
	);
	return begun.filter((note) => note.end - place > SHORTEST_REST_OF_NOTE);
}

/** Less than this of a note, in seconds, is not worth striking it again. */
const SHORTEST_REST_OF_NOTE = 0.15;

export interface CountedBeat {
	/** Seconds of the recording before the start: 0.7 is 0.7 s earlier at full speed. */
	readonly before: number;
	readonly downbeat: boolean;
}

/**
 * One bar of clicks that leads into a place, on the grid of the beats around
 * it. A start inside a beat is counted in by the beats before it, so the first
 * note still falls where a player expects it.
 */
export function countIn(beats: readonly PlayerBeat[], from: number): readonly CountedBeat[] {
	if (beats.length < 2) return [];
	const next = firstAt(beats, (beat) => beat.time, from - SAME_MOMENT);
	const pair = Math.min(Math.max(next, 1), beats.length - 1);
	const length = beats[pair]!.time - beats[pair - 1]!.time;
	const downbeats = beats.flatMap((beat, i) => (beat.downbeat ? [i] : []));
	const first = downbeats[0] ?? 0;
	const inBar = downbeats.length > 1 ? downbeats[1]! - first : beats.length > 4 ? 4 : beats.length;
	const anchor = beats[Math.min(next, beats.length - 1)]!.time;
	// The first click strictly before the start, counted in whole beats back from the next beat.
	const gap = anchor - from;
	const skipped = Math.floor((gap + SAME_MOMENT) / length);

	return Array.from({ length: inBar }, (_, i) => {
		const back = inBar - i + skipped;
		const index = Math.min(next, beats.length - 1) - back - first;
		return { before: back * length - gap, downbeat: ((index % inBar) + inBar) % inBar === 0 };
	});
}

/** Two moments closer than this, seconds, are one. */
const SAME_MOMENT = 0.02;
