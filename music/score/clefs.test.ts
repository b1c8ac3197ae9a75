import { expect, test } from 'vitest';
import type { PlayedNote } from '#music/note.ts';
import { DEFAULT_WRITING, type WriteSettings } from '#music/settings.ts';
import { writeScore } from '#music/write.ts';
import { melody, note } from '#tests/support/performance.ts';

/** Four even notes a bar; the left hand as deep as the right is not. */
const line = (bars: readonly (readonly number[])[]): PlayedNote[] =>
	melody(bars.map((bar) => bar.map((midi) => `${midi}:1`).join(' ')).join(' '));

const clefs = (notes: readonly PlayedNote[], wishes: Partial<WriteSettings>): string =>
	writeScore(notes, {
		...DEFAULT_WRITING,
		tempo: 120,
		metre: { beats: 4, unit: 4 },
		key: { fifths: 0, mode: 'major' },
		...wishes
	})
		.bars.map((bar) => bar.clefs.map((clef) => clef[0]).join(''))
		.join(' ');

const HIGH = [72, 76, 79, 76];
const LOW = [43, 47, 50, 47];

test('a voice that goes down for two bars is written in the bass clef there', () => {
	const voice = line([HIGH, HIGH, LOW, LOW, HIGH, HIGH]);

	expect(clefs(voice, { instrument: 'melody' })).toBe('t t b b t t');
});

test('a bar a little below the staff keeps the clef', () => {
	const voice = line([HIGH, HIGH, [60, 59, 57, 59], HIGH, HIGH]);

	expect(clefs(voice, { instrument: 'melody' })).toBe('t t t t t');
});

test('a single deep note keeps the clef', () => {
	const voice = line([HIGH, [72, 76, 43, 76], HIGH]);

	expect(clefs(voice, { instrument: 'melody' })).toBe('t t t');
});

test('a left hand that joins the right in the treble changes clef and comes back', () => {
	const right = line([HIGH, HIGH, [84, 88, 91, 88], [84, 88, 91, 88], HIGH, HIGH]);
	const left = line([LOW, LOW, [67, 71, 72, 71], [67, 71, 72, 71], LOW, LOW]);

	expect(clefs([...left, ...right], { instrument: 'piano' })).toBe('tb tb tt tt tb tb');
});

test('the staff begins in the clef of its first bar', () => {
	const score = writeScore(
		line([HIGH, HIGH]).map(({ start, end, pitch }) => note(start, end, pitch - 24)),
		{ ...DEFAULT_WRITING, instrument: 'melody' }
	);

	expect(score.staves[0]!.clef).toBe('bass');
	expect(score.bars[0]!.clefs).toEqual(['bass']);
});

test('a guitarist reads one clef', () => {
	expect(clefs(line([HIGH, LOW, LOW, HIGH]), { instrument: 'guitar' })).toBe('t t t t');
});
