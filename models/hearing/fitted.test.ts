import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CONTOUR_BINS, KEYS } from '#models/activations.ts';
import { hear } from '#models/hear.ts';
import { DEFAULT_HEARING, type HearSettings } from '#music/settings.ts';
import { drawn } from '#tests/support/drawn-activations.ts';

const heard = (notes: Parameters<typeof drawn>[0], change: Partial<HearSettings> = {}) =>
	hear(drawn(notes), { ...DEFAULT_HEARING, profile: 'any', ...change });

const pitches = (notes: ReturnType<typeof heard>): number[] => notes.map(({ pitch }) => pitch);

const TRIAD = [60, 64, 67].map((pitch) => ({ pitch, from: 50, to: 180 }));

describe('the fitted decoder', () => {
	test('hears a chord as its notes, where they begin and about where they end', () => {
		const notes = heard(TRIAD);

		expect(pitches(notes)).toEqual([60, 64, 67]);
		for (const { start, end } of notes) {
			expect(Math.abs(start - 50 / 86.1)).toBeLessThan(0.03);
			expect(Math.abs(end - 180 / 86.1)).toBeLessThan(0.25);
		}
	});

	test('hears a note that is struck again while it sounds', () => {
		const again = [50, 110, 170].map((from) => ({ pitch: 62, from, to: from + 60 }));

		expect(pitches(heard(again))).toEqual([62, 62, 62]);
	});

	test('is surer of a clear onset than of a faint one', () => {
		const [clear, faint] = heard(
			[
				{ pitch: 60, from: 50, to: 120, sure: 0.95 },
				{ pitch: 60, from: 200, to: 260, sure: 0.5 }
			],
			{ least: 0 }
		).filter(({ pitch, end, start }) => pitch === 60 && end - start > 0.2);

		expect(clear!.confidence!).toBeGreaterThan(faint!.confidence!);
	});

	test('keeps to what a profile can play', () => {
		const low = { pitch: 30, from: 50, to: 180 };

		expect(pitches(heard([low, ...TRIAD], { profile: 'guitar' }))).not.toContain(30);
		expect(pitches(heard([low, ...TRIAD], { profile: 'piano' }))).toContain(30);
		expect(heard(TRIAD, { profile: 'voice' })).toHaveLength(1);
	});

	test('of any activations at all makes notes in order, none of a pitch over another', () => {
		const frames = 60;
		const matrix = (width: number) =>
			fc.uint8Array({ minLength: frames * width, maxLength: frames * width });
		fc.assert(
			fc.property(matrix(KEYS), matrix(KEYS), matrix(CONTOUR_BINS), (note, onset, contour) => {
				const notes = hear({ frames, note, onset, contour }, DEFAULT_HEARING);
				const ends = new Map<number, number>();
				let before = 0;
				for (const { pitch, start, end, confidence } of notes) {
					expect(start).toBeGreaterThanOrEqual(before);
					expect(end).toBeGreaterThan(start);
					expect(start).toBeGreaterThanOrEqual((ends.get(pitch) ?? 0) - 1e-9);
					expect(confidence).toBeGreaterThanOrEqual(DEFAULT_HEARING.least);
					ends.set(pitch, end);
					before = start;
				}
			}),
			{ numRuns: 10 }
		);
	});
});
