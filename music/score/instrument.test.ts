import { describe, expect, test } from 'vitest';
import type { PlayedNote } from '#music/note.ts';
import { findInstrument } from '#music/score/instrument.ts';
import type { Instrument } from '#music/settings.ts';
import { STANDARD_GUITAR } from '#music/tab/tuning.ts';
import { melody, note } from '#tests/support/performance.ts';

const layout = (notes: readonly PlayedNote[]): Instrument =>
	findInstrument(notes, { tuning: STANDARD_GUITAR, capo: 0 });

/** Chords of half a second, one after another: `40,47,52 45,52`. */
const chords = (line: string): PlayedNote[] =>
	line
		.split(' ')
		.flatMap((chord, i) => chord.split(',').map((midi) => note(i / 2, i / 2 + 0.48, Number(midi))));

const OPEN_E = '40,47,52,56,59,64';

describe('a line', () => {
	test('low on the neck is given its tab', () => {
		expect(layout(melody('52:1 55:1 57:1 59:2 57:1 55:1 52:2'))).toBe('guitar');
	});

	test('high above the nut is one staff', () => {
		expect(layout(melody('71:1 74:1 76:1 78:2 76:1 74:1 71:2'))).toBe('melody');
	});

	test('below the lowest string is one staff', () => {
		expect(layout(melody('28:1 33:1 35:1 40:2 35:1 33:1 28:2'))).toBe('melody');
	});

	test('that wavers like a voice is one staff, wherever it lies', () => {
		const sung = melody('52:1 55:1 57:1 59:2').map((n) => ({
			...n,
			bends: [0, 0.4, -0.3, 0.4, 0]
		}));

		expect(layout(sung)).toBe('melody');
	});
});

describe('chords', () => {
	test('that lie under a hand on the neck are a guitar', () => {
		expect(layout(chords(`${OPEN_E} 45,52,57,61,64 47,54,59,63,66 ${OPEN_E}`))).toBe('guitar');
	});

	test('are still a guitar with the lowest string dropped to D', () => {
		expect(layout(chords('38,45,50,57,62,66 43,50,55,59 45,52,57,61,64'))).toBe('guitar');
	});

	test('that no hand can hold are a piano, though every note is on the neck', () => {
		expect(layout(chords('41,45,48,77,81 43,46,50,79,82 40,43,48,76,79'))).toBe('piano');
	});

	test('are still a guitar where a note that nobody played was half heard', () => {
		const heard = chords(`${OPEN_E} 45,52,57,61,64 47,54,59,63,66 ${OPEN_E}`);
		const ghosts = [0, 0.5, 1].map((at) => ({ ...note(at, at + 0.4, 80), confidence: 0.55 }));

		expect(layout([...heard, ...ghosts].sort((a, b) => a.start - b.start))).toBe('guitar');
	});

	test('above a violin’s lowest string need no second staff', () => {
		expect(layout(chords('62,71 64,72 66,74 67,76 69,78'))).toBe('melody');
	});
});

test('nothing played is an empty page for a guitarist', () => {
	expect(layout([])).toBe('guitar');
});
