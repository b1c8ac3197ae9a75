import { expect, test } from 'vitest';
import type { BeatMap } from '#music/rhythm/beat-map.ts';
import { quantize } from '#music/rhythm/quantize.ts';
import { seconds, ticks } from '#music/time.ts';
import { note } from '#tests/support/performance.ts';

/** Ten even beats of half a second, each `beatTicks` long. */
const even = (beatTicks: number): BeatMap => ({
	beats: Array.from({ length: 10 }, (_, i) => seconds(i / 2)),
	beatTicks: ticks(beatTicks),
	downbeat: 0,
	metre: { beats: 4, unit: beatTicks === 960 ? 4 : 8 },
	turns: [],
	sureness: 1
});

/** The ticks at which notes that start at these shares of a beat are written, beats of half a second. */
const written = (places: readonly number[], beatTicks = 960): readonly number[] =>
	quantize(
		places.map((place) => note(place / 2, place / 2 + 0.1, 60)),
		new Uint8Array(places.length),
		even(beatTicks)
	).starts;

test('a beat takes the grid that its own notes fit', () => {
	expect(written([0.01, 0.26, 0.49, 0.77])).toEqual([0, 240, 480, 720]);
	expect(written([0.01, 0.34, 0.66])).toEqual([0, 320, 640]);
});

test('a note a little before the beat is written on it', () => {
	expect(written([0, 0.96, 2.03])).toEqual([0, 960, 1920]);
});

test('notes struck almost together are one chord', () => {
	expect(written([1, 1.05, 1.08])).toEqual([960, 960, 960]);
});

test('nothing is written finer than a 32nd or its triplet, even where an eighth is the beat', () => {
	const starts = written([0, 0.12, 0.26, 0.38, 0.52], 480);

	expect(starts.every((start) => start % 120 === 0 || start % 80 === 0)).toBe(true);
});

test('half a beat may be three sixteenths in the time of two', () => {
	const galop = [0, 1, 2, 3, 4, 5, 6].flatMap((beat) =>
		[0, 0.16, 0.32, 0.5].map((at) => beat + at)
	);

	expect(written(galop).slice(0, 8)).toEqual([0, 160, 320, 480, 960, 1120, 1280, 1440]);
});
