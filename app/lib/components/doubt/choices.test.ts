import { describe, expect, test } from 'vitest';
import { choicesOf, loudnessOf, placeName } from '#app/components/doubt/choices.ts';
import { noteToOpen, struckAt, struckNote } from '#app/components/sheet/struck.ts';
import { overwriteGetLocale } from '#app/paraglide/runtime.js';
import { pitch, type PlayedNote } from '#music/note.ts';
import type { Score } from '#music/score/score.ts';
import { PPQ } from '#music/time.ts';
import { score } from '#tests/support/notation.ts';
import { note } from '#tests/support/performance.ts';

overwriteGetLocale(() => 'en');

const GUITAR = score('4/4', 'D', 'D4@2:3:q F#4@1:2:e (A4@1:5 D4@2:3):e A4@1:5:h~ | A4@1:5:w');

const struck = (from: Score, played: number) => struckNote(from, played)!;
const heard = (midi: number): PlayedNote => ({ ...note(0, 1, midi), confidence: 0.6 });

describe('a note that is asked about', () => {
	test('is found where it is struck, and is called by its bar and beat', () => {
		expect(placeName(GUITAR, struck(GUITAR, 0))).toBe('Bar 1, beat 1');
		expect(placeName(GUITAR, struck(GUITAR, 2))).toBe('Bar 1, beat 2½');
		expect(placeName(GUITAR, struck(GUITAR, 4))).toBe('Bar 1, beat 3');
	});

	test('stands among those that are struck with it, the highest first', () => {
		const together = struckAt(GUITAR, 1.5 * PPQ);

		expect(together.map(({ pitch }) => pitch)).toEqual([69, 62]);
	});

	test('is the doubtful one of a chord, else the highest, and none in a silence', () => {
		const [high, low] = struckAt(GUITAR, 1.5 * PPQ).map(({ played }) => played);

		expect(noteToOpen(GUITAR, 1.5 * PPQ)).toBe(high);
		expect(noteToOpen(GUITAR, 1.5 * PPQ, new Set([low!]))).toBe(low);
		expect(noteToOpen(GUITAR, 4 * PPQ)).toBeNull();
	});
});

describe('its readings', () => {
	test('are told by name, by string and fret, and by what speaks for each', () => {
		const choices = choicesOf(
			GUITAR,
			heard(62),
			[{ kind: 'pitch', pitch: pitch(66), share: 0.3 }],
			struck(GUITAR, 0),
			null
		);

		expect(choices.map(({ name, caption, share }) => [name, caption, share])).toEqual([
			['D', 'String 2, fret 3', 0.6],
			['F♯', 'String 1, fret 2', 0.3]
		]);
		expect(choices.map(({ keep }) => keep)).toEqual(['Keep D', 'Keep F♯']);
	});

	test('on a piano are told by how far they are from what was heard', () => {
		const piano = score('4/4', 'C', 'C4:w // C3:w', { instrument: 'piano' });
		const readings = [12, -12, 1, -24, 7].map((by) => ({
			kind: 'pitch' as const,
			pitch: pitch(60 + by),
			share: 0.1
		}));
		const [first, ...others] = choicesOf(piano, heard(60), readings, struck(piano, 0), null);

		expect(first?.caption).toBe('as heard');
		expect(others.map(({ caption }) => caption)).toEqual([
			'an octave higher',
			'an octave lower',
			'a half step higher',
			'two octaves lower',
			'7 half steps higher'
		]);
	});

	test('keep the place that the note had before another was chosen', () => {
		const moved = score('4/4', 'D', 'D5@1:10:w');
		const home = { string: 2, fret: 3 };
		const higher = [{ kind: 'pitch' as const, pitch: pitch(74), share: 0.3 }];
		const choices = choicesOf(moved, heard(62), higher, struck(moved, 0), home);

		expect(choices.map(({ caption }) => caption)).toEqual([
			'String 2, fret 3',
			'String 1, fret 10'
		]);
	});

	test('two strokes, or one that is held, say what would be kept', () => {
		const at = heard(62).end;
		const choices = choicesOf(
			GUITAR,
			heard(62),
			[
				{ kind: 'split', at, share: 0.2 },
				{ kind: 'merge', with: { pitch: pitch(62), start: at }, share: 0.1 }
			],
			struck(GUITAR, 0),
			null
		);

		expect(choices.slice(1).map(({ keep }) => keep)).toEqual(['Keep both', 'Keep as one']);
	});
});

test('the loudness around a note says where in it the note sounds', () => {
	const peaks = new Float32Array(500).map((_, i) => i);
	const around = loudnessOf(peaks, 10, { start: 2, end: 4 }, note(2.5, 3, 60));

	expect(around.peaks?.[0]).toBe(100);
	expect(around.peaks).toHaveLength(100);
	expect(around.own).toEqual({ from: 0.25, to: 0.5 });
	expect(loudnessOf(null, 10, { start: 2, end: 4 }, note(2.5, 3, 60)).peaks).toBeNull();
});
