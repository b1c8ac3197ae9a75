import { expect, test } from 'vitest';
import { accidentalsOf } from '#engraving/accidentals.ts';
import { write } from '#engraving/testing/notation.ts';

/** The printed signs of each bar, in the order of its notes. */
const signs = (fifths: number, ...bars: string[][]): string[] => {
	const score = write({ metre: '4/4', fifths, bars });
	return score.bars.map((bar) => {
		const printed = accidentalsOf(bar);
		const notes = bar.voices
			.flatMap((voice) => voice.events)
			.flatMap((event) => (event.kind === 'chord' ? event.notes : []));
		return notes.map((note) => printed.get(note) ?? '-').join(' ');
	});
};

test('the key signature is not repeated at the notes', () => {
	expect(signs(2, ['f#4:q c#5:q d5:q e5:q'])).toEqual(['- - - -']);
	expect(signs(-3, ['bb4:q eb5:q ab4:q g4:q'])).toEqual(['- - - -']);
});

test('a sign holds until the bar line and not beyond', () => {
	expect(signs(0, ['f#4:q f#4:q g4:h'], ['f#4:w'])).toEqual(['# - -', '#']);
});

test('a sign holds for its own octave only', () => {
	expect(signs(0, ['f#4:q f#5:q f4:q f5:q'])).toEqual(['# # n n']);
});

test('a note against the key takes a natural, and its return a sharp', () => {
	expect(signs(2, ['f4:h f#4:h'])).toEqual(['n #']);
});

test('a tied note keeps its pitch over the bar line without a sign, and the next one needs it again', () => {
	expect(signs(0, ['c5:h ~f#4:h'], ['f#4:h f#4:h'])).toEqual(['- #', '- #']);
});

test('what one voice alters, the other need not say again', () => {
	expect(signs(0, ['f#5:h r:h', 'r:h f#5:h'])).toEqual(['# -']);
});

test('double sharps and double flats have signs of their own', () => {
	expect(signs(0, ['f##4:h bbb4:h'])).toEqual(['## bb']);
});
