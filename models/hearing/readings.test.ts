import { describe, expect, test } from 'vitest';
import { hear } from '#models/hear.ts';
import { readingsOf } from '#models/hearing/readings.ts';
import { DEFAULT_HEARING } from '#music/settings.ts';
import { drawn, type Drawn } from '#tests/support/drawn-activations.ts';

/** What is heard, and the readings of the first note of a pitch. */
function read(given: readonly Drawn[], pitch: number) {
	const activations = drawn(given);
	const notes = hear(activations, { ...DEFAULT_HEARING, profile: 'any' });
	const index = notes.findIndex((note) => note.pitch === pitch);
	return { note: notes[index]!, readings: readingsOf(activations, notes, index) };
}

describe('what else a note may be', () => {
	test('is at least two things, which share what is left of its confidence', () => {
		const { note, readings } = read([{ pitch: 60, from: 50, to: 180 }], 60);
		const sum = readings.reduce((total, { share }) => total + share, 0);

		expect(readings.length).toBeGreaterThanOrEqual(2);
		expect(sum).toBeCloseTo(1 - note.confidence!, 6);
	});

	test('is the octave first, where something was heard to begin there too', () => {
		const { readings } = read(
			[
				{ pitch: 60, from: 50, to: 180 },
				{ pitch: 72, from: 50, to: 90, sure: 0.3 }
			],
			60
		);

		expect(readings.find(({ kind }) => kind === 'pitch')).toMatchObject({ pitch: 72 });
	});

	test('is never a key that lies far away and has nothing to do with it', () => {
		const { readings } = read(
			[
				{ pitch: 50, from: 50, to: 180 },
				{ pitch: 79, from: 51, to: 70, sure: 0.28 }
			],
			50
		);

		expect(readings).not.toContainEqual(expect.objectContaining({ pitch: 79 }));
	});

	test('may be two strokes, where a second one was passed over', () => {
		const { readings } = read(
			[
				{ pitch: 60, from: 50, to: 200 },
				{ pitch: 60, from: 120, to: 200, sure: 0.25 }
			],
			60
		);

		expect(readings).toContainEqual(expect.objectContaining({ kind: 'split' }));
	});
});
