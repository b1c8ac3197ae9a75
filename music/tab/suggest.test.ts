import { describe, expect, test } from 'vitest';
import { pitch, type PlayedNote } from '#music/note.ts';
import { suggestTuning } from '#music/tab/suggest.ts';
import { TUNINGS, type TuningId } from '#music/tab/tuning.ts';
import { seconds } from '#music/time.ts';

/** Strummed twice each: `320003` is what each string frets, from the lowest; x is silent. */
function strummed(shapes: string, id: TuningId, capo = 0): readonly PlayedNote[] {
	const { strings } = TUNINGS.find((tuning) => tuning.id === id)!;
	const low = strings.toReversed();
	const strums = Array<string>(3)
		.fill(shapes)
		.flatMap((text) => text.split(' ').flatMap((shape) => [shape, shape]));
	return strums.flatMap((shape, beat) =>
		[...shape].flatMap((fret, i) =>
			fret === 'x'
				? []
				: [
						{
							pitch: pitch(low[i]! + capo + Number(fret)),
							start: seconds(beat / 2 + 0.006 * i),
							end: seconds(beat / 2 + 0.45),
							level: 0.6
						}
					]
		)
	);
}

const best = (notes: readonly PlayedNote[], instrument: Parameters<typeof suggestTuning>[1]) => {
	const [first] = suggestTuning(notes, instrument);
	return `${first!.id} ${first!.tab.capo}`;
};

const CAMPFIRE = '320003 xx0232 022000 x32010';

describe('suggestTuning', () => {
	test('leaves a guitar as it is for open chords, barre chords and silence', () => {
		expect(best(strummed(CAMPFIRE, 'standard'), 'guitar')).toBe('standard 0');
		expect(best(strummed('x02210 133211 x32010 320003', 'standard'), 'guitar')).toBe('standard 0');
		expect(best([], 'guitar')).toBe('standard 0');
	});

	test.each([1, 2, 3, 4, 5, 7])('finds the capo at fret %i under open chords', (capo) => {
		expect(best(strummed(CAMPFIRE, 'standard', capo), 'guitar')).toBe(`standard ${capo}`);
	});

	test.each([
		['half-step-down', CAMPFIRE],
		['drop-d', '000xxx 333xxx 555xxx 000230'],
		['drop-c', '000xxx 333xxx 555xxx 777xxx'],
		['dadgad', '000000 000200 002020 x02400 550000'],
		['open-g', '000000 555555 777777 x02010'],
		['open-d', '000000 555555 777777 002220']
	] as const)('hears a guitar in %s', (id, shapes) => {
		expect(best(strummed(shapes, id), 'guitar')).toBe(`${id} 0`);
	});

	test.each([
		['bass', 'bass-4', '0xxx 3xxx x0xx xx0x 2xxx'],
		['bass', 'bass-5', '0xxxx 3xxxx x0xxx 0xxxx 2xxxx'],
		['ukulele', 'ukulele', '0003 2010 0232 2000'],
		['ukulele', 'ukulele-baritone', '0003 2010 0232 2000'],
		['banjo', 'banjo', 'x0xxx 0xxxx xx0xx xxxx0 0xxxx']
	] as const)('on a %s hears %s', (instrument, id, shapes) => {
		expect(best(strummed(shapes, id), instrument)).toBe(`${id} 0`);
	});
});
