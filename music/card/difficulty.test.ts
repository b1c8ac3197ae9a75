import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { difficultyOf } from '#music/card/difficulty.ts';
import type { PlayedNote } from '#music/note.ts';
import type { Event, Score } from '#music/score/score.ts';
import { DEFAULT_WRITING, type WriteSettings } from '#music/settings.ts';
import { writeScore } from '#music/write.ts';
import { score } from '#tests/support/notation.ts';
import { note } from '#tests/support/performance.ts';
import { transposed, tune, withBass } from '#tests/support/tunes.ts';

const write = (notes: readonly PlayedNote[], wishes: Partial<WriteSettings> = {}): Score =>
	writeScore(notes, { ...DEFAULT_WRITING, ...wishes });

const Written = fc
	.tuple(
		fc.array(
			fc
				.tuple(
					fc.double({ min: 0, max: 12, noNaN: true }),
					fc.double({ min: 0.05, max: 2, noNaN: true }),
					fc.integer({ min: 40, max: 84 })
				)
				.map(([start, length, midi]) => note(start, start + length, midi)),
			{ minLength: 1, maxLength: 50 }
		),
		fc.constantFrom('guitar', 'piano', 'melody', 'ukulele')
	)
	.map(([notes, instrument]) => write(notes, { instrument }));

/** Without every note whose turn `keep` says no to; what is left without notes is a rest. */
function thinned(from: Score, keep: readonly boolean[]): Score {
	let turn = 0;
	const events = (all: readonly Event[]): Event[] =>
		all.map((event): Event => {
			if (event.kind === 'rest') return event;
			const notes = event.notes.filter(() => keep[turn++ % keep.length]);
			if (notes.length > 0) return { ...event, notes };
			const { id, start, value, length } = event;
			return { kind: 'rest', id, start, value, length, wholeBar: false, hidden: false };
		});
	const bars = from.bars.map((bar) => ({
		...bar,
		voices: bar.voices.map((voice) => ({ ...voice, events: events(voice.events) }))
	}));
	return { ...from, bars };
}

describe('whatever is written,', () => {
	test('it is from 1 to 10, in tenths', () => {
		fc.assert(
			fc.property(Written, (written) => {
				const difficulty = difficultyOf(written);
				expect(difficulty).toBeGreaterThanOrEqual(1);
				expect(difficulty).toBeLessThanOrEqual(10);
				expect(Math.round(difficulty * 10)).toBeCloseTo(difficulty * 10, 9);
			})
		);
	});

	test('slower is never harder', () => {
		fc.assert(
			fc.property(Written, fc.double({ min: 0.1, max: 1, noNaN: true }), (written, factor) => {
				const slower = { ...written, tempo: written.tempo * factor };
				expect(difficultyOf(slower)).toBeLessThanOrEqual(difficultyOf(written));
			})
		);
	});

	test('fewer notes are never harder', () => {
		const Keep = fc.array(fc.boolean(), { minLength: 1, maxLength: 30 });
		fc.assert(
			fc.property(Written, Keep, (written, keep) => {
				expect(difficultyOf(thinned(written, keep))).toBeLessThanOrEqual(difficultyOf(written));
			})
		);
	});
});

describe('a player would agree that', () => {
	const STEADY = 'C4@2:1:q D4@2:3:q E4@1:0:q F4@1:1:q';
	const line = (music: string, tempo: number): number =>
		difficultyOf(score('4/4', 'C', [music, music, music].join(' | '), { tempo }));

	test('quarter notes in the first position are for the first weeks', () => {
		expect(line(STEADY, 70)).toBeLessThan(2.5);
	});

	test('silence asks nothing', () => {
		expect(difficultyOf(score('4/4', 'B', 'R'))).toBe(1);
	});

	test.each([
		[
			'sixteenths are harder than eighths',
			'C4@2:1:s D4@2:3:s E4@1:0:s F4@1:1:s C4@2:1:s D4@2:3:s E4@1:0:s F4@1:1:s C4@2:1:h',
			'C4@2:1:e D4@2:3:e E4@1:0:e F4@1:1:e C4@2:1:h'
		],
		[
			'notes between the beats are harder than notes on them',
			'C4@2:1:e D4@2:3:q E4@1:0:q F4@1:1:q C4@2:1:e',
			'C4@2:1:q D4@2:3:q E4@1:0:q F4@1:1:e C4@2:1:e'
		],
		['a wide grip is harder than a narrow one', '(C4@2:1 G4@1:7):w', '(C4@2:1 G4@1:3):w'],
		[
			'a barre is harder than an open chord',
			'(F2@6:1 C3@5:3 F3@4:3 A3@3:2 C4@2:1 F4@1:1):w',
			'(E2@6:0 B2@5:2 E3@4:2 G#3@3:1 B3@2:0 E4@1:0):w'
		],
		['two lines are harder than one', 'C4@2:1:h D4@2:3:h / A2@5:0:w', 'C4@2:1:h D4@2:3:h / R'],
		[
			'high on the neck is harder than low on it',
			'A4@1:15:q B4@1:17:q A4@1:15:h',
			'A4@1:5:q B4@1:7:q A4@1:5:h'
		],
		[
			'notes outside the key are harder',
			'C#4@2:2:q D#4@2:4:q F4@1:1:h',
			'C4@2:1:q D4@2:3:q F4@1:1:h'
		]
	])('%s', (_, harder, easier) => {
		expect(line(harder, 100)).toBeGreaterThan(line(easier, 100));
	});

	test('a tune with a bass is harder than the tune', () => {
		const alone = write(tune('Arirang'), { instrument: 'guitar' });
		const both = write(withBass(tune('Arirang')), { instrument: 'guitar' });

		expect(difficultyOf(both)).toBeGreaterThan(difficultyOf(alone));
	});

	test('an easy arrangement is easier than everything that was played', () => {
		const full = [-21, -14, -9, 0].flatMap((below) => transposed(tune('Greensleeves'), below));
		const on = (arrangement: WriteSettings['arrangement']): number =>
			difficultyOf(write(full, { instrument: 'piano', arrangement }));

		expect(on('easy')).toBeLessThan(on('full'));
	});
});
