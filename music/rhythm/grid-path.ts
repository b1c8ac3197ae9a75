/**
 * Which grid each hand has in each beat: the path that strays least for the
 * trouble of reading it (Viterbi), as a player with these habits would be read.
 */
import type { Grid } from '#music/rhythm/grids.ts';
import type { Stroke } from '#music/rhythm/strokes.ts';

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

/** A stroke with its place in its beat, ticks, as early and as late as it may be read. */
export interface Placed {
	readonly stroke: Stroke;
	readonly from: number;
	readonly to: number;
}

export interface Beat {
	readonly index: number;
	readonly seconds: number;
	readonly hands: readonly [readonly Placed[], readonly Placed[]];
}

/** The grids of both hands. */
export type Pair = readonly [Grid, Grid];

/** What is known of player and piece. */
export interface Habits {
	/** How far the player strays, as a share of what players do. */
	readonly stray: number;
	readonly burden: (grid: Grid, hand: number) => number;
}

/** The place of the grid that is nearest to where a stroke begins or ends, and how far off it is. */
export function placeOf(
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
export function divide(
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

export function habitsOf(
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
