import { describe, expect, test } from 'vitest';
import type { PlayedNote } from '#music/note.ts';
import { swungTick } from '#music/rhythm/swing.ts';
import type { Score } from '#music/score/score.ts';
import { DEFAULT_WRITING } from '#music/settings.ts';
import { writeScore } from '#music/write.ts';
import { note, read } from '#tests/support/performance.ts';

const BEAT = 0.5;

/** Four bars and a last note; in each beat, notes at these shares of it. */
const tune = (places: (beat: number) => readonly number[]): PlayedNote[] => {
	const onsets = Array.from({ length: 16 }, (_, beat) =>
		places(beat).map((at) => beat + at)
	).flat();
	const ends = [...onsets.slice(1), 16];
	return [...onsets, 16].map((at, i) =>
		note(at * BEAT, (ends[i] ?? 18) * BEAT - 0.02, 60 + [0, 2, 4, 5, 7, 5, 4, 2][i % 8]!)
	);
};

const write = (notes: readonly PlayedNote[]): Score =>
	writeScore(notes, {
		...DEFAULT_WRITING,
		instrument: 'melody',
		metre: { beats: 4, unit: 4 },
		tempo: 120,
		key: { fifths: 0, mode: 'major' },
		repairs: [
			{ kind: 'taps', at: Array.from({ length: 18 }, (_, i) => (i * BEAT) as PlayedNote['start']) },
			{ kind: 'downbeat', at: 0 as PlayedNote['start'] }
		]
	});

const EIGHTHS = 'C4/8 D4/8 E4/8 F4/8 G4/8 F4/8 E4/8 D4/8';

describe('a swung piece', () => {
	test.each([
		['two to one', 0.667, 2],
		['three to two', 0.6, 1.5]
	])('with its pairs %s is written even, with a mark', (_, long, ratio) => {
		const score = write(tune(() => [0, long]));

		expect(score.swing).toEqual({ unit: 8, ratio });
		expect(read(score).split(' | ')[0]).toBe(EIGHTHS);
	});

	test('swings though the player is not exact', () => {
		const score = write(tune((beat) => [0.01 * Math.sin(beat), 0.66 + 0.03 * Math.cos(3 * beat)]));

		expect(score.swing?.unit).toBe(8);
		expect(read(score).split(' | ')[1]).toBe(EIGHTHS);
	});

	test('keeps a true triplet as one', () => {
		const score = write(tune((beat) => (beat === 6 ? [0, 1 / 3, 2 / 3] : [0, 0.667])));

		expect(score.swing).not.toBeNull();
		expect(read(score).split(' | ')[1]).toContain('(3)');
	});
});

test('even eighths have no mark', () => {
	expect(write(tune(() => [0, 0.5])).swing).toBeNull();
});

test('triplets stay triplets', () => {
	const score = write(tune(() => [0, 1 / 3, 2 / 3]));

	expect(score.swing).toBeNull();
	expect(read(score).split(' | ')[0]).toContain('(3)');
});

test('dotted rhythms are no swing', () => {
	expect(write(tune(() => [0, 0.77])).swing).toBeNull();
});

test('a few long and short pairs among even ones are written as they are', () => {
	expect(write(tune((beat) => [0, beat % 2 ? 0.667 : 0.5])).swing).toBeNull();
});

test('what is written even sounds long and short', () => {
	const swing = { unit: 8, ratio: 2 } as const;

	expect([0, 240, 480, 720, 960, 320].map((tick) => swungTick(tick, swing))).toEqual([
		0, 320, 640, 800, 960, 320
	]);
	expect(swungTick(480, null)).toBe(480);
});
