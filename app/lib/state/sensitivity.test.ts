import { describe, expect, test } from 'vitest';
import { DEFAULT_HEARING } from '#music/settings.ts';
import { sensitivityOf, thresholdsAt } from '#app/state/sensitivity.ts';

describe('sensitivity', () => {
	test('lowers both thresholds as it rises', () => {
		const [less, more] = [thresholdsAt(20), thresholdsAt(80)];

		expect(more.onset).toBeLessThan(less.onset);
		expect(more.frame).toBeLessThan(less.frame);
	});

	test('leaves the settings a recording starts from where they are, to within a step', () => {
		const { onset, frame } = thresholdsAt(sensitivityOf(DEFAULT_HEARING));

		expect(onset).toBeCloseTo(DEFAULT_HEARING.onset, 2);
		expect(frame).toBeCloseTo(DEFAULT_HEARING.frame, 2);
	});

	test.each([0, 1, 37, 50, 99, 100])('comes back as it was set: %i', (value) => {
		expect(sensitivityOf(thresholdsAt(value))).toBe(value);
	});
});
