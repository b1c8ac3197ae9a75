import { describe, expect, test } from 'vitest';
import { writeScore } from '#music/write.ts';
import { DEFAULT_WRITING } from '#music/settings.ts';
import { note } from '#tests/support/performance.ts';
import { openingAt, openingIn, searchOf, startIn } from '#app/sharing/opening.ts';

/** Quarter notes, one a second and four to the bar. */
const score = writeScore(
	Array.from({ length: 32 }, (_, i) => note(i, i + 0.95, 60 + (i % 8))),
	{ ...DEFAULT_WRITING, tempo: 60, metre: { beats: 4, unit: 4 } }
);

describe('an address', () => {
	test('says where to begin, what to repeat and how fast', () => {
		expect(openingIn('?bar=5&loop=5-8&speed=75')).toEqual({
			bar: 5,
			loop: { from: 5, to: 8 },
			speed: 0.75
		});
	});

	test('is the same when it is written again', () => {
		const search = '?bar=5&loop=5-8&speed=75';

		expect(searchOf(openingIn(search))).toBe(search);
		expect(searchOf({})).toBe('');
		expect(searchOf({ bar: 0, speed: 1 })).toBe('?bar=0');
	});

	test.each(['?bar=-1', '?bar=x', '?loop=8-5', '?loop=5', '?speed=3', '?speed=1e9', '?bar=999999'])(
		'that was mistyped opens at the beginning: %s',
		(search) => {
			expect(openingIn(search)).toEqual({});
		}
	);
});

describe('a place in a score', () => {
	test('is the second at which its bar is played', () => {
		const { at, loop } = startIn(score, { bar: 3, loop: { from: 2, to: 3 } });

		expect(at).toBeCloseTo(8, 0);
		expect(loop!.start).toBeCloseTo(4, 0);
		expect(loop!.end).toBeCloseTo(12, 0);
	});

	test('of a loop alone is where the loop begins', () => {
		expect(startIn(score, { loop: { from: 2, to: 2 } }).at).toBeCloseTo(4, 0);
	});

	test('of a player is told in whole bars, and the beginning not at all', () => {
		expect(openingAt(score, 9, { start: 4, end: 12 }, 0.75)).toEqual({
			bar: 3,
			loop: { from: 2, to: 3 },
			speed: 0.75
		});
		expect(openingAt(score, 0, null, 1)).toEqual({});
	});

	test('that the score does not have is none', () => {
		expect(startIn(score, { bar: 99, loop: { from: 98, to: 99 } })).toEqual({
			at: null,
			loop: null,
			speed: null
		});
	});
});
