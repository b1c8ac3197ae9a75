import { describe, expect, test } from 'vitest';
import { pitch } from '#music/note.ts';
import type { Score } from '#music/score/score.ts';
import { alternativesFor } from '#music/tab/alternatives.ts';
import { positionsOf } from '#music/tab/fretboard.ts';
import { pinned } from '#music/tab/pins.ts';
import { seconds } from '#music/time.ts';
import { score } from '#tests/support/notation.ts';

const places = (music: Score, played: number) =>
	alternativesFor(music, played).map(({ position: { string, fret } }) => `${string}:${fret}`);

describe('alternativesFor', () => {
	test('ranks the places of a lone note, each once, the first position first', () => {
		const music = score('4/4', 'C', 'E3:q G3:q C4:q E4:q');

		expect(places(music, 2)).toEqual(
			expect.arrayContaining(['2:1', '3:5', '4:10', '5:15', '6:20'])
		);
		expect(places(music, 2)[0]).toBe('2:1');
	});

	test('gives shares that sum to one and fall as the effort grows', () => {
		const found = alternativesFor(score('4/4', 'C', 'E3:q G3:q C4:q E4:q'), 2);

		expect(found.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
		expect(found.map(({ cost }) => cost)).toEqual(
			found.map(({ cost }) => cost).sort((a, b) => a - b)
		);
		expect(found[0]!.cost).toBe(0);
		expect(found[0]!.share).toBeGreaterThan(found.at(-1)!.share);
	});

	test('offers no place that would silence another note of the chord', () => {
		const music = score('4/4', 'C', '(E2 B2 E3 G3 B3 E4):w');

		expect(places(music, 0)).toEqual(['6:0']);
		expect(places(music, 5)).toEqual(['1:0']);
	});

	test('knows what is still held', () => {
		const music = score('4/4', 'C', 'r:h G2:h / E2:w');

		expect(places(music, 0)).toEqual([]);
		expect(places(score('4/4', 'C', 'E2:h G2:h'), 1)).toEqual(['6:3']);
	});

	test('follows what a person has chosen nearby', () => {
		const music = score('4/4', 'C', 'C4:q D4:q E4:q');

		const [first] = alternativesFor(music, 1, new Map([[0, { string: 4, fret: 10 }]]));

		expect(first!.position.fret).toBeGreaterThanOrEqual(7);
	});

	test('has nothing to offer without tab, or for a note that is not there', () => {
		expect(places(score('4/4', 'C', 'C4:w', { instrument: 'melody' }), 0)).toEqual([]);
		expect(places(score('4/4', 'C', 'C4:w'), 7)).toEqual([]);
	});
});

describe('pinned', () => {
	const note = (midi: number, start: number) => ({
		pitch: pitch(midi),
		start: seconds(start),
		end: seconds(start + 0.5),
		level: 0.5
	});
	const pin = (midi: number, start: number, string: number) => ({
		pitch: pitch(midi),
		start: seconds(start),
		position: positionsOf(pitch(midi), { tuning: [64, 59, 55, 50].map(pitch), capo: 0 })[
			string - 1
		]!
	});

	test('finds the note again that was meant, although it was heard a little elsewhere', () => {
		const notes = [note(64, 0), note(64, 0.5), note(65, 0.5)];

		const chosen = pinned([pin(64, 0.53, 2)], notes);

		expect([...chosen]).toEqual([[1, { string: 2, fret: 5 }]]);
	});

	test('lets go of a note that is gone, and takes the later of two choices', () => {
		const notes = [note(64, 0), note(64, 0.5)];

		expect([...pinned([pin(64, 0.25, 2), pin(60, 0, 1)], notes)]).toEqual([]);
		expect([...pinned([pin(64, 0, 2), pin(64, 0, 3)], notes)]).toEqual([
			[0, { string: 3, fret: 9 }]
		]);
	});
});
