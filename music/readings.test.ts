import { describe, expect, test } from 'vitest';
import { corrected, refOf } from '#music/correct.ts';
import { pitch, type PlayedNote } from '#music/note.ts';
import { correctionOf, readingsOfMusic } from '#music/readings.ts';
import { seconds } from '#music/time.ts';

const note = (midi: number, start: number, end: number): PlayedNote => ({
	pitch: pitch(midi),
	start: seconds(start),
	end: seconds(end),
	level: 0.5,
	confidence: 0.6
});

const C = { fifths: 0, mode: 'major' } as const;
const LINE = [note(60, 0, 1), note(62, 1, 2), note(64, 2, 3), note(76, 3, 4), note(65, 4, 5)];

const kinds = (
	notes: readonly PlayedNote[],
	index: number,
	key: typeof C | { fifths: number; mode: 'major' } = C
) =>
	readingsOfMusic(notes, index, key).map((reading) =>
		reading.kind === 'pitch' ? reading.pitch : reading.kind
	);

describe('the readings of a note', () => {
	test('begin with the octave that its neighbours live in', () => {
		expect(kinds(LINE, 3)[0]).toBe(64);
	});

	test('prefer the neighbouring tone that belongs to the key', () => {
		expect(kinds(LINE, 2).filter((reading) => reading === 63 || reading === 65)).toEqual([65, 63]);
		expect(
			kinds(LINE, 2, { fifths: -3, mode: 'major' }).filter((r) => r === 63 || r === 65)
		).toContain(63);
	});

	test('leave out a tone that sounds already', () => {
		const octaves = [note(60, 0, 1), note(72, 0, 1)];
		expect(kinds(octaves, 1)).not.toContain(60);
	});

	test('offer to be one with the same note struck just before', () => {
		const cut = [note(60, 0, 0.5), note(60, 0.52, 1), note(64, 1, 2)];
		expect(kinds(cut, 1)[0]).toBe('merge');
		expect(kinds(cut, 0)[0]).toBe('merge');
	});

	test('share what the ear has left over', () => {
		const sum = readingsOfMusic(LINE, 3, C).reduce((total, { share }) => total + share, 0);
		expect(sum).toBeCloseTo(0.4, 9);
	});

	test('of a note that is not there are none', () => {
		expect(readingsOfMusic(LINE, 9, C)).toEqual([]);
	});

	test('change the note as they say when they are taken', () => {
		const [octave] = readingsOfMusic(LINE, 3, C);
		const now = corrected(LINE, [correctionOf(octave!, refOf(LINE[3]!))]);
		expect(now[3]).toMatchObject({ pitch: 64, start: 3, confidence: 1 });
	});
});
