import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { BarSpan } from '#music/score/fill.ts';
import { sectionsOf } from '#music/score/sections.ts';
import { printsOf, type Print } from '#music/score/similar.ts';

const METRE = { beats: 4, unit: 4 } as const;

/** A bar of eight eighths that no other number has. */
const bar = (n: number): number[] =>
	Array.from({ length: 8 }, (_, i) => 48 + ((n * 7 + i * ((n % 5) + 3)) % 29));

/** Bars by number; `heard` leaves notes out or mistakes them. */
function prints(
	numbers: readonly number[],
	heard: (pitch: number, at: number) => number | null = (p) => p
): Print[] {
	const spans = numbers.map((_, b): BarSpan => ({
		start: b * 3840,
		length: 3840,
		offset: 0,
		metre: METRE
	}));
	const notes = numbers.flatMap((n, b) =>
		bar(n).flatMap((pitch, i) => {
			const start = b * 3840 + i * 480;
			const sounds = heard(pitch, b * 8 + i);
			return sounds === null
				? []
				: [{ played: b * 8 + i, pitch: sounds, level: 0.6, start, end: start + 480 }];
		})
	);
	return printsOf(notes, spans);
}

const from = (first: number, count: number): number[] =>
	Array.from({ length: count }, (_, i) => first + i);
const form = (music: readonly Print[]): string =>
	sectionsOf(music)
		.flatMap((name, b) => (name === null ? [] : [`${name}${b + 1}`]))
		.join(' ');

test('a tune, a middle part and the tune again are A, B and A', () => {
	expect(form(prints([...from(0, 8), ...from(20, 8), ...from(0, 8)]))).toBe('A1 B9 A17');
});

test('verse and chorus have their names each time', () => {
	const [verse, chorus, bridge] = [from(0, 8), from(20, 8), from(40, 8)];

	expect(form(prints([...verse, ...chorus, ...verse, ...bridge, ...chorus]))).toBe(
		'A1 B9 A17 C25 B33'
	);
});

test('what comes back is known though every sixth note is misheard or missed', () => {
	const tune = [...from(0, 8), ...from(20, 8), ...from(0, 8)];
	const faulty = prints(tune, (pitch, at) =>
		at % 12 === 5 ? null : at % 12 === 11 ? pitch + 12 : pitch
	);

	expect(form(faulty)).toBe('A1 B9 A17');
});

test('music that never comes back has no sections, nor has a loop', () => {
	expect(form(prints(from(0, 29)))).toBe('');
	expect(form(prints(Array.from({ length: 40 }, () => 3)))).toBe('');
	expect(form(prints(Array.from({ length: 40 }, (_, i) => i % 2)))).toBe('');
});

test('a short piece has no sections', () => {
	expect(form(prints([...from(0, 4), ...from(0, 4)]))).toBe('');
});

test('whatever the bars, names begin with A, each new one follows the last, four bars apart', () => {
	const bars = fc.array(fc.integer({ min: 0, max: 12 }), { maxLength: 70 });
	fc.assert(
		fc.property(bars, (numbers) => {
			const names = sectionsOf(prints(numbers));
			const starts = names.flatMap((name, b) => (name === null ? [] : [b]));

			expect(names).toHaveLength(numbers.length);
			starts.forEach((b, s) => s > 0 && expect(b - starts[s - 1]!).toBeGreaterThanOrEqual(4));
			const fresh = [...new Set(names.filter((name) => name !== null))];
			expect(fresh).toEqual('ABCDEFG'.slice(0, fresh.length).split(''));
		})
	);
});
