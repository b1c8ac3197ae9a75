/** Pages against pages: what is the same, and what each kind of mistake costs. */
import { describe, expect, test } from 'vitest';
import { comparePages } from './compare.ts';
import { readMusicXml } from './read-musicxml.ts';
import type { Page } from './written-note.ts';
import { toMusicXml } from '#music/export/musicxml.ts';
import { score } from '#tests/support/notation.ts';

function page(time: string, key: string, music: string, piano = false): Page {
	const written = score(time, key, music, { instrument: piano ? 'piano' : 'guitar' });
	const read = readMusicXml(toMusicXml(written, { title: '', artist: '' }));
	if (!read.ok) throw new Error(read.error.code);
	return read.value;
}

const TUNE = 'D4:q E4:q F#4:q G4:q | A4:q B4:q C#5:q D5:q';

describe('comparing pages', () => {
	test('finds no fault with the same page, tab and all', () => {
		const fingered = page('4/4', 'D', 'D4@2:3:q E4@1:0:q F#4@1:2:h | A4@1:5:h~ A4@1:5:q D5@1:10:q');
		const { hand: _, ...scores } = comparePages(fingered, fingered);

		expect(scores).toMatchObject({
			noteF1: 1,
			rhythm: 1,
			value: 1,
			place: 1,
			time: 1,
			key: 1,
			fingered: 1,
			badBars: 0,
			voices: 1,
			ties: 0.5,
			short: 0
		});
	});

	test('forgives twice the tempo in the columns with a factor only', () => {
		const half = page('4/4', 'D', 'D4:e E4:e F#4:e G4:e A4:e B4:e C#5:e D5:e');
		const scores = comparePages(page('4/4', 'D', TUNE), half);

		expect(scores).toMatchObject({
			noteF1: 1,
			rhythm: 0,
			rhythmFactor: 1,
			value: 0,
			valueFactor: 1
		});
	});

	test('sees a bar line in the wrong place', () => {
		const late = page('4/4', 'D', 'r:q D4:q E4:q F#4:q | G4:q A4:q B4:q C#5:q | D5:w');
		const scores = comparePages(page('4/4', 'D', TUNE), late);

		expect(scores).toMatchObject({ noteF1: 1, rhythm: 1, place: 0 });
	});

	test('sees wrong signatures and wrong hands', () => {
		const grand = page('4/4', 'D', 'D5:w // D3:w', true);
		const other = page('2/2', 'C', '(D3 D5):w // R', true);

		expect(comparePages(grand, other)).toMatchObject({ time: 0, key: 0, hand: 0.5 });
	});

	test('takes a wrong note as one missing and one too many', () => {
		const wrong = page('4/4', 'D', TUNE.replace('C#5', 'C5'));

		expect(comparePages(page('4/4', 'D', TUNE), wrong).noteF1).toBeCloseTo(7 / 8);
	});
});
