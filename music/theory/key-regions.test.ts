import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PlayedNote } from '#music/note.ts';
import type { Key } from '#music/settings.ts';
import { keysOfBars } from '#music/theory/key-regions.ts';
import { melody, note } from '#tests/support/performance.ts';

const C: Key = { fifths: 0, mode: 'major' };

/** A bar of two seconds, moved up by semitones. */
const bar = (line: string, up: number): PlayedNote[] =>
	melody(line).map(({ start, end, pitch }) => note(start, end, pitch + up));

const BARS = [
	'48:.5 64:.5 67:.5 72:.5 71:.5 69:.5 67:.5 64:.5',
	'53:.5 69:.5 72:.5 71:.5 69:.5 67:.5 65:.5 62:.5',
	'55:.5 71:.5 74:.5 77:.5 76:.5 74:.5 71:.5 69:.5'
];

const inKey = (bars: number, up: number): PlayedNote[][] =>
	Array.from({ length: bars }, (_, i) => bar(BARS[i % 3]!, up));

const signs = (bars: readonly (readonly PlayedNote[])[]): number[] =>
	keysOfBars(bars, C).map(({ fifths }) => fifths);

test('a trio with three flats has a signature of its own, and the return the first again', () => {
	const keys = signs([...inKey(16, 0), ...inKey(24, 3), ...inKey(16, 0)]);

	expect(new Set(keys.slice(0, 15))).toEqual(new Set([0]));
	expect(new Set(keys.slice(17, 39))).toEqual(new Set([-3]));
	expect(new Set(keys.slice(41))).toEqual(new Set([0]));
});

test('a middle part with five flats is not written in accidentals', () => {
	expect(signs([...inKey(12, 0), ...inKey(16, 1)]).at(-1)).toBe(-5);
});

test('a few bars in another key keep the signature', () => {
	expect(new Set(signs([...inKey(12, 0), ...inKey(4, 2), ...inKey(12, 0)]))).toEqual(new Set([0]));
});

test('a short piece has one key', () => {
	expect(new Set(signs([...inKey(6, 0), ...inKey(6, 6)]))).toEqual(new Set([0]));
});

test('whatever is played, every signature lasts eight bars', () => {
	const anyBar = fc.array(
		fc.integer({ min: 30, max: 90 }).map((midi) => note(0, 1, midi)),
		{ maxLength: 6 }
	);
	fc.assert(
		fc.property(fc.array(anyBar, { maxLength: 60 }), (bars) => {
			const keys = keysOfBars(bars, C);

			expect(keys.length).toBe(bars.length);
			const starts = keys.flatMap((key, b) =>
				b === 0 || key.fifths !== keys[b - 1]!.fifths ? [b] : []
			);
			starts.forEach((start, s) => {
				if (s > 0) expect((starts[s + 1] ?? keys.length) - start).toBeGreaterThanOrEqual(8);
			});
		})
	);
});
