/** The measure itself, on notes that can be counted by hand. */
import { describe, expect, test } from 'vitest';
import { scoreNotes, type ScoredNote } from './note-scores.ts';

const SCALE: readonly ScoredNote[] = [
	[0, 1, 60],
	[1, 1.5, 62],
	[2, 2.2, 64]
];

describe('scoring notes', () => {
	test('gives everything to a perfect ear and nothing to a deaf one', () => {
		expect(scoreNotes(SCALE, SCALE, 0.05)).toMatchObject({ onset: 1, onsetOffset: 1, lateness: 0 });
		expect(scoreNotes(SCALE, [], 0.05)).toMatchObject({ onset: 0, onsetOffset: 0, lateness: 0 });
	});

	test('lets an onset be 50 ms late and no more', () => {
		const late = (by: number) => SCALE.map(([on, off, pitch]) => [on + by, off, pitch] as const);

		expect(scoreNotes(SCALE, late(0.05), 0.05).onset).toBe(1);
		expect(scoreNotes(SCALE, late(0.0502), 0.05).onset).toBe(0);
		expect(scoreNotes(SCALE, late(0.03), 0.05).lateness).toBeCloseTo(0.03);
	});

	test('wants the right key', () => {
		const sharp = SCALE.map(([on, off, pitch]) => [on, off, pitch + 1] as const);

		expect(scoreNotes(SCALE, sharp, 0.05).onset).toBe(0);
	});

	test('lets an end be off by a fifth of the note, or 50 ms', () => {
		const heard: readonly ScoredNote[] = [
			[0, 1.2, 60],
			[1, 1.61, 62],
			[2, 2.25, 64]
		];

		expect(scoreNotes(SCALE, heard, 0.05)).toMatchObject({ onset: 1, onsetOffset: 2 / 3 });
	});

	test('counts a doubled note once', () => {
		expect(scoreNotes(SCALE, [...SCALE, [0.01, 1, 60]], 0.05).onset).toBeCloseTo(6 / 7);
	});

	test('pairs as many notes as can be paired', () => {
		const played: readonly ScoredNote[] = [
			[0, 1, 60],
			[0.04, 1, 60]
		];
		const heard: readonly ScoredNote[] = [
			[0.045, 1, 60],
			[-0.01, 1, 60]
		];

		expect(scoreNotes(played, heard, 0.05).onset).toBe(1);
	});
});
