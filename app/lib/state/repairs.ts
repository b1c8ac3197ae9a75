/**
 * A new word about the beats, put among those said before: what is said of the same bar or beat
 * takes the old place, so that pulling at one line again and again leaves one repair behind.
 */
import type { BeatMap } from '#music/rhythm/beat-map.ts';
import { beatsInBar } from '#music/rhythm/count.ts';
import { downbeatsOf } from '#music/rhythm/downbeats.ts';
import type { BeatRepair } from '#music/settings.ts';
import { seconds } from '#music/time.ts';

type Repairs = readonly BeatRepair[];

/** Two times nearer than this are the same beat, seconds. */
const SAME = 0.02;
/** Tempo factors that undo each other leave this much over. */
const NOTHING = 1e-3;

/** @param from where that bar began until now, when it is one that is pulled along */
export function withDownbeat(repairs: Repairs, at: number, from = at): Repairs {
	const others = repairs.filter(
		(repair) => repair.kind !== 'downbeat' || Math.abs(repair.at - from) > SAME
	);
	return [...others, { kind: 'downbeat', at: seconds(at) }];
}

/** @param from where the beat was until now */
export function withBeat(repairs: Repairs, at: number, from: number): Repairs {
	const last = repairs.at(-1);
	const again = last?.kind === 'beat' && Math.abs(last.at - from) < SAME;
	return [...(again ? repairs.slice(0, -1) : repairs), { kind: 'beat', at: seconds(at) }];
}

/** Twice as fast and then half as fast is nothing said. */
export function withTempo(repairs: Repairs, factor: number): Repairs {
	const last = repairs.at(-1);
	if (last?.kind !== 'tempo') return [...repairs, { kind: 'tempo', factor }];
	const both = last.factor * factor;
	const others = repairs.slice(0, -1);
	return Math.abs(both - 1) < NOTHING ? others : [...others, { kind: 'tempo', factor: both }];
}

export const withTaps = (repairs: Repairs, at: readonly number[]): Repairs => [
	...repairs,
	{ kind: 'taps', at: at.map(seconds) }
];

/**
 * The bars around `near` (seconds) begin a beat later (1) or earlier (−1): those that hang on the
 * last word about a bar there, or all of them.
 */
export function withBarsShifted(repairs: Repairs, map: BeatMap, near: number, by: 1 | -1): Repairs {
	const said = repairs
		.flatMap((repair) => (repair.kind === 'downbeat' ? [repair.at as number] : []))
		.sort((a, b) => a - b);
	const mark = said.findLast((at) => at <= near + SAME) ?? said[0];
	const from = mark ?? map.beats[map.downbeat]!;
	const beat = map.beats.findIndex((at) => at > from - SAME) + by;
	const to = map.beats[beat < 0 ? beat + beatsInBar(map.metre) : beat] ?? from;
	return withDownbeat(repairs, to, from);
}

/** As they are, the bars are right. */
export const withBarsAsTheyAre = (repairs: Repairs, map: BeatMap): Repairs =>
	withDownbeat(repairs, map.beats[map.downbeat] ?? map.beats[0]!);

export interface NumberedBeat {
	/** Index in the map. */
	readonly index: number;
	readonly time: number;
	/** As printed: a pickup is bar 0. */
	readonly bar: number;
	/** From 1. */
	readonly beat: number;
}

/** Every beat of the map with its place in the bars. */
export function numberedBeats(map: BeatMap): readonly NumberedBeat[] {
	const starts = new Set(downbeatsOf(map, map.beats.length - 1));
	let bar = 0;
	let beat = Math.max(0, beatsInBar(map.metre) - map.downbeat);
	return map.beats.map((time, index) => {
		const begins = starts.has(index);
		beat = begins ? 1 : beat + 1;
		if (begins) bar += 1;
		return { index, time, bar, beat };
	});
}
