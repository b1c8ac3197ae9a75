import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PlayedNote } from '#music/note.ts';
import type { ChordSymbol, PitchName, Score } from '#music/score/score.ts';
import { DEFAULT_WRITING, type Instrument, type WriteSettings } from '#music/settings.ts';
import { writeScore } from '#music/write.ts';
import { melody, note } from '#tests/support/performance.ts';

const SUFFIX: Partial<Record<ChordSymbol['quality'], string>> = {
	major: '',
	minor: 'm',
	dominant: '7',
	'minor-seventh': 'm7',
	'major-seventh': 'maj7',
	'suspended-fourth': 'sus4',
	power: '5',
	'diminished-seventh': 'dim7'
};

const name = ({ step, alter }: PitchName): string => step + ['b', '', '#'][alter + 1]!;

const written = ({ symbols }: Score): string =>
	symbols
		.map(
			({ root, quality, bass }) =>
				name(root) + (SUFFIX[quality] ?? quality) + (bass === null ? '' : `/${name(bass)}`)
		)
		.join(' ');

/** Each chord struck on four beats of a bar, lowest note first: `40,47,52`. */
const strummed = (chords: string): PlayedNote[] =>
	chords.split(' ').flatMap((chord, bar) =>
		[0, 1, 2, 3].flatMap((beat) => {
			const start = bar * 2 + beat * 0.5;
			return chord.split(',').map((midi) => note(start, start + 0.48, Number(midi)));
		})
	);

const write = (notes: readonly PlayedNote[], wishes: Partial<WriteSettings> = {}): Score =>
	writeScore(notes, {
		...DEFAULT_WRITING,
		instrument: 'guitar',
		tempo: 120,
		metre: { beats: 4, unit: 4 },
		...wishes
	});

const SONG = '43,47,50,55,59,67 50,57,62,66 40,47,52,55,59,64 48,52,55,60,64';

describe('a song that is strummed', () => {
	test('has its chords written over its bars, each once', () => {
		const score = write(strummed(`${SONG} ${SONG} 43,47,50,55,59,67 43,47,50,55,59,67`));

		expect(written(score)).toBe('G D Em C G D Em C G');
		expect(score.symbols.map(({ at }) => at / 3840)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
	});

	test('has sevenths and a suspended fourth where they are heard', () => {
		const tune = '50,57,60,65 43,53,59,62 48,52,59,64 45,50,52,57 45,49,52,57';

		expect(written(write(strummed(tune)))).toBe('Dm7 G7 Cmaj7 Asus4 A');
	});

	test('names a bass that is not the root', () => {
		expect(written(write(strummed('48,55,60,64 52,55,60,64,67 53,57,60,65')))).toBe('C C/E F');
	});

	test('spells its roots by the key', () => {
		const up = (semitones: number) =>
			strummed(SONG).map((n) => note(n.start, n.end, n.pitch + semitones));

		expect(written(write(up(1), { key: { fifths: -4, mode: 'major' } }))).toBe('Ab Eb Fm Db');
		expect(written(write(up(4), { key: { fifths: 5, mode: 'major' } }))).toBe('B F# G#m E');
	});
});

test('power chords have no third', () => {
	expect(written(write(strummed('40,47,52 45,52,57 43,50,55 40,47,52')))).toBe('E5 A5 G5 E5');
});

test('a melody has no chords, even on a guitar and when they are asked for', () => {
	const tune = melody('60:1 64:1 67:1 64:1 65:1 69:1 72:1 69:1 67:1 65:1 64:1 62:1 60:4');

	expect(write(tune).symbols).toEqual([]);
	expect(write(tune, { chordSymbols: true }).symbols).toEqual([]);
});

test.each<[Instrument, boolean | null, boolean]>([
	['guitar', null, true],
	['ukulele', null, true],
	['banjo', null, true],
	['piano', null, false],
	['piano', true, true],
	['guitar', false, false]
])('%s, chord symbols %s: written %s', (instrument, chordSymbols, there) => {
	const score = write(strummed(SONG), { instrument, chordSymbols });

	expect(score.symbols.length > 0).toBe(there);
});

test(
	'whatever is played, symbols are in order, on beats, and never two alike in a row',
	{ timeout: 30_000 },
	() => {
		const chord = fc
			.tuple(
				fc.integer({ min: 0, max: 60 }),
				fc.array(fc.integer({ min: 36, max: 84 }), { minLength: 1, maxLength: 5 })
			)
			.map(([beat, pitches]) => pitches.map((midi) => note(beat * 0.25, beat * 0.25 + 0.7, midi)));
		fc.assert(
			fc.property(fc.array(chord, { maxLength: 40 }), (chords) => {
				const { symbols, bars, beatMap } = write(chords.flat(), { chordSymbols: true });
				const names = symbols.map((symbol) => written({ symbols: [symbol] } as unknown as Score));

				names.forEach((symbol, i) => i > 0 && expect(symbol).not.toBe(names[i - 1]));
				symbols.forEach(({ at }, i) => {
					expect(at % beatMap.beatTicks).toBe(0);
					expect(at).toBeGreaterThan(symbols[i - 1]?.at ?? -1);
					expect(at).toBeLessThan(bars.at(-1)!.start + bars.at(-1)!.length);
				});
			}),
			{ numRuns: 40 }
		);
	}
);
