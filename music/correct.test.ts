import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { corrected, indexOf, refOf, type Correction } from '#music/correct.ts';
import { pitch, type PlayedNote } from '#music/note.ts';
import { seconds } from '#music/time.ts';

const note = (midi: number, start: number, end: number, over = {}): PlayedNote => ({
	pitch: pitch(midi),
	start: seconds(start),
	end: seconds(end),
	level: 0.5,
	confidence: 0.6,
	...over
});

const ref = (midi: number, start: number) => ({ pitch: pitch(midi), start: seconds(start) });

const PHRASE = [note(60, 0, 0.5), note(64, 0.5, 1), note(67, 1, 2, { bends: [0, 0.2, 0.4, 0.2] })];

const spans = (notes: readonly PlayedNote[]): number[][] =>
	notes.map(({ pitch, start, end }) => [pitch, start, end]);

describe('a correction', () => {
	test('that keeps a note makes it certain and changes nothing else', () => {
		const kept = corrected(PHRASE, [{ kind: 'keep', note: ref(64, 0.5) }]);

		expect(spans(kept)).toEqual(spans(PHRASE));
		expect(kept.map(({ confidence }) => confidence)).toEqual([0.6, 1, 0.6]);
	});

	test('finds its note again when another hearing has moved it by a few frames', () => {
		const [, , last] = corrected(PHRASE, [{ kind: 'keep', note: ref(67, 1.04) }]);

		expect(last?.confidence).toBe(1);
	});

	test('means the nearest of two notes of the same pitch', () => {
		const twice = [note(60, 0, 0.04), note(60, 0.05, 0.4)];

		expect(spans(corrected(twice, [{ kind: 'remove', note: ref(60, 0.051) }]))).toEqual([
			[60, 0, 0.04]
		]);
	});

	test('of a note that is not heard any more is passed over', () => {
		expect(corrected(PHRASE, [{ kind: 'remove', note: ref(64, 1.4) }])).toEqual(PHRASE);
	});

	test('speaks of a note as the corrections before it have left it', () => {
		const notes = corrected(PHRASE, [
			{ kind: 'pitch', note: ref(60, 0), pitch: pitch(72) },
			{ kind: 'remove', note: ref(72, 0) }
		]);

		expect(spans(notes)).toEqual(spans(PHRASE.slice(1)));
	});

	test('to the octave keeps the bend, to another tone it loses it', () => {
		const octave = corrected(PHRASE, [{ kind: 'pitch', note: ref(67, 1), pitch: pitch(55) }]);
		const second = corrected(PHRASE, [{ kind: 'pitch', note: ref(67, 1), pitch: pitch(68) }]);

		expect(octave[2]?.bends).toEqual([0, 0.2, 0.4, 0.2]);
		expect(second[2]).not.toHaveProperty('bends');
	});

	test('to a note that sounds there already leaves one of the two, as long as the longer', () => {
		const ghost = [note(48, 0, 2), note(60, 0.01, 1)];

		const notes = corrected(ghost, [{ kind: 'pitch', note: ref(60, 0.01), pitch: pitch(48) }]);

		expect(spans(notes)).toEqual([[48, 0.01, 2]]);
	});

	test('that splits a note strikes it again, and merging the two undoes it', () => {
		const split: Correction = { kind: 'split', note: ref(67, 1), at: seconds(1.5) };
		const merge: Correction = { kind: 'merge', note: ref(67, 1), with: ref(67, 1.5) };

		expect(spans(corrected(PHRASE, [split])).slice(2)).toEqual([
			[67, 1, 1.5],
			[67, 1.5, 2]
		]);
		expect(corrected(PHRASE, [split, merge])[2]).toEqual({ ...PHRASE[2], confidence: 1 });
	});

	test('never splits off a piece too short to be a note', () => {
		const notes = corrected(PHRASE, [{ kind: 'split', note: ref(67, 1), at: seconds(1.99) }]);

		expect(notes).toHaveLength(3);
	});

	test('leaves the notes that nobody spoke of the very same', () => {
		const notes = corrected(PHRASE, [{ kind: 'remove', note: ref(60, 0) }]);

		expect(notes[0]).toBe(PHRASE[1]);
		expect(notes[1]).toBe(PHRASE[2]);
	});
});

const time = fc.integer({ min: 0, max: 200 }).map((at) => seconds(at / 20));
const key = fc.integer({ min: 58, max: 63 }).map(pitch);
const someRef = fc.record({ pitch: key, start: time });
const someNote = fc
	.record({
		pitch: key,
		start: time,
		length: fc.double({ min: 0, max: 3, noNaN: true }),
		level: fc.double({ min: 0, max: 1, noNaN: true }),
		bends: fc.option(fc.array(fc.constant(0.1), { maxLength: 5 }), { nil: undefined })
	})
	.map(({ length, bends, ...rest }): PlayedNote => {
		const end = seconds(rest.start + length);
		return { ...rest, end, ...(bends && { bends }) };
	});
const someNotes = fc.array(someNote, { maxLength: 12 });
const someCorrection: fc.Arbitrary<Correction> = fc.oneof(
	fc.record({ kind: fc.constantFrom('keep' as const, 'remove' as const), note: someRef }),
	fc.record({ kind: fc.constant('pitch' as const), note: someRef, pitch: key }),
	fc.record({ kind: fc.constant('split' as const), note: someRef, at: time }),
	fc.record({ kind: fc.constant('merge' as const), note: someRef, with: someRef })
);
const someCorrections = fc.array(someCorrection, { maxLength: 12 });

describe('any corrections of any notes', () => {
	test('leave notes in order, none ending before it starts', () => {
		fc.assert(
			fc.property(someNotes, someCorrections, (notes, corrections) => {
				fc.pre(corrections.length > 0);
				const now = corrected(notes, corrections);
				now.forEach(({ pitch, start, end, level }, i) => {
					expect(end).toBeGreaterThanOrEqual(start);
					expect(level).toBeGreaterThanOrEqual(0);
					expect(level).toBeLessThanOrEqual(1);
					const before = now[i - 1];
					if (!before) return;
					expect(start - before.start || pitch - before.pitch).toBeGreaterThanOrEqual(0);
				});
			})
		);
	});

	test('give the same notes every time, and leave what was heard as it was', () => {
		fc.assert(
			fc.property(someNotes, someCorrections, (notes, corrections) => {
				const before = structuredClone(notes);
				expect(corrected(notes, corrections)).toEqual(corrected(notes, corrections));
				expect(notes).toEqual(before);
			})
		);
	});

	test('to keep a note twice is to keep it once', () => {
		fc.assert(
			fc.property(someNotes, someRef, (notes, meant) => {
				const keep: Correction = { kind: 'keep', note: meant };
				expect(corrected(notes, [keep, keep])).toEqual(corrected(notes, [keep]));
			})
		);
	});

	test('to split any note and merge the halves is to keep it', () => {
		fc.assert(
			fc.property(someNote, fc.double({ min: 0, max: 1, noNaN: true }), (one, share) => {
				const at = seconds(one.start + (one.end - one.start) * share);
				const halves = corrected([one], [{ kind: 'split', note: refOf(one), at }]);
				if (halves.length < 2) return;
				const [a, b] = halves.map(refOf);
				// The halves are told apart by their starts, so they must not stand at one moment.
				const merge: Correction = { kind: 'merge', note: a!, with: b! };
				const [whole] = corrected(halves, [merge]);
				expect(whole).toEqual({ ...one, level: whole!.level, confidence: 1 });
				expect(whole!.level).toBeCloseTo(one.level, 12);
			})
		);
	});

	test('a note is found by its own reference', () => {
		fc.assert(
			fc.property(someNotes, (notes) => {
				notes.forEach((one) => {
					const found = notes[indexOf(notes, refOf(one))]!;
					expect([found.pitch, found.start]).toEqual([one.pitch, one.start]);
				});
			})
		);
	});
});
