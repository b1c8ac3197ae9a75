import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { byStartAndPitch } from '#music/note.ts';
import type { GridSpan } from '#music/rhythm/grids.ts';
import { alike as made } from '#music/score/alike.ts';
import type { BarSpan } from '#music/score/fill.ts';
import type { LineNote } from '#music/score/line.ts';

const BEAT = 960;
const BAR = 4 * BEAT;
const METRE = { beats: 4, unit: 4 } as const;

/** The parts of a span are the number of its beat, so that one sees where it came from. */
const spanAt = (tick: number): GridSpan => {
	const beat = Math.floor(tick / BEAT);
	return { start: beat * BEAT, length: BEAT, parts: beat };
};
const alike = (notes: readonly LineNote[], count: number) =>
	made(notes, spans(count), BEAT, spanAt);

const spans = (count: number): BarSpan[] =>
	Array.from({ length: count }, (_, b) => ({
		start: b * BAR,
		length: BAR,
		offset: 0,
		metre: METRE
	}));

/** Bars of `pitch@tick` or `pitch@tick-end`, ticks of the bar. */
const line = (bars: readonly string[]): LineNote[] =>
	bars
		.flatMap((bar, b) =>
			bar.split(' ').map((word) => {
				const [pitch, start, end] = word.split(/[@-]/).map(Number) as [number, number, number?];
				return { pitch, level: 0.6, start: b * BAR + start, end: b * BAR + (end ?? start + 400) };
			})
		)
		.map((note, played) => ({ ...note, played }));

const rhythms = (notes: readonly LineNote[]): string[] =>
	spans(8)
		.map((bar) => notes.filter(({ start }) => start >= bar.start && start < bar.start + BAR))
		.filter((inBar) => inBar.length > 0)
		.map((inBar) => inBar.map(({ start }) => start % BAR).join(' '));

const EVEN = '60@0 62@480 64@960 65@1440 67@1920';
const TRIPLET = '60@0 62@480 64@960 65@1600 67@1920';
const DOTTED = '60@0 62@720 64@960 65@1680 67@1920';

describe('bars that are nearly alike', () => {
	test('have the rhythm that most of them have', () => {
		const { line: same, spanAt: spanNow } = alike(line([TRIPLET, EVEN, EVEN]), 3);

		expect(rhythms(same)).toEqual(Array(3).fill('0 480 960 1440 1920'));
		expect(spanNow(BEAT)).toEqual({ start: BEAT, length: BEAT, parts: 5 });
		expect(spanNow(0)).toEqual({ start: 0, length: BEAT, parts: 0 });
	});

	test('have the plainer rhythm where there are two', () => {
		expect(rhythms(alike(line([TRIPLET, EVEN]), 2).line)).toEqual(
			Array(2).fill('0 480 960 1440 1920')
		);
	});

	test('keep a variation that is meant', () => {
		const bars = [EVEN, DOTTED, EVEN];

		expect(rhythms(alike(line(bars), 3).line)[1]).toBe('0 720 960 1680 1920');
	});

	test('hold their notes equally long', () => {
		const bars = ['60@0-900 64@960-1900', '60@0-900 64@960-1400', '60@0-900 64@960-1880'];

		const { line: same } = alike(line(bars), 3);
		expect(same.map(({ start, end }) => end - start)).toEqual([900, 920, 900, 920, 900, 920]);
	});

	test('are left as they are where a note is missing', () => {
		const bars = [EVEN, '60@0 62@480 64@960 67@1920', EVEN];

		expect(rhythms(alike(line(bars), 3).line)[1]).toBe('0 480 960 1920');
	});
});

test('bars of other music do not speak for one another', () => {
	const other = '60@0 71@320 76@640 55@1600 48@1920 50@2560';

	expect(rhythms(alike(line([EVEN, other, EVEN]), 3).line)[1]).toBe('0 320 640 1600 1920 2560');
});

test('whatever is played, no note is lost, none changes its pitch or leaves its beat', () => {
	const places = fc.array(
		fc.tuple(
			fc.integer({ min: 0, max: 7 }),
			fc.constantFrom(0, 240, 320, 480, 640, 720, 960, 1440, 1920, 2880),
			fc.integer({ min: 60, max: 64 }),
			fc.integer({ min: 1, max: 3000 })
		),
		{ maxLength: 60 }
	);
	fc.assert(
		fc.property(places, (drawn) => {
			const notes = drawn
				.map(([bar, at, pitch, length], played): LineNote => {
					const start = bar * BAR + at;
					return { played, pitch, level: 0.5, start, end: start + length };
				})
				.sort(byStartAndPitch);
			const { line: same, spanAt: spanNow } = alike(notes, 8);

			const before = new Map(notes.map((note) => [note.played, note]));
			expect(same.map(({ played }) => played).sort()).toEqual([...before.keys()].sort());
			for (const { played, pitch, start, end } of same) {
				const was = before.get(played)!;
				expect(pitch).toBe(was.pitch);
				expect(Math.floor(start / BEAT)).toBe(Math.floor(was.start / BEAT));
				expect(Math.abs(start - was.start)).toBeLessThanOrEqual(BEAT / 5);
				expect(end).toBeGreaterThan(start);
				expect(spanNow(start).start).toBe(Math.floor(start / BEAT) * BEAT);
			}
		})
	);
});
