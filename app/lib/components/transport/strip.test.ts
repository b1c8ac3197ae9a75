import { describe, expect, test } from 'vitest';
import { clock, levels, peaksOf, stripPath } from '#app/components/transport/strip.ts';
import { note } from '#tests/support/performance.ts';

describe('the strip', () => {
	test('keeps the loudest moment of each share, so a single stroke is never lost', () => {
		const peaks = new Float32Array(1000);
		peaks[437] = 0.9;
		const loud = levels(peaks, 10);
		expect(loud[4]).toBeCloseTo(0.9);
		expect(loud.filter((level) => level > 0)).toHaveLength(1);
	});

	test('of three hours is no bigger than that of a minute', () => {
		const long = stripPath(new Float32Array(3 * 3600 * 50).fill(0.5), 1200, 44);
		const short = stripPath(new Float32Array(60 * 50).fill(0.5), 1200, 44);
		expect(long).toBe(short);
		expect(long.length).toBeLessThan(8000);
	});

	test('of a recording not yet heard is a line of dots', () => {
		expect(levels(null, 4)).toEqual([0, 0, 0, 0]);
		expect(stripPath(null, 40, 44).match(/M/g)).toHaveLength(10);
	});

	test('of music without its recording shows where the notes are, and how loud', () => {
		const notes = [note(1, 2, 60, 0.3), note(4, 6, 60, 0.9), note(4, 6, 64, 0.9)];
		const loud = levels(peaksOf(notes, 8), 8);
		expect(loud.map((level) => level > 0)).toEqual([0, 1, 0, 0, 1, 1, 0, 0].map(Boolean));
		expect(loud[4]).toBeGreaterThan(2 * loud[1]!);
		expect(loud[4]).toBeGreaterThan(loud[5]!);
		expect(Math.max(...loud)).toBeLessThanOrEqual(1);
	});

	test('of no music, or of notes past its end, harms nothing', () => {
		expect(peaksOf([], 0)).toHaveLength(0);
		expect(levels(peaksOf([note(9, 12, 60)], 10), 10).at(-1)).toBeGreaterThan(0);
		expect(Math.max(...peaksOf([note(11, 12, 60)], 10))).toBe(0);
	});
});

describe('the clock', () => {
	test.each([
		[0, '0:00'],
		[10.04, '0:10'],
		[34, '0:34'],
		[599.99, '9:59'],
		[3723, '1:02:03']
	])('reads %d s as %s', (seconds, text) => {
		expect(clock(seconds)).toBe(text);
	});

	test('shows tenths without rounding a second up', () => {
		expect(clock(9.97, true)).toBe('0:09.9');
		expect(clock(10, true)).toBe('0:10.0');
	});
});
