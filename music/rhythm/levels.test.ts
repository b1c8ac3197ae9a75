import { describe, expect, test } from 'vitest';
import { counted, levelsOf, parted, same } from '#music/rhythm/levels.ts';

const STEADY = Array.from({ length: 13 }, (_, i) => i);

describe('the same beats on another level', () => {
	test('in halves there are twice as many', () => {
		expect(parted([0, 1, 2], 2)).toEqual([0, 0.5, 1, 1.5, 2]);
	});

	test('a beat that is held on to stays a beat', () => {
		expect(counted(STEADY, [1, 2], 3)).toEqual([1, 3, 5, 7, 9, 11]);
		expect(counted(STEADY, [2, 3], 2)).toEqual([0.5, 2, 3.5, 5, 6.5, 8, 9.5, 11]);
	});

	test('a pulse of a second may be counted in halves, thirds and doubles, and from each place', () => {
		const levels = levelsOf(STEADY).map((ways) => [ways.length, ways[0]![1]! - ways[0]![0]!]);

		expect(levels).toContainEqual([1, 1]);
		expect(levels).toContainEqual([1, 0.5]);
		expect(levels).toContainEqual([2, 2]);
		expect(levels).toContainEqual([3, 3]);
	});

	test('countings are the same when nearly all their beats are', () => {
		expect(
			same(
				STEADY,
				STEADY.map((beat) => beat + 0.02)
			)
		).toBe(true);
		expect(
			same(
				STEADY,
				STEADY.map((beat) => beat + 0.2)
			)
		).toBe(false);
		expect(same(STEADY, parted(STEADY, 2))).toBe(false);
	});
});
