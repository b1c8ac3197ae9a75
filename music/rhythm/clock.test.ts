import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { BeatMap } from '#music/rhythm/beat-map.ts';
import { secondsAt, ticksAt } from '#music/rhythm/clock.ts';
import { seconds, ticks } from '#music/time.ts';

const mapOf = (beats: readonly number[]): BeatMap => ({
	beats: beats.map(seconds),
	beatTicks: ticks(960),
	downbeat: 0,
	metre: { beats: 4, unit: 4 },
	turns: [],
	sureness: 1
});

test('a beat that is held longer has its ticks spread over it', () => {
	const ritardando = mapOf([1, 1.5, 2, 3]);

	expect(ticksAt(ritardando, seconds(1.25))).toBe(480);
	expect(ticksAt(ritardando, seconds(2.5))).toBe(2400);
	expect(secondsAt(ritardando, 2400)).toBe(2.5);
});

test('before the first beat and after the last the nearest beat goes on', () => {
	const map = mapOf([1, 1.5, 2, 3]);

	expect(secondsAt(map, -960)).toBe(0.5);
	expect(secondsAt(map, 4 * 960)).toBe(4);
	expect(ticksAt(map, seconds(0))).toBe(-1920);
	expect(ticksAt(map, seconds(5))).toBe(5 * 960);
});

test('whatever the tempo does, both directions agree', () => {
	const lengths = fc.array(fc.double({ min: 0.2, max: 2, noNaN: true }), { minLength: 1 });
	fc.assert(
		fc.property(lengths, fc.double({ min: -5, max: 200, noNaN: true }), (gaps, time) => {
			let at = 0.3;
			const map = mapOf([at, ...gaps.map((gap) => (at += gap))]);

			expect(secondsAt(map, ticksAt(map, seconds(time)))).toBeCloseTo(time, 6);
		})
	);
});
