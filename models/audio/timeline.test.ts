/** Samples at their places: cut before the beginning, silence in gaps. */
import { describe, expect, test } from 'vitest';
import { Timeline } from '#models/audio/timeline.ts';

const HERTZ = 100;

describe('placing blocks by their timestamps', () => {
	test('cuts what an encoder put before the beginning', () => {
		expect(place([-0.03, [9, 9, 9, 1, 2]], [0.02, [3]])).toEqual([1, 2, 3]);
	});

	test('fills a gap with silence', () => {
		expect(place([0, [1]], [0.06, [2]])).toEqual([1, 0, 0, 0, 0, 0, 2]);
	});

	test('lets a container round its timestamps', () => {
		expect(place([0, [1, 2]], [0.03, [3, 4]], [0.035, [5]])).toEqual([1, 2, 3, 4, 5]);
	});

	test('begins late when the sound does', () => {
		expect(place([0.05, [1]])).toEqual([0, 0, 0, 0, 0, 1]);
	});

	test('does not wait for the clock of a station', () => {
		expect(place([3600, [1]], [3600.01, [2]])).toEqual([1, 2]);
	});

	test('counts samples when the encoder told its delay', () => {
		const gapless = new Timeline({ skip: 3, keep: 4 });
		const given = [
			...gapless.place(block([9, 9]), 0),
			...gapless.place(block([9, 1, 2]), 0.02),
			...gapless.place(block([3, 4, 9]), 0.05)
		];

		expect(given.flatMap((part) => [...part.channels[0]!])).toEqual([1, 2, 3, 4]);
		expect(gapless.seconds).toBeCloseTo(0.04);
	});
});

function block(samples: readonly number[]) {
	return { hertz: HERTZ, channels: [Float32Array.from(samples)] };
}

function place(...blocks: readonly (readonly [number, readonly number[]])[]): number[] {
	const timeline = new Timeline(null);
	return blocks
		.flatMap(([timestamp, samples]) => [...timeline.place(block(samples), timestamp)])
		.flatMap((part) => [...part.channels[0]!]);
}
