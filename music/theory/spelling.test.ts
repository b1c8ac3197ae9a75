import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Key } from '#music/settings.ts';
import { spell } from '#music/theory/spelling.ts';

const key = (fifths: number, mode: Key['mode'] = 'major'): Key => ({ fifths, mode });

function name(pitch: number, of: Key, next: number | null = null): string {
	const { step, alter, octave } = spell(pitch, of, next);
	return step + ['bb', 'b', '', '#', '##'][alter + 2]! + String(octave);
}

test('tones of the key have the names of its signature', () => {
	expect([61, 66, 68].map((pitch) => name(pitch, key(3)))).toEqual(['C#4', 'F#4', 'G#4']);
	expect([58, 63, 68].map((pitch) => name(pitch, key(-3)))).toEqual(['Bb3', 'Eb4', 'Ab4']);
	expect(name(59, key(-6))).toBe('Cb4');
});

test('the leading note of a minor key is raised', () => {
	expect(name(68, key(0, 'minor'))).toBe('G#4');
	expect(name(59, key(-3, 'minor'))).toBe('B3');
	expect(name(66, key(-2, 'minor'))).toBe('F#4');
});

test('a chromatic note is named by where it leads', () => {
	expect(name(61, key(0), 62)).toBe('C#4');
	expect(name(61, key(0), 60)).toBe('Db4');
	expect(name(66, key(0), 67)).toBe('F#4');
});

test('the octave is that of the name, not of the key', () => {
	expect(name(60, key(7))).toBe('B#3');
	expect(name(71, key(-7))).toBe('Cb5');
});

test('every name sounds its pitch', () => {
	const tones = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 };
	const any = fc.record({
		fifths: fc.integer({ min: -7, max: 7 }),
		mode: fc.constantFrom('major', 'minor')
	}) as fc.Arbitrary<Key>;
	const next = fc.option(fc.integer({ min: 0, max: 127 }));
	fc.assert(
		fc.property(fc.integer({ min: 0, max: 127 }), any, next, (pitch, of, to) => {
			const { step, alter, octave } = spell(pitch, of, to);

			expect((octave + 1) * 12 + tones[step] + alter).toBe(pitch);
		})
	);
});
