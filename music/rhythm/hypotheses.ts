/**
 * Beats that a performance may have: the best paths at slow, middling and quick
 * tempos, in twos and in threes, and what each becomes when it is counted on
 * another level or from another place. Which is right is judged by pulse-judge.ts.
 */
import type { Onset } from '#music/rhythm/onsets.ts';
import type { Division } from '#music/rhythm/phases.ts';
import { findPulse } from '#music/rhythm/pulse.ts';

export interface Hypothesis {
	/** Seconds, strictly increasing, at least two. */
	readonly beats: readonly number[];
	/** How its path divides the beat. */
	readonly division: Division;
	/** What the path gains for each onset, against the best of all paths: 0 or less. */
	readonly gain: number;
	/** How it follows from its path: the number of its beats for each of the path's. */
	readonly level: number;
}

/** Beats are this far apart, seconds. */
export interface BeatRange {
	readonly shortest: number;
	readonly longest: number;
}

/** Where the quick, the middling and the slow begin and end, seconds: they overlap, as tempos drift. */
const BANDS: readonly (readonly [number, number])[] = [
	[0.27, 0.5],
	[0.44, 0.86],
	[0.78, 1.5]
];
/** A path may be counted in beats up to this long, seconds, and down to this short. */
const SLOWEST = 2.6;
const QUICKEST = 0.25;
/** Beats of two hypotheses this near (seconds) are the same. */
const SAME = 0.06;

/** At least one; `divisions` and `range` are what a person has said. */
export function hypothesesOf(
	onsets: readonly Onset[],
	divisions: readonly Division[],
	range: BeatRange | null
): Hypothesis[] {
	const bands = range === null ? BANDS : ([[range.shortest, range.longest]] as const);
	const paths = bands.flatMap(([shortest, longest]) =>
		divisions.map((division) => findPulse(onsets, division, shortest, longest))
	);
	const best = Math.max(...paths.map(({ score }) => score));
	const all = paths.flatMap(({ beats, division, score }) => {
		const gain = (score - best) / onsets.length;
		const counted = range === null ? levels(beats) : [{ beats, level: 1 }];
		return counted.map((one): Hypothesis => ({ ...one, division, gain }));
	});
	return distinct(all);
}

interface Counted {
	readonly beats: readonly number[];
	readonly level: number;
}

/** A path's beats, their halves and thirds, and every second or third of these, from each place. */
function levels(beats: readonly number[]): Counted[] {
	const halves = parted(beats, 2);
	const thirds = parted(beats, 3);
	const found: Counted[] = [
		{ beats, level: 1 },
		{ beats: halves, level: 2 },
		{ beats: halves.slice(1).filter((_, i) => i % 2 === 0), level: 1.001 },
		{ beats: thirds, level: 3 },
		...everyNth(beats, 2, 1 / 2),
		...everyNth(beats, 3, 1 / 3),
		...everyNth(halves, 3, 2 / 3),
		...everyNth(thirds, 2, 3 / 2),
		...everyNth(beats, 4, 1 / 4)
	];
	return found.filter(({ beats: some }) => {
		const beat = (some.at(-1)! - some[0]!) / (some.length - 1);
		return some.length > 2 && beat >= QUICKEST && beat <= SLOWEST;
	});
}

/** Each beat divided evenly. */
export function parted(beats: readonly number[], parts: number): number[] {
	return beats.flatMap((beat, i) => {
		const next = beats[i + 1];
		if (next === undefined) return [beat];
		return Array.from({ length: parts }, (_, p) => beat + ((next - beat) * p) / parts);
	});
}

function everyNth(beats: readonly number[], n: number, level: number): Counted[] {
	return Array.from({ length: n }, (_, phase) => ({
		beats: beats.filter((_, i) => i % n === phase),
		level
	}));
}

function distinct(all: readonly Hypothesis[]): Hypothesis[] {
	const kept: Hypothesis[] = [];
	// The plainest way to each stays: paths before what follows from them.
	for (const one of [...all].sort((a, b) => order(a) - order(b))) {
		if (!kept.some((other) => same(one.beats, other.beats))) kept.push(one);
	}
	return kept;
}

const order = ({ level, gain }: Hypothesis): number => Math.abs(Math.log(level)) - gain;

function same(some: readonly number[], others: readonly number[]): boolean {
	if (Math.abs(some.length - others.length) > 0.1 * others.length) return false;
	let next = 0;
	const near = some.filter((beat) => {
		while (next < others.length - 1 && others[next]! < beat - SAME) next++;
		return Math.abs(others[next]! - beat) <= SAME;
	}).length;
	return near > 0.9 * Math.max(some.length, others.length);
}
