/**
 * Moves played onsets to written ones. A performance is taken as the work of a
 * player who strays from a grid: each beat is divided into the grid that its
 * strokes fit best for the trouble of reading it, beat after beat and both hands
 * at once (a Viterbi path). It is done twice: how closely this player keeps to
 * the grid, and which grids this piece is made of, is only known after the first.
 */
import type { PlayedNote } from '#music/note.ts';
import type { BeatMap } from '#music/rhythm/beat-map.ts';
import { ticksAt } from '#music/rhythm/clock.ts';
import { isCompound } from '#music/rhythm/count.ts';
import {
	divide,
	habitsOf,
	placeOf,
	type Beat,
	type Pair,
	type Placed
} from '#music/rhythm/grid-path.ts';
import { gridsOf, type GridSpan } from '#music/rhythm/grids.ts';
import { strokesOf, type Stroke } from '#music/rhythm/strokes.ts';
import { findSwing, isTriplet, straightened } from '#music/rhythm/swing.ts';
import type { Swing } from '#music/score/score.ts';
import { PPQ, seconds } from '#music/time.ts';

/** Where an eighth is the beat, its parts are finer. */
const SMALL_BEAT = 1.3;

export interface Quantized {
	/** Parallel to the notes: the tick where each is written. */
	readonly starts: readonly number[];
	/** How the music of a hand is divided around a tick. */
	readonly spanAt: (hand: number, tick: number) => GridSpan;
	/** Notes of chords that are rolled. */
	readonly rolled: ReadonlySet<number>;
	/** From a grace note to the note it leans on. */
	readonly graces: ReadonlyMap<number, number>;
	/** Eighths are played long and short, and written even. */
	readonly swing: Swing | null;
	/** The (fractional) tick that is written for a moment of the performance, seconds. */
	readonly tickAt: (time: number) => number;
}

/** `notes` in order of start; `hands` parallel to them, 0 or 1. */
export function quantize(
	notes: readonly PlayedNote[],
	hands: ArrayLike<number>,
	map: BeatMap,
	fretted = false
): Quantized {
	const compound = isCompound(map.metre);
	// A half note as the beat is read in quarters.
	const beatTicks = compound ? map.beatTicks : Math.min(map.beatTicks, PPQ);
	const grids = gridsOf(beatTicks, compound);
	const { strokes, rolled, graces } = strokesOf(notes, hands, fretted);
	const { swing, tickAt } = writtenClock(strokes, map);
	const beats = beatsOf(strokes, map, beatTicks, tickAt);
	const least = beatTicks < PPQ ? SMALL_BEAT : 1;
	const first = divide(beats, grids, beatTicks, {
		stray: 1,
		burden: ({ burden }) => burden * least
	});
	const chosen = divide(beats, grids, beatTicks, habitsOf(beats, first, beatTicks, least));

	const starts = new Array<number>(notes.length).fill(0);
	const spans = new Map<number, Pair>();
	beats.forEach((beat, b) => {
		spans.set(beat.index, chosen[b]!);
		beat.hands.forEach((placed, hand) => {
			for (const one of placed) {
				const place = placeOf(one, chosen[b]![hand]!).place;
				const tick = Math.max(0, beat.index * beatTicks + place);
				for (const note of one.stroke.notes) starts[note] = tick;
			}
		});
	});
	for (const [grace, main] of graces) starts[grace] = starts[main]!;
	return { starts, spanAt: spanAt(spans, beatTicks), rolled, graces, swing, tickAt };
}

const spanAt =
	(spans: ReadonlyMap<number, Pair>, beatTicks: number) =>
	(hand: number, tick: number): GridSpan => {
		const index = Math.floor(tick / beatTicks);
		const start = index * beatTicks;
		const grid = spans.get(index)?.[hand];
		const span = grid?.spans.findLast((one) => one.start <= tick - start);
		return span ? { ...span, start: start + span.start } : { start, length: beatTicks, parts: 1 };
	};

/** From seconds to ticks, by the beat map, with what swings made even. */
function writtenClock(
	strokes: readonly Stroke[],
	map: BeatMap
): Pick<Quantized, 'swing' | 'tickAt'> {
	const plain = (time: number): number => ticksAt(map, seconds(time));
	if (map.beatTicks !== PPQ || isCompound(map.metre)) return { swing: null, tickAt: plain };
	const byBeat = new Map<number, number[]>();
	for (const { from } of strokes) {
		const tick = plain(from);
		const beat = Math.floor(tick / PPQ);
		byBeat.set(beat, [...(byBeat.get(beat) ?? []), tick / PPQ - beat]);
	}
	const swing = findSwing([...byBeat.values()]);
	if (swing === null) return { swing, tickAt: plain };
	const tickAt = (time: number): number => {
		const tick = plain(time);
		const beat = Math.floor(tick / PPQ);
		if (isTriplet(byBeat.get(beat) ?? [])) return tick;
		return (beat + straightened(tick / PPQ - beat, swing)) * PPQ;
	};
	return { swing, tickAt };
}

function beatsOf(
	strokes: readonly Stroke[],
	map: BeatMap,
	beatTicks: number,
	tickAt: Quantized['tickAt']
): Beat[] {
	const perBeat = map.beatTicks / beatTicks;
	const byBeat = new Map<number, [Placed[], Placed[]]>();
	for (const stroke of strokes) {
		const from = tickAt(stroke.from);
		const to = stroke.to === stroke.from ? from : tickAt(stroke.to);
		const index = Math.max(0, Math.floor(from / beatTicks));
		const hands = byBeat.get(index) ?? [[], []];
		byBeat.set(index, hands);
		const start = index * beatTicks;
		hands[stroke.hand]!.push({ stroke, from: from - start, to: to - start });
	}
	return [...byBeat]
		.sort((a, b) => a[0] - b[0])
		.map(([index, hands]) => {
			const i = Math.min(Math.floor(index / perBeat), map.beats.length - 2);
			return { index, seconds: (map.beats[i + 1]! - map.beats[i]!) / perBeat, hands };
		});
}
