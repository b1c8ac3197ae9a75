/**
 * The ways in which a performance may be counted, each with what speaks for it: the best paths of
 * beats at any tempo and at slow, middling and quick ones, and what each becomes on another level.
 */
import { hearBars, type BarEvidence } from '#music/rhythm/bar-network.ts';
import { beatRows, paceAt, type Heard } from '#music/rhythm/beat-rows.ts';
import { findBeats } from '#music/rhythm/beat-path.ts';
import { levelsOf, same } from '#music/rhythm/levels.ts';
import { FRAMES_A_SECOND } from '#music/rhythm/pulse-network.ts';
import { tatumsOf } from '#music/rhythm/tatums.ts';

export interface Pulse {
	/** Seconds, strictly increasing. */
	readonly beats: readonly number[];
	/** How much the network that hears beats says of them, a logarithm. */
	readonly odds: number;
	/** How much of the music keeps to their tempo as to a click, 0–1; 0 where it breathes. */
	readonly steady: number;
}

export interface Hypothesis extends Pulse {
	readonly bars: BarEvidence;
}

/** Seconds of a beat. */
export type BeatRange = readonly [shortest: number, longest: number];

/**
 * Where paths are looked for: at any tempo, and among the quick, the middling and the slow, which overlap, as
 * tempos drift. A band keeps its tempo, a soloist breathes: once, changes cost ten times as much.
 */
const LOOKED_FOR: readonly (readonly [range: BeatRange, stiffness: number])[] = [
	[[0.22, 3.2], 1],
	[[0.22, 3.2], 10],
	[[0.24, 0.5], 1],
	[[0.44, 0.9], 1],
	[[0.8, 1.7], 1]
];
/** Seconds within which a beat moves onto an onset. */
const SNAP = 0.05;
/** Ways of counting that the bars are heard for, those whose beats are the most probable. */
const LOOKS = 20;
/** Of the places from which a level may be counted, so many are looked at, and of a grid that never changes so many. */
const PLACES = 2;
const PLACES_OF_STEADY = 4;
/** What the length of beats says, beside the beats. */
const PACE = 0.5;
/** So many points of a grid are a beat, when that is as long as beats are (seconds). */
const GROUPS = [2, 3, 4, 6, 8, 12] as const;
const QUICKEST = 0.25;
const SLOWEST = 2.4;

/** Each with its bars. */
export const hypothesesOf = (heard: Heard, range: BeatRange | null): Hypothesis[] =>
	waysToCount(heard, range).map((pulse) => ({
		...pulse,
		bars: hearBars(beatRows(pulse.beats, heard))
	}));

/**
 * Ways to count, the most probable first. At least one, unless there are fewer than two onsets.
 *
 * @param range what a person has said of the tempo
 */
export function waysToCount(heard: Heard, range: BeatRange | null): Pulse[] {
	const times = heard.onsets.map(({ time }) => time);
	const ways =
		range === null
			? [...gridsOf(heard, times), ...pathsOf(heard, times)]
			: [{ ways: [pathOf(heard, times, range, 1)], steady: 0 }];
	const say = speaker(heard);
	const counted: Pulse[] = [];
	for (const { ways: level, steady } of ways) {
		const likely = level
			.filter((beats) => beats.length > 1)
			.map((beats): Pulse => ({ beats, odds: say(beats), steady }))
			.sort((a, b) => b.odds - a.odds)
			.slice(0, steady > 0 ? PLACES_OF_STEADY : PLACES);
		for (const one of likely) {
			if (!counted.some(({ beats }) => same(beats, one.beats))) counted.push(one);
		}
	}
	return counted.sort((a, b) => b.odds - a.odds).slice(0, LOOKS);
}

/** The ways to count on one level, from each place. */
interface Level {
	readonly ways: readonly (readonly number[])[];
	readonly steady: number;
}

/** The best paths, each on every level; the ways to count one level together. */
function pathsOf(heard: Heard, times: readonly number[]): Level[] {
	return LOOKED_FOR.flatMap(([range, stiffness]) =>
		levelsOf(pathOf(heard, times, range, stiffness))
	).map((ways) => ({ ways, steady: 0 }));
}

function pathOf(
	{ pulse, from }: Heard,
	times: readonly number[],
	[shortest, longest]: BeatRange,
	stiffness: number
): readonly number[] {
	const frameOf = (time: number): number => Math.round((time - from) * FRAMES_A_SECOND);
	const ends = [frameOf(times[0]!), frameOf(times.at(-1)!)] as const;
	const frames = findBeats(pulse, ...ends, shortest, longest, stiffness);
	return snapped(
		frames.map((frame) => from + frame / FRAMES_A_SECOND),
		times
	);
}

/** Every so many points of the grids that the onsets fall on, from each of them. */
function gridsOf({ onsets }: Heard, times: readonly number[]): Level[] {
	return tatumsOf(onsets).flatMap(({ points, steady }) => {
		const grid = snapped(points, times);
		const step = (grid.at(-1)! - grid[0]!) / (grid.length - 1);
		return GROUPS.filter((n) => step * n >= QUICKEST && step * n <= SLOWEST).map((n) => ({
			ways: Array.from({ length: n }, (_, phase) => grid.filter((_, i) => i % n === phase)),
			steady
		}));
	});
}

/** How much the network that hears beats says of some: the mean of their log odds, and of their length's. */
function speaker({ pulse, from }: Heard): (beats: readonly number[]) => number {
	const { beat: odds } = pulse;
	return (beats) => {
		let sum = 0;
		beats.forEach((beat, i) => {
			const frame = Math.max(0, Math.round((beat - from) * FRAMES_A_SECOND));
			const next = beats[i + 1];
			const length = next === undefined ? beat - beats[i - 1]! : next - beat;
			sum += (odds[frame] ?? odds[0]!) + PACE * paceAt(pulse, beat - from, length);
		});
		return sum / beats.length;
	};
}

/** Each beat moves onto the nearest onset close by: what was played together is written together. */
function snapped(beats: readonly number[], times: readonly number[]): number[] {
	let next = 0;
	let before = -Infinity;
	return beats.map((beat, i) => {
		while (
			next < times.length - 1 &&
			Math.abs(times[next + 1]! - beat) <= Math.abs(times[next]! - beat)
		) {
			next++;
		}
		const onset = times[next]!;
		const room = ((beats[i + 1] ?? beat + 1) - beat) / 4;
		const onOnset = Math.abs(onset - beat) <= Math.min(SNAP, room) && onset > before + 0.02;
		before = onOnset ? onset : Math.max(beat, before + 0.02);
		return before;
	});
}
