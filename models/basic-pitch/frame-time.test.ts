import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HOP_SAMPLES, SAMPLE_RATE } from './constants.ts';
import { frameAt, framesIn, frameTime } from './frame-time.ts';

describe('the time of a frame', () => {
	test('the first frame of every window lies where the window begins', () => {
		expect([0, 142, 284, 142_000].map(frameTime)).toEqual(
			[0, 1, 2, 1000].map((window) => (window * HOP_SAMPLES) / SAMPLE_RATE)
		);
	});

	test('after ten minutes a frame is still where it sounds, not three seconds early', () => {
		const frames = framesIn(600 * SAMPLE_RATE);

		expect(frameTime(frames)).toBeCloseTo(600, 1);
		expect((frames * 256) / SAMPLE_RATE).toBeGreaterThan(603);
	});

	test('a recording has exactly the frames that begin before it ends', () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 10_000_000 }), (samples) => {
				const frames = framesIn(samples);
				const at = (frame: number) => Math.round(frameTime(frame) * SAMPLE_RATE);
				expect(at(frames - 1)).toBeLessThan(samples);
				expect(at(frames)).toBeGreaterThanOrEqual(samples);
			})
		);
	});

	test('a frame is found again by its time, in every window', () => {
		fc.assert(
			fc.property(fc.integer({ min: 0, max: 1_000_000 }), (frame) => {
				expect(frameAt(frameTime(frame))).toBe(frame);
			})
		);
	});

	test('nothing has no frames', () => {
		expect(framesIn(0)).toBe(0);
	});
});
