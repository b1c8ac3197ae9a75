import { describe, expect, test } from 'vitest';
import { tatumsOf } from '#music/rhythm/tatums.ts';

const onsets = (times: readonly number[]) => times.map((time) => ({ time, notes: [] }));

/** How many of the times lie on a point of a grid, 0–1. */
const share = (times: readonly number[], grid: readonly number[]): number =>
	times.filter((time) => grid.some((point) => Math.abs(point - time) < 0.03)).length / times.length;

describe('the grid of the shortest values', () => {
	test('of a song with a click is found to the millisecond', () => {
		const gaps = [1, 1, 2, 1, 3, 2, 2, 4];
		let at = 0.7;
		const times = Array.from({ length: 80 }, (_, i) => (at += 0.2307 * gaps[i % gaps.length]!));
		const steps = tatumsOf(onsets(times)).map(
			({ points }) => (points.at(-1)! - points[0]!) / (points.length - 1)
		);

		expect(steps.some((step) => Math.abs(step - 0.2307) < 1e-4)).toBe(true);
	});

	test('follows a player who slows down', () => {
		let [at, step] = [0, 0.15];
		const times = Array.from({ length: 120 }, () => (at += step *= 1.004));

		expect(
			Math.max(...tatumsOf(onsets(times)).map(({ points }) => share(times, points)))
		).toBeGreaterThan(0.9);
	});

	test('of a few notes is not looked for', () => {
		expect(tatumsOf(onsets([0, 1, 2]))).toEqual([]);
	});
});
