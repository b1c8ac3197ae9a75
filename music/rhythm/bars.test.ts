import { describe, expect, test } from 'vitest';
import { findBars, recounted } from '#music/rhythm/bars.ts';
import { METRES } from '#music/rhythm/pulse-network.ts';
import type { Metre } from '#music/settings.ts';

const metre = (name: string): Metre => {
	const [beats, unit] = name.split('/').map(Number);
	return { beats: beats!, unit: unit as Metre['unit'] };
};
/** Every metre as likely as any other. */
const ANY = METRES.map(() => -2);
/** Log odds of downbeats on every `n`th beat. */
const every = (n: number, from: number): number[] =>
	Array.from({ length: 36 }, (_, i) => (i % n === from ? 2 : -2));

describe('bars', () => {
	test('begin where downbeats were heard', () => {
		const bars = findBars(every(3, 1), ANY, null);

		expect(bars.metre.beats).toBe(3);
		expect(bars.downbeat).toBe(1);
	});

	test('of so many beats as a person says begin where most of the downbeats are', () => {
		expect(findBars(every(4, 2), ANY, 2).downbeat).toBe(0);
		expect(findBars(every(7, 3), ANY, 7).downbeat).toBe(3);
	});
});

describe('a piece that is counted in another metre', () => {
	test.each([
		['4/4', '2/2', [1, 2]],
		['2/2', '4/4', [2, 1]],
		['3/4', '6/8', [2, 3]],
		['6/8', '3/4', [3, 2]],
		['3/4', '4/4', [1, 1]],
		['6/8', '2/4', [1, 1]],
		['4/4', '12/8', [1, 1]],
		['6/8', '3/8', [3, 1]],
		['2/4', '5/8', [2, 1]]
	] as const)('from %s to %s has so many beats in the place of so many', (from, to, ratio) => {
		expect(recounted(metre(from), metre(to))).toEqual(ratio);
	});
});
