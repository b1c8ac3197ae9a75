/** Beats and keys against truths that can be counted by hand. */
import { describe, expect, test } from 'vitest';
import { beatScore, bestLevelScore } from './beat-scores.ts';
import { keyScore } from './key-scores.ts';

describe('beats', () => {
	test('may be 70 ms off and no more, and count once', () => {
		expect(beatScore([1, 2, 3], [1.07, 2, 3.08])).toBeCloseTo(2 / 3);
		expect(beatScore([1, 2], [1, 1.01, 2])).toBeCloseTo(4 / 5);
	});

	test('are forgiven a level, not a phase', () => {
		const twice = [0, 0.5, 1, 1.5, 2, 2.5, 3];

		expect(bestLevelScore([0, 1, 2, 3], twice)).toBe(1);
		expect(bestLevelScore(twice, [0, 1, 2, 3])).toBe(1);
		expect(bestLevelScore([0, 1, 2, 3], [0.4, 1.4, 2.4])).toBe(0);
	});
});

describe('a key', () => {
	test.each([
		['A minor', 'A minor', 1],
		['A# minor', 'Bb minor', 1],
		['C major', 'G major', 0.5],
		['C major', 'A minor', 0.3],
		['A minor', 'C major', 0.3],
		['C major', 'C minor', 0.2],
		['C major', 'D major', 0]
	])('of %s heard as %s is worth %d', (truth, heard, worth) => {
		expect(keyScore(truth, heard)).toBe(worth);
	});
});
