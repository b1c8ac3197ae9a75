import { describe, expect, test } from 'vitest';
import type { PlayerBeat, PlayerNote } from '#app/audio/music.ts';
import {
	countIn,
	isOver,
	pieces,
	placeOf,
	soundingAt,
	timeAt,
	unrolledAt,
	within,
	type Course
} from '#app/audio/schedule.ts';
import { seconds } from '#music/time.ts';

const course = (over: Partial<Course> = {}): Course => ({
	from: 0,
	at: 10,
	rate: 1,
	loop: null,
	until: 30,
	...over
});

/** Beats every half second from 1 s, three to a bar. */
const WALTZ: PlayerBeat[] = Array.from({ length: 12 }, (_, i) => ({
	time: seconds(1 + i / 2),
	downbeat: i % 3 === 0
}));

const note = (start: number, end: number): PlayerNote => ({
	pitch: 60,
	start: seconds(start),
	end: seconds(end),
	level: 1
});

const cuts = (line: Course, a: number, b: number): number[][] =>
	[...pieces(line, a, b)].map(({ unrolled, start, end }) => [unrolled, start, end]);

describe('a run of playing', () => {
	test('at half speed takes twice as long to get anywhere', () => {
		const slow = course({ from: 4, rate: 0.5 });
		expect(timeAt(slow, 6)).toBe(14);
		expect(unrolledAt(slow, 14)).toBe(6);
	});

	test('waits at its first note until that note sounds', () => {
		expect(placeOf(course({ from: 4 }), 3.5)).toBe(4);
	});

	test('ends with the recording when nothing loops', () => {
		expect(isOver(course(), 29.9)).toBe(false);
		expect(isOver(course(), 30)).toBe(true);
		expect(cuts(course(), 28, 40)).toEqual([[28, 28, 30]]);
	});

	test('never ends inside a loop', () => {
		const looped = course({ from: 5, loop: { start: 4, end: 6 } });
		expect(isOver(looped, 1000)).toBe(false);
		expect(placeOf(looped, 5.5)).toBe(5.5);
		expect(placeOf(looped, 6)).toBe(4);
		expect(placeOf(looped, 9)).toBe(5);
	});

	test('meets the seam of a loop without losing or repeating a moment', () => {
		const looped = course({ from: 5, loop: { start: 4, end: 6 } });
		expect(cuts(looped, 5, 10)).toEqual([
			[5, 5, 6],
			[6, 4, 6],
			[8, 4, 6]
		]);
		expect(cuts(looped, 7, 9)).toEqual([
			[7, 5, 6],
			[8, 4, 5]
		]);
	});

	test('of a loop of an awkward length stays gapless for a hundred laps', () => {
		const looped = course({ from: 1, loop: { start: 1, end: 1.3333333 } });
		let expected = 1;
		for (const piece of pieces(looped, 1, 34)) {
			expect(piece.unrolled).toBeCloseTo(expected, 9);
			expected = piece.unrolled + piece.end - piece.start;
		}
		expect(expected).toBeCloseTo(34, 9);
	});

	test('that starts behind its loop plays on to the end', () => {
		const past = course({ from: 8, loop: { start: 4, end: 6 } });
		expect(isOver(past, 30)).toBe(true);
		expect(cuts(past, 8, 9)).toEqual([[8, 8, 9]]);
	});
});

describe('what falls into a stretch', () => {
	test('begins in it: the first moment counts, the last does not', () => {
		const notes = [note(1, 2), note(2, 3), note(3, 4)];
		expect(within(notes, (n) => n.start, { start: 1, end: 3 })).toEqual(notes.slice(0, 2));
	});

	test('does not leave out the long note that is already sounding', () => {
		const notes = [note(0, 9), note(1, 2), note(3, 3.1), note(5, 6)];
		expect(soundingAt(notes, 3)).toEqual([notes[0]]);
	});
});

describe('the count-in', () => {
	test('is one bar before a downbeat, accented on its first click', () => {
		expect(countIn(WALTZ, 2.5)).toEqual([
			{ before: 1.5, downbeat: true },
			{ before: 1, downbeat: false },
			{ before: 0.5, downbeat: false }
		]);
	});

	test('before the third beat accents the downbeat it passes', () => {
		expect(countIn(WALTZ, 3.5).map((beat) => beat.downbeat)).toEqual([false, true, false]);
	});

	test('into the middle of a beat stays on the grid', () => {
		expect(countIn(WALTZ, 2.7).map((beat) => beat.before.toFixed(2))).toEqual([
			'1.20',
			'0.70',
			'0.20'
		]);
	});

	test('from the silence before the music keeps the tempo of the first bar', () => {
		const counted = countIn(WALTZ, 0);
		expect(counted.map((beat) => beat.before)).toEqual([1.5, 1, 0.5]);
		expect(counted[0]!.downbeat).toBe(false);
	});

	test('needs a beat to count', () => {
		expect(countIn([], 3)).toEqual([]);
	});
});
