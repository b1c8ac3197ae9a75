import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PlayedNote } from '#music/note.ts';
import type { Score } from '#music/score/score.ts';
import { type Arrangement, DEFAULT_WRITING, type WriteSettings } from '#music/settings.ts';
import { seconds } from '#music/time.ts';
import { writeScore } from '#music/write.ts';
import { chords, melody, note, read } from '#tests/support/performance.ts';

/** Four quarters in a bar, the first of which begins with the music. */
const PLAIN = {
	tempo: 120,
	metre: { beats: 4, unit: 4 },
	key: { fifths: 0, mode: 'major' },
	repairs: [{ kind: 'downbeat', at: seconds(0) }]
} as const;

const write = (
	notes: readonly PlayedNote[],
	arrangement: Arrangement,
	wishes: Partial<WriteSettings> = {}
): Score => writeScore(notes, { ...DEFAULT_WRITING, ...PLAIN, arrangement, ...wishes });

const RIGHT = melody('72:1 76:.5 79:.25 77:.25 76:.75 74:.25 72:1');
const LEFT = melody('36:1 48:.5 52:.5 43:1 50:.5 53:.5');
const chord = (...pitches: number[]): PlayedNote[] => pitches.map((midi) => note(0, 1.98, midi));

describe('a piano piece', () => {
	const easy = write([...RIGHT, ...LEFT], 'easy', { instrument: 'piano' });

	test('is easy when the melody goes in eighths and the bass stands on strong beats', () => {
		expect(read(easy, 0, 0)).toBe('C5/4 E5/8 G5/8 E5/8 D5/8 C5/4');
		expect(read(easy, 0, 1)).toBe('C2/2 G2/2');
	});

	test('keeps the outer notes of thick chords in the middle', () => {
		const thick = [...chord(60, 64, 67, 72, 76), ...chord(36, 43, 48, 52)];
		const middle = write(thick, 'intermediate', { instrument: 'piano' });

		expect(read(middle, 0, 0)).toBe('C4+E5/1');
		expect(read(middle, 0, 1)).toBe('C2+E3/1');
	});

	test('keeps the rhythm of its melody in the middle, over a left hand in eighths', () => {
		const quick = melody('48:.25 52:.25 55:.25 52:.25 48:.25 52:.25 55:.25 52:.25 48:2');
		const middle = write([...RIGHT, ...quick], 'intermediate', { instrument: 'piano' });

		expect(read(middle, 0, 0)).toBe('C5/4 E5/8 G5/16 F5/16 E5/8. D5/16 C5/4');
		expect(read(middle, 0, 1)).toBe('C3/8 G3/8 C3/8 G3/8 C3/2');
	});
});

test('a dotted rhythm and a triplet become even eighths', () => {
	const third = 1 / 3;
	const tune = melody(`60:.75 62:.25 64:${third} 65:${third} 67:${third} 72:2`);

	expect(read(write(tune, 'easy', { instrument: 'melody' }))).toBe('C4/8 D4/8 E4/8 F4/8 C5/2');
});

test('a guitarist has melody and bass, and a fret for every note', () => {
	const picking = Array.from({ length: 6 }, (_, bar) =>
		[45, 57, 60, 64, 69, 64, 60, 57].map((midi, i) => {
			const at = bar * 2 + i * 0.25;
			return note(at, i === 0 ? at + 1.9 : at + 0.24, midi + (bar % 3) * 2);
		})
	).flat();
	const easy = write(picking, 'easy', { instrument: 'guitar' });

	expect(read(easy, 0).split(' | ')[0]).toBe('r/8 A4/8 C5/8 E5/8 A5/8 E5/8 C5/8 A4/8');
	expect(read(easy, 1).split(' | ')[0]).toBe('A3/1');
	for (const { notes } of chords(easy)) {
		for (const { position } of notes) expect(position).not.toBeNull();
	}
});

test('a note keeps its name though what it led to is left out', () => {
	const tune = melody('76:.5 75:.25 76:.25 72:1 75:.25 76:.25 71:.5 69:1');
	const names = (level: Arrangement): string =>
		read(write(tune, level, { instrument: 'melody', key: { fifths: 0, mode: 'minor' } }));

	expect(names('full')).toContain('D#5');
	expect(names('easy')).toContain('D#5');
	expect(names('easy')).not.toContain('Eb5');
});

test('six eight keeps its threes', () => {
	const jig = melody('64:1 65:1 67:1 72:2 71:1 67:3', 0.2);
	const six = { instrument: 'melody', tempo: 100, metre: { beats: 6, unit: 8 } } as const;

	expect(read(write(jig, 'easy', six))).toBe('E4/8 F4/8 G4/8 C5/4 B4/8 | G4/4. r/4.');
});

const Performance = fc.array(
	fc
		.tuple(
			fc.integer({ min: 0, max: 120 }),
			fc.double({ min: 0.05, max: 2, noNaN: true }),
			fc.integer({ min: 40, max: 84 })
		)
		.map(([place, length, midi]) => note(place * 0.11, place * 0.11 + length, midi)),
	{ maxLength: 60 }
);

describe('whatever is played,', { timeout: 30_000 }, () => {
	const levels = (claim: (scores: Record<Arrangement, Score>) => void): void =>
		fc.assert(
			fc.property(
				Performance,
				fc.constantFrom('guitar', 'piano', 'melody'),
				(notes, instrument) => {
					const at = (level: Arrangement): Score => write(notes, level, { instrument });
					claim({ easy: at('easy'), intermediate: at('intermediate'), full: at('full') });
				}
			),
			{ numRuns: 40 }
		);
	const playedIn = (score: Score): Set<number> =>
		new Set(chords(score).flatMap(({ notes }) => notes.map(({ played }) => played)));
	/** The highest note of each chord of the upper voice that begins there. */
	const melodyOf = (score: Score): string[] =>
		score.bars
			.flatMap(({ voices }) => voices.filter(({ staff, voice }) => staff === 0 && voice === 0))
			.flatMap(({ events }) => events)
			.flatMap((event) => {
				const top = event.kind === 'chord' ? event.notes.at(-1)! : null;
				return top === null || top.tieBack ? [] : [`${event.start} ${top.played}`];
			});

	test('an easier page has notes of the harder one, and no others', () =>
		levels(({ easy, intermediate, full }) => {
			expect([...playedIn(easy)].filter((n) => !playedIn(intermediate).has(n))).toEqual([]);
			expect([...playedIn(intermediate)].filter((n) => !playedIn(full).has(n))).toEqual([]);
		}));

	test('the melody is kept: all of it in the middle, what falls on eighths when it is easy', () =>
		levels(({ easy, intermediate, full }) => {
			const whole = melodyOf(full);
			expect(melodyOf(intermediate)).toEqual(whole);
			const inEasy = new Set(melodyOf(easy));
			const even = whole.filter((word) => Number(word.split(' ')[0]) % 480 === 0);
			expect(even.filter((word) => !inEasy.has(word))).toEqual([]);
		}));

	test('an easy page has nothing finer than eighths, and its bars are full', () =>
		levels(({ easy }) => {
			for (const { start, length, voices } of easy.bars) {
				for (const { events } of voices) {
					let at: number = start;
					for (const event of events) {
						expect(event.start).toBe(at);
						expect(event.value.base).toBeLessThanOrEqual(8);
						expect(event.value.tuplet).toBeUndefined();
						at += event.length;
					}
					expect(at).toBe(start + length);
				}
			}
		}));

	test('the levels have the same bars', () =>
		levels(({ easy, intermediate, full }) => {
			const starts = ({ bars }: Score): number[] => bars.map(({ start }) => start);
			expect(starts(easy)).toEqual(starts(full));
			expect(starts(intermediate)).toEqual(starts(full));
		}));
});
