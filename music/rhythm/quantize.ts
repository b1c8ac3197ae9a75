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
import { gridsOf, type Grid, type GridSpan } from '#music/rhythm/grids.ts';
import { strokesOf, type Stroke } from '#music/rhythm/strokes.ts';
import { PPQ, seconds } from '#music/time.ts';

/** Seconds, and share of the beat, by which a player strays from the written place. */
const STRAY = 0.018;
const STRAY_OF_BEAT = 0.025;
/** A player may be so much freer than that. */
const FREEST = 1.3;
/** No stroke speaks louder than this, in squared deviations. */
const MOST = 16;
/** Two strokes on one place, unless the first still sounds as in a strum (seconds). */
const COLLISION = 6;
const STRUM = 0.09;
const RINGS = 0.08;
/** Turning from halves to thirds between beats; the hands in different families. */
const TURN = 0.7;
const DISAGREE = 1.5;
/** What a grid's burden is when the whole piece is made of it, and when nothing is: shares. */
const USUAL = 0.35;
const UNUSUAL = 1.15;
/** Parts shorter than this (seconds) are seldom meant, the shorter the less. */
const QUICK = 0.11;
const HASTE = 6;
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
}

/** A stroke with its place in its beat, ticks, as early and as late as it may be read. */
interface Placed {
	readonly stroke: Stroke;
	readonly from: number;
	readonly to: number;
}

interface Beat {
	readonly index: number;
	readonly seconds: number;
	readonly hands: readonly [readonly Placed[], readonly Placed[]];
}

/** The grids of both hands. */
type Pair = readonly [Grid, Grid];

/** What is known of player and piece. */
interface Habits {
	/** How far the player strays, as a share of what players do. */
	readonly stray: number;
	readonly burden: (grid: Grid, hand: number) => number;
}

/** `notes` in order of start; `hands` parallel to them, 0 or 1. */
export function quantize(
	notes: readonly PlayedNote[],
	hands: ArrayLike<number>,
	map: BeatMap
): Quantized {
	const compound = isCompound(map.metre);
	// A half note as the beat is read in quarters.
	const beatTicks = compound ? map.beatTicks : Math.min(map.beatTicks, PPQ);
	const grids = gridsOf(beatTicks, compound);
	const { strokes, rolled, graces } = strokesOf(notes, hands);
	const beats = beatsOf(strokes, map, beatTicks);
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
	return { starts, spanAt: spanAt(spans, beatTicks), rolled, graces };
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

function beatsOf(strokes: readonly Stroke[], map: BeatMap, beatTicks: number): Beat[] {
	const perBeat = map.beatTicks / beatTicks;
	const byBeat = new Map<number, [Placed[], Placed[]]>();
	for (const stroke of strokes) {
		const from = ticksAt(map, seconds(stroke.from));
		const to = stroke.to === stroke.from ? from : ticksAt(map, seconds(stroke.to));
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

/** The place of the grid that is nearest to where a stroke begins or ends, and how far off it is. */
function placeOf(
	{ from, to }: Placed,
	{ places }: Grid
): { readonly place: number; readonly away: number } {
	let place = places[0]!;
	let away = Infinity;
	for (const one of places) {
		const off = Math.min(Math.abs(one - from), Math.abs(one - to));
		if (off < away) [place, away] = [one, off];
	}
	return { place, away };
}

const strayOf = (beat: Beat): number => STRAY / beat.seconds + STRAY_OF_BEAT;

function costOf(
	beat: Beat,
	hand: number,
	grid: Grid,
	beatTicks: number,
	{ stray, burden }: Habits
): number {
	const placed = beat.hands[hand]!;
	if (placed.length === 0) return grid.places.length > 2 ? Infinity : 0;
	const part = (grid.finest / beatTicks) * beat.seconds;
	if (part < grid.least) return 1e6 + grid.burden;
	const ticks = strayOf(beat) * stray * beatTicks;
	let sum = burden(grid, hand) + HASTE * Math.max(0, 1 - part / QUICK);
	let before: Stroke | null = null;
	let last = -1;
	for (const one of placed) {
		const { place, away } = placeOf(one, grid);
		sum += Math.min((away / ticks) ** 2, MOST);
		if (before !== null && place === last) {
			const { from } = one.stroke;
			const strummed = from - before.to <= STRUM && before.until > from + RINGS;
			if (!strummed) sum += COLLISION;
		}
		before = one.stroke;
		last = place;
	}
	return sum;
}

/** The path of grids, beat by beat. */
function divide(
	beats: readonly Beat[],
	grids: readonly Grid[],
	beatTicks: number,
	habits: Habits
): Pair[] {
	const families = ['plain', 'halves', 'thirds'] as const;
	const pairs = families.flatMap((right) => families.map((left) => [right, left] as const));
	let costs = pairs.map(() => 0);
	const steps: { readonly grids: (Pair | null)[]; readonly sources: number[] }[] = [];
	for (const beat of beats) {
		const own = [0, 1].map((hand) =>
			families.map((family) => {
				let best: Grid | null = null;
				let least = Infinity;
				for (const grid of grids) {
					if (grid.family !== family) continue;
					const cost = costOf(beat, hand, grid, beatTicks, habits);
					if (cost < least) [best, least] = [grid, cost];
				}
				return { best, least };
			})
		);
		const sources: number[] = [];
		const found: (Pair | null)[] = [];
		costs = pairs.map((pair, p) => {
			const right = own[0]![families.indexOf(pair[0])]!;
			const left = own[1]![families.indexOf(pair[1])]!;
			found.push(right.best && left.best ? [right.best, left.best] : null);
			let least = Infinity;
			pairs.forEach((before, b) => {
				const total = costs[b]! + turns(before[0], pair[0]) + turns(before[1], pair[1]);
				if (total < least) [least, sources[p]] = [total, b];
			});
			return least + right.least + left.least + DISAGREE * Number(turned(pair[0], pair[1]));
		});
		steps.push({ grids: found, sources });
	}
	let state = costs.indexOf(Math.min(...costs));
	const chosen: Pair[] = [];
	for (let i = steps.length - 1; i >= 0; i--) {
		chosen.unshift(steps[i]!.grids[state]!);
		state = steps[i]!.sources[state]!;
	}
	return chosen;
}

type Family = Grid['family'];

const turned = (one: Family, other: Family): boolean =>
	one !== other && one !== 'plain' && other !== 'plain';

const turns = (one: Family, other: Family): number => (turned(one, other) ? TURN : 0);

function habitsOf(
	beats: readonly Beat[],
	chosen: readonly Pair[],
	beatTicks: number,
	least: number
): Habits {
	const used = [new Map<Grid, number>(), new Map<Grid, number>()];
	const active = [0, 0];
	let sum = 0;
	let count = 0;
	beats.forEach((beat, b) => {
		beat.hands.forEach((placed, hand) => {
			const grid = chosen[b]![hand]!;
			if (grid.places.length > 2) {
				used[hand]!.set(grid, (used[hand]!.get(grid) ?? 0) + 1);
				active[hand]!++;
			}
			for (const one of placed) {
				const { away } = placeOf(one, grid);
				sum += Math.min((away / (strayOf(beat) * beatTicks)) ** 2, 4);
				count++;
			}
		});
	});
	const stray = Math.sqrt((sum + 8) / (count + 8));
	return {
		stray: Math.min(FREEST, Math.max(1, stray)),
		burden: (grid, hand) => {
			const share = (used[hand]!.get(grid) ?? 0) / Math.max(1, active[hand]!);
			return grid.burden * least * (UNUSUAL + (USUAL - UNUSUAL) * Math.min(1, 1.5 * share));
		}
	};
}
