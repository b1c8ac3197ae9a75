import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pitch, type PlayedNote } from '#music/note.ts';
import { playableRange, positionsOf } from '#music/tab/fretboard.ts';
import { tabOf } from '#music/tab/instruments.ts';
import { impossible } from '#music/tab/range.ts';
import { TUNINGS } from '#music/tab/tuning.ts';
import { seconds } from '#music/time.ts';

const GUITAR = tabOf('guitar', { tuning: null, capo: 0 })!;
const UKULELE = tabOf('ukulele', { tuning: null, capo: 0 })!;

const heard = (midi: number, start: number, end: number, confidence = 1): PlayedNote => ({
	pitch: pitch(midi),
	start: seconds(start),
	end: seconds(end),
	level: 0.5,
	confidence
});

describe('playableRange', () => {
	test.each([
		['guitar', 0, 40, 86],
		['guitar', 3, 43, 86],
		['bass', 0, 28, 65],
		['ukulele', 0, 60, 91],
		['banjo', 0, 50, 84]
	] as const)('of a %s with its capo at %i', (instrument, capo, lowest, highest) => {
		const tab = tabOf(instrument, { tuning: null, capo })!;

		expect(playableRange(tab)).toEqual({ lowest, highest });
	});

	test('holds every pitch that has a place on the neck, and both its ends have one', () => {
		const tabs = fc.record({
			tuning: fc.constantFrom(...TUNINGS.map(({ strings }) => strings)),
			capo: fc.integer({ min: 0, max: 12 })
		});
		fc.assert(
			fc.property(tabs, fc.integer({ min: 0, max: 127 }), (tab, midi) => {
				const { lowest, highest } = playableRange(tab)!;

				if (positionsOf(pitch(midi), tab).length > 0) {
					expect(midi).toBeGreaterThanOrEqual(lowest);
					expect(midi).toBeLessThanOrEqual(highest);
				}
				expect(positionsOf(lowest, tab)).not.toEqual([]);
				expect(positionsOf(highest, tab)).not.toEqual([]);
			})
		);
	});

	test('is nothing without strings', () => {
		expect(playableRange({ tuning: [], capo: 0 })).toBeNull();
	});
});

describe('impossible', () => {
	test('names what lies beyond the neck', () => {
		expect(impossible([heard(38, 0, 1), heard(40, 0, 1), heard(90, 1, 2)], GUITAR)).toEqual([0, 2]);
	});

	test('names the least sure where more sound than there are strings', () => {
		const chord = [60, 64, 67, 69, 72].map((midi, i) => heard(midi, 0, 1, i === 2 ? 0.5 : 0.9));

		expect(impossible(chord, UKULELE)).toEqual([2]);
	});

	test('names the less sure of two low notes that only the lowest string has', () => {
		expect(impossible([heard(40, 0, 2, 0.9), heard(42, 1, 2, 0.6)], GUITAR)).toEqual([1]);
		expect(impossible([heard(40, 0, 2, 0.6), heard(42, 1, 2, 0.9)], GUITAR)).toEqual([0]);
	});

	test('has nothing against a note struck again, a tail that overlaps a little, or a full chord', () => {
		const again = [heard(40, 0, 1.2), heard(40, 1, 2)];
		const tail = [heard(40, 0, 1.03), heard(42, 1, 2)];
		const chord = [43, 47, 50, 55, 59, 67].map((midi) => heard(midi, 0, 1));

		expect([again, tail, chord].map((notes) => impossible(notes, GUITAR))).toEqual([[], [], []]);
	});
});
