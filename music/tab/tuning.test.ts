import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pitch } from '#music/note.ts';
import {
	parseTuning,
	STANDARD_GUITAR,
	stringName,
	tuningId,
	TUNINGS,
	tuningText
} from '#music/tab/tuning.ts';

const parsed = (text: string) => {
	const result = parseTuning(text);
	return result.ok ? result.value : result.error;
};

describe('parseTuning', () => {
	test('reads strings from the lowest and keeps the highest first', () => {
		expect(parsed('E2,A2,D3,G3,B3,E4')).toEqual(STANDARD_GUITAR);
	});

	test.each([
		'Eb2 Ab2 Db3 Gb3 Bb3 Eb4',
		'd#2,g#2,c#3,f#3,a#3,d#4',
		' E♭2, A♭2, D♭3, G♭3, B♭3, E♭4 '
	])('reads %j as half a step down', (text) => {
		expect(parsed(text)).toEqual([63, 58, 54, 49, 44, 39]);
	});

	test('keeps the order of a re-entrant ukulele', () => {
		expect(parsed('G4,C4,E4,A4')).toEqual([69, 64, 60, 67]);
	});

	test.each([
		['', { code: 'tuning-empty' }],
		[' , ', { code: 'tuning-empty' }],
		['E2,A2,H3', { code: 'tuning-not-a-note', text: 'H3' }],
		['E,A,D', { code: 'tuning-not-a-note', text: 'E' }],
		['E2,A99', { code: 'tuning-not-a-note', text: 'A99' }],
		['C-2', { code: 'tuning-not-a-note', text: 'C-2' }],
		[Array(13).fill('E2').join(), { code: 'tuning-too-many-strings', most: 12 }]
	])('says what is wrong with %j', (text, error) => {
		expect(parsed(text)).toEqual(error);
	});

	test('reads back any tuning it has written', () => {
		const anyPitch = fc.integer({ min: 0, max: 127 }).map(pitch);
		fc.assert(
			fc.property(fc.array(anyPitch, { minLength: 1, maxLength: 12 }), (tuning) => {
				expect(parsed(tuningText(tuning))).toEqual(tuning);
			})
		);
	});
});

describe('the common tunings', () => {
	test('are known by name', () => {
		expect(TUNINGS.map(({ strings }) => tuningId(strings))).toEqual(TUNINGS.map(({ id }) => id));
		expect(tuningId([pitch(64)])).toBeNull();
	});

	test.each([
		['drop-d', 'E B G D A D'],
		['dadgad', 'D A G D A D'],
		['open-g', 'D B G D G D'],
		['bass-5', 'G D A E B']
	])('%s has the strings %s', (id, names) => {
		const { strings } = TUNINGS.find((tuning) => tuning.id === id)!;

		expect(strings.map(stringName).join(' ')).toBe(names);
	});
});
