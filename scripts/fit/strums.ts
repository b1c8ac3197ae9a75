/** Guitar accompaniments and solos as printed music: patterns of a bar, played again with small changes. */
import type { Metre } from '#music/settings.ts';
import type { Chance } from './chance.ts';
import type { PrintedBar, PrintedNote, PrintedSong } from './printed.ts';

const SHAPES: readonly (readonly number[])[] = [
	[0, 7, 12, 16, 19],
	[0, 7, 12, 15, 19],
	[0, 7, 10, 16, 19],
	[0, 7, 11, 16],
	[0, 10, 15, 19]
];
const ROOTS = [0, 5, 7, 9, 2, 4, 10];

interface Feel {
	readonly metre: Metre;
	/** Steps in a bar. */
	readonly steps: number;
	/** How strong each step is: the chance of a stroke follows. */
	readonly weights: readonly number[];
	/** Quarters a second. */
	readonly tempo: readonly [number, number];
}

const FEELS: readonly Feel[] = [
	{
		metre: { beats: 4, unit: 4 },
		steps: 8,
		weights: [0.95, 0.5, 0.75, 0.55, 0.7, 0.6, 0.75, 0.55],
		tempo: [1.1, 2.4]
	},
	{
		metre: { beats: 4, unit: 4 },
		steps: 16,
		weights: [0.95, 0.2, 0.4, 0.4, 0.7, 0.2, 0.5, 0.45, 0.5, 0.3, 0.6, 0.4, 0.7, 0.2, 0.5, 0.4],
		tempo: [1.0, 2.2]
	},
	{
		metre: { beats: 4, unit: 4 },
		steps: 12,
		weights: [0.9, 0.1, 0.45, 0.7, 0.1, 0.5, 0.7, 0.1, 0.45, 0.7, 0.1, 0.5],
		tempo: [1.2, 3]
	},
	{ metre: { beats: 4, unit: 4 }, steps: 4, weights: [0.97, 0.85, 0.9, 0.85], tempo: [1.2, 2.6] },
	// Between the beats: a Charleston, chords off the beat, three against two, a bossa, a shuffle.
	{
		metre: { beats: 4, unit: 4 },
		steps: 12,
		weights: [0.85, 0, 0.1, 0.15, 0, 0.8, 0.15, 0, 0.2, 0.3, 0, 0.35],
		tempo: [1.4, 3.2]
	},
	{
		metre: { beats: 4, unit: 4 },
		steps: 8,
		weights: [0.45, 0.8, 0.15, 0.85, 0.3, 0.8, 0.15, 0.85],
		tempo: [1.2, 2.4]
	},
	{
		metre: { beats: 4, unit: 4 },
		steps: 8,
		weights: [0.95, 0.15, 0.3, 0.85, 0.2, 0.25, 0.85, 0.25],
		tempo: [1.3, 2.8]
	},
	{
		metre: { beats: 4, unit: 4 },
		steps: 16,
		weights: [0.95, 0.05, 0.2, 0.8, 0.1, 0.1, 0.8, 0.05, 0.5, 0.1, 0.7, 0.1, 0.3, 0.7, 0.1, 0.2],
		tempo: [1.0, 1.8]
	},
	{
		metre: { beats: 4, unit: 4 },
		steps: 12,
		weights: [0.95, 0, 0.75, 0.9, 0, 0.75, 0.9, 0, 0.75, 0.9, 0, 0.75],
		tempo: [1.3, 2.6]
	},
	{
		metre: { beats: 3, unit: 4 },
		steps: 6,
		weights: [0.95, 0.35, 0.75, 0.4, 0.75, 0.4],
		tempo: [1.3, 2.8]
	},
	{
		metre: { beats: 6, unit: 8 },
		steps: 6,
		weights: [0.95, 0.6, 0.65, 0.8, 0.6, 0.65],
		tempo: [1.6, 3.2]
	}
];

/** Forty bars, with a form of four or eight chords. */
export function strummed(chance: Chance): PrintedSong {
	const { metre, steps, weights, tempo } = chance.pick(FEELS);
	const bar = (4 * metre.beats) / metre.unit;
	const solo = chance.maybe(0.3);
	const tonic = chance.whole(40, 50);
	const chords = Array.from({ length: chance.pick([4, 4, 8]) }, () => ({
		root: tonic + chance.pick(ROOTS),
		shape: chance.pick(SHAPES)
	}));
	// Bars that a chord lasts, and bars after which the pattern comes again.
	const change = chance.pick([0.5, 1, 1, 2, 4]);
	const returns = chance.pick([1, 1, 2, 2, 4]);
	const patterns = Array.from({ length: returns }, () =>
		weights.map((weight, s) => chance.maybe(s === 0 ? 0.9 : weight))
	);
	const busy = chance.between(0.05, 0.45);
	// The last stroke of a bar that brings the next chord early, as a bossa or a rock song does.
	const pushes = chance.maybe(0.25);
	const notes: PrintedNote[] = [];
	const bars: PrintedBar[] = [];
	for (let b = 0; b < 40; b++) {
		bars.push({ at: b * bar, length: bar, metre });
		for (let s = 0; s < steps; s++) {
			const strikes = chance.maybe(busy) ? chance.maybe(weights[s]!) : patterns[b % returns]![s]!;
			if (!strikes) continue;
			const early = pushes && s === steps - 1;
			const half = change < 1 && s >= steps / 2 ? 0.5 : 0;
			const { root, shape } =
				chords[Math.floor((early ? b + 1 : b + half) / change) % chords.length]!;
			const at = b * bar + (s * bar) / steps;
			const length = (bar / steps) * chance.pick([1, 1, 2, 3]);
			const strong = s === 0 || weights[s]! > 0.69;
			if (solo) {
				const pitch = root + 12 + chance.pick(shape) + chance.pick([0, 0, 2, 12]);
				notes.push({ at, length, pitch, part: 1 });
				if (strong && chance.maybe(0.3)) notes.push({ at, length, pitch: root, part: 2 });
				continue;
			}
			const low = strong && chance.maybe(0.8);
			const from = low ? 0 : chance.whole(1, 2);
			const alone = low && chance.maybe(0.3);
			for (const [i, interval] of shape.entries()) {
				if (i < from || (alone && i > 0)) continue;
				notes.push({ at, length, pitch: root + interval, part: i === 0 ? 2 : 1 });
			}
		}
	}
	return { notes, bars, tempo: chance.between(tempo[0], tempo[1]) };
}
