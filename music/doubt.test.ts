import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { doubtful } from '#music/doubt.ts';
import { byStartAndPitch, pitch, type PlayedNote } from '#music/note.ts';
import { seconds } from '#music/time.ts';

const note = (midi: number, start: number, end: number, over = {}): PlayedNote => ({
	pitch: pitch(midi),
	start: seconds(start),
	end: seconds(end),
	level: 0.7,
	confidence: 0.97,
	...over
});

/** Up and down the scale of C, two notes a second. */
const SCALE = [60, 62, 64, 65, 67, 69, 71, 72, 71, 69, 67, 65, 64, 62, 60, 62, 64, 65, 67, 72].map(
	(midi, i) => note(midi, i / 2, i / 2 + 0.45)
);

const changed = (index: number, over: Partial<PlayedNote>): PlayedNote[] =>
	SCALE.map((one, i) => (i === index ? { ...one, ...over } : one));

describe('doubt', () => {
	test('falls on nothing when all is well', () => {
		expect(doubtful(SCALE)).toEqual([]);
	});

	test('falls on the note that the ear is least sure of', () => {
		expect(doubtful(changed(7, { confidence: 0.3 }))).toEqual([7]);
	});

	test('falls rather on a harmonic of a louder note than on an equal note that stands alone', () => {
		const ghost = note(79, 2, 2.3, { level: 0.35, confidence: 0.6 });
		const honest = note(76, 5.5, 5.8, { level: 0.35, confidence: 0.6 });
		const notes = [...SCALE, ghost, honest].sort((a, b) => a.start - b.start);

		const found = doubtful(notes).map((i) => notes[i]);
		expect(found[0]).toBe(ghost);
	});

	test('does not fall on a note that a person has kept', () => {
		expect(doubtful(changed(7, { confidence: 1, level: 0.05 }))).toEqual([]);
	});

	test('goes by loudness where the ear gave no confidence', () => {
		const plain = SCALE.map(({ confidence: _, ...one }): PlayedNote => one);
		expect(doubtful(plain)).toEqual([]);
		expect(doubtful(plain.map((one, i) => (i === 3 ? { ...one, level: 0.2 } : one)))).toEqual([3]);
	});

	test('marks at most a tenth of any notes, in order, and the same ones every time', () => {
		const any = fc
			.array(
				fc.record({
					pitch: fc.integer({ min: 21, max: 108 }).map(pitch),
					start: fc.double({ min: 0, max: 30, noNaN: true }).map(seconds),
					end: fc.double({ min: 30, max: 40, noNaN: true }).map(seconds),
					level: fc.double({ min: 0, max: 1, noNaN: true }),
					confidence: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined })
				}),
				{ maxLength: 60 }
			)
			.map((notes) =>
				notes
					.map(({ confidence, ...rest }) => ({
						...rest,
						...(confidence !== undefined && { confidence })
					}))
					.sort(byStartAndPitch)
			);
		fc.assert(
			fc.property(any, (notes) => {
				const found = doubtful(notes);
				expect(found.length).toBeLessThanOrEqual(notes.length / 10);
				expect(found).toEqual([...new Set(found)].sort((a, b) => a - b));
				expect(found.every((i) => notes[i]?.confidence !== 1)).toBe(true);
				expect(doubtful(notes)).toEqual(found);
			})
		);
	});
});
