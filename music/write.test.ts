import { describe, expect, test } from 'vitest';
import type { PlayedNote } from '#music/note.ts';
import type { Score } from '#music/score/score.ts';
import { DEFAULT_WRITING, type WriteSettings } from '#music/settings.ts';
import { writeScore } from '#music/write.ts';
import { chords, melody, note, read } from '#tests/support/performance.ts';

const write = (notes: readonly PlayedNote[], wishes: Partial<WriteSettings> = {}): Score =>
	writeScore(notes, { ...DEFAULT_WRITING, ...wishes });

const PLAIN = {
	instrument: 'melody',
	tempo: 120,
	metre: { beats: 4, unit: 4 },
	key: { fifths: 0, mode: 'major' }
} as const;

describe('a melody', () => {
	test('is written as it was meant, though every note is a little short', () => {
		const score = write(melody('60:1 62:1 64:.5 65:.5 67:1 72:2 67:2'), PLAIN);

		expect(read(score)).toBe('C4/4 D4/4 E4/8 F4/8 G4/4 | C5/2 G4/2');
	});

	test('has triplets in one beat and eighths in the next', () => {
		const third = 1 / 3;
		const score = write(
			melody(`60:1 62:${third} 64:${third} 65:${third} 67:.5 65:.5 64:1 60:4`),
			PLAIN
		);

		expect(read(score)).toBe('C4/4 D4/8(3) E4/8(3) F4/8(3) G4/8 F4/8 E4/4 | C4/1');
	});

	test('ties a note over the middle of the bar', () => {
		const score = write(melody('60:1 62:2 64:1 60:4'), PLAIN);

		expect(read(score)).toBe('C4/4 D4/4~ D4/4 E4/4 | C4/1');
	});

	test('keeps its silences', () => {
		const score = write(melody('60:1 r:1 64:1 r:1 60:4'), PLAIN);

		expect(read(score)).toBe('C4/4 r/4 E4/4 r/4 | C4/1');
	});

	test('in six eight is counted in dotted quarters', () => {
		const metre = { beats: 6, unit: 8 } as const;
		const score = write(melody('64:3 67:2 65:1 64:3 60:3', 0.2), { ...PLAIN, metre, tempo: 100 });

		expect(read(score)).toBe('E4/4. G4/4 F4/8 | E4/4. C4/4.');
		expect(score.tempo).toBeCloseTo(100, 0);
	});

	test('names chromatic notes by where they lead', () => {
		const score = write(melody('60:1 61:1 62:1 63:1 62:1 61:1 60:2'), PLAIN);

		expect(read(score)).toBe('C4/4 C#4/4 D4/4 Eb4/4 | D4/4 Db4/4 C4/2');
	});
});

describe('a guitar piece', () => {
	const picking = Array.from({ length: 8 }, (_, bar) =>
		[0, 1, 2, 3, 4, 5].map((i) => {
			const at = bar * 1.5 + i * 0.25;
			return note(at, i === 0 ? bar * 1.5 + 1.48 : at + 0.24, [45, 57, 60, 64, 60, 57][i]!);
		})
	).flat();
	const score = write(picking, { ...PLAIN, instrument: null, metre: { beats: 3, unit: 4 } });

	test('is found to be one, written an octave up, with a place on the neck for every note', () => {
		expect(score.instrument).toBe('guitar');
		expect(score.staves).toEqual([{ clef: 'treble', transpose: 12 }]);
		expect(
			chords(score)
				.flatMap((c) => c.notes)
				.every((n) => n.position !== null)
		).toBe(true);
	});

	test('has a note where a person plays it, and the hand goes there with it', () => {
		const e = picking[3]!;
		const pin = { pitch: e.pitch, start: e.start, position: { string: 2, fret: 5 } };
		const pinned = write(picking, { instrument: 'guitar', pins: [pin] });

		const notes = chords(pinned).flatMap((chord) => chord.notes);
		expect(notes.find(({ played }) => played === 3)?.position).toEqual({ string: 2, fret: 5 });
		expect(notes.every(({ position }) => position !== null)).toBe(true);
	});

	test('holds its bass in a voice of its own, under the picking', () => {
		expect(read(score).split(' | ')[0]).toBe('r/8 A4/8 C5/8 E5/8 C5/8 A4/8');
		expect(read(score, 1).split(' | ')[0]).toBe('A3/2.');
	});
});

test('a piano has two staves, and its hands do not cross', () => {
	const left = melody('36:1 43:1 48:1 43:1 41:1 45:1 53:1 45:1');
	const right = melody('72:1 76:1 79:1 76:1 77:1 81:1 84:1 81:1');
	const score = write([...left, ...right], { ...PLAIN, instrument: null });

	expect(score.instrument).toBe('piano');
	expect(read(score)).toBe('C5/4 E5/4 G5/4 E5/4 | F5/4 A5/4 C6/4 A5/4');
	expect(read(score, 0, 1)).toBe('C2/4 G2/4 C3/4 G2/4 | F2/4 A2/4 F3/4 A2/4');
});

test('nothing played is one empty bar', () => {
	expect(read(write([]))).toBe('r');
});
