import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EMBEDDING_SIZE } from '#music/card.ts';
import { embeddingOf } from '#music/card/embedding.ts';
import { harmonyOf } from '#music/card/progression.ts';
import { pitch, type PlayedNote } from '#music/note.ts';
import type { Chord, Score } from '#music/score/score.ts';
import { DEFAULT_WRITING, type Key, type WriteSettings } from '#music/settings.ts';
import { writeScore } from '#music/write.ts';
import { NAMES, transposed, tune, withBass } from '#tests/support/tunes.ts';

const write = (notes: readonly PlayedNote[], wishes: Partial<WriteSettings> = {}): Score =>
	writeScore(notes, { ...DEFAULT_WRITING, ...wishes });
const embed = (written: Score): number[] => embeddingOf(written, harmonyOf(written));
const likeness = (one: readonly number[], other: readonly number[]): number =>
	one.reduce((sum, value, i) => sum + value * other[i]!, 0);

/** Every note of a written page moved by semitones, and its key with it. */
function moved(from: Score, semitones: number): Score {
	const key = ({ fifths, mode }: Key): Key => {
		const further = (((fifths + 7 * semitones + 5) % 12) + 12) % 12;
		return { fifths: further - 5, mode };
	};
	const chord = (event: Chord): Chord => ({
		...event,
		notes: event.notes.map((each) => ({ ...each, pitch: pitch(each.pitch + semitones) }))
	});
	const bars = from.bars.map((bar) => ({
		...bar,
		key: key(bar.key),
		voices: bar.voices.map((voice) => ({
			...voice,
			events: voice.events.map((event) => (event.kind === 'chord' ? chord(event) : event))
		}))
	}));
	return { ...from, key: key(from.key), bars, symbols: [] };
}

const Played = fc
	.array(
		fc.tuple(
			fc.integer({ min: 0, max: 64 }),
			fc.integer({ min: 1, max: 8 }),
			fc.integer({ min: 45, max: 80 })
		),
		{ minLength: 2, maxLength: 40 }
	)
	.map((all) =>
		all.map(([start, length, midi]) => ({
			pitch: pitch(midi),
			start: (start / 4) as PlayedNote['start'],
			end: ((start + length) / 4) as PlayedNote['end'],
			level: 0.6
		}))
	);

describe('the numbers of a piece', () => {
	test('are 64, and of length 1', () => {
		fc.assert(
			fc.property(Played, (notes) => {
				const numbers = embed(write(notes));
				expect(numbers).toHaveLength(EMBEDDING_SIZE);
				expect(Math.hypot(...numbers)).toBeCloseTo(1, 2);
			}),
			{ numRuns: 10 }
		);
	});

	test('are the same in every key and octave', () => {
		fc.assert(
			fc.property(Played, (notes) => {
				const written = write(notes, { instrument: 'piano', chordSymbols: false });
				const numbers = embed(written);
				for (const semitones of [-12, -5, -1, 1, 2, 7, 12]) {
					expect(embed(moved(written, semitones))).toEqual(numbers);
				}
			}),
			{ numRuns: 10 }
		);
	});

	test('do not know the tempo', () => {
		const written = write(tune('Arirang'));

		expect(embed({ ...written, tempo: written.tempo / 3 })).toEqual(embed(written));
	});
});

describe.each([
	['a third higher', (name) => transposed(tune(name), 4)],
	['an octave lower', (name) => transposed(tune(name), -12)],
	['at half the speed', (name) => tune(name, 0.9)],
	['with a bass', (name) => withBass(tune(name))],
	['with two mistakes', (name) => tune(name).filter((_, i) => i !== 5 && i !== 11)]
] as [string, (name: (typeof NAMES)[number]) => readonly PlayedNote[]][])(
	'a tune played %s',
	(_, play) => {
		const shelf = new Map(NAMES.map((name) => [name, embed(write(tune(name)))]));

		test.each(NAMES)('is still nearest to itself: %s', (name) => {
			const numbers = embed(write(play(name)));
			const nearest = [...shelf].sort(
				([, a], [, b]) => likeness(numbers, b) - likeness(numbers, a)
			);

			expect(nearest[0]![0]).toBe(name);
		});
	}
);
