/**
 * Moves played onsets to written ones. Each beat is divided into the grid that
 * its onsets fit best for the trouble of reading it, so a bar may mix sixteenths
 * and triplets; neighbouring beats prefer the same kind (a Viterbi path).
 */
import type { PlayedNote } from '#music/note.ts';
import type { BeatMap } from '#music/rhythm/beat-map.ts';
import { ticksAt } from '#music/rhythm/clock.ts';
import { isCompound } from '#music/rhythm/count.ts';
import { PPQ, seconds } from '#music/time.ts';

/** Notes that start within this many seconds of the first are written as one chord. */
const TOGETHER = 0.045;
/** Seconds, and share of the beat, by which a player strays from the written place. */
const STRAY = 0.018;
const STRAY_OF_BEAT = 0.025;
/** Two onsets on one place of the grid: as bad as this many squared deviations, unless they are one slow strum (seconds). */
const COLLISION = 6;
const STRUM = 0.09;
/** Turning from halves to thirds between beats. */
const TURN = 0.7;

/** Ticks: a 32nd, the finest place there are values for; in a tuplet three take the time of two. */
const FINEST = PPQ / 8;

/** `burden`: how much better a grid must fit before it is worth reading. */
interface Grid {
	readonly parts: number;
	readonly burden: number;
	readonly thirds: boolean;
	/** Only where a part lasts at least this many seconds. */
	readonly least: number;
}

const SIMPLE: readonly Grid[] = [
	{ parts: 1, burden: 0, thirds: false, least: 0 },
	{ parts: 2, burden: 0.6, thirds: false, least: 0 },
	{ parts: 4, burden: 2, thirds: false, least: 0.05 },
	{ parts: 8, burden: 8, thirds: false, least: 0.07 },
	{ parts: 3, burden: 3.2, thirds: true, least: 0.06 },
	{ parts: 6, burden: 8, thirds: true, least: 0.06 }
];
const COMPOUND: readonly Grid[] = [
	{ parts: 1, burden: 0, thirds: true, least: 0 },
	{ parts: 3, burden: 0.6, thirds: true, least: 0 },
	{ parts: 6, burden: 2.5, thirds: true, least: 0.05 },
	{ parts: 12, burden: 9, thirds: true, least: 0.07 }
];

export interface Quantized {
	/** Parallel to the notes: the tick where each is written. */
	readonly starts: readonly number[];
	/** Into how many parts the beat at this index is divided. */
	readonly partsAt: (beat: number) => number;
}

/** An onset with its place in a beat, 0 up to and with 1. */
interface Stroke {
	readonly notes: number[];
	readonly ticks: number;
}

/** `notes` in order of start. */
export function quantize(notes: readonly PlayedNote[], map: BeatMap): Quantized {
	const grids = (isCompound(map.metre) ? COMPOUND : SIMPLE).filter(
		({ parts, thirds }) => map.beatTicks / parts >= (thirds ? FINEST * (2 / 3) : FINEST)
	);
	const strokes = strokesOf(notes, map);
	const byBeat = new Map<number, Stroke[]>();
	for (const stroke of strokes) {
		const beat = Math.max(0, Math.floor(stroke.ticks / map.beatTicks));
		const there = byBeat.get(beat);
		if (there) there.push(stroke);
		else byBeat.set(beat, [stroke]);
	}
	const chosen = chooseGrids(byBeat, map, grids);
	const starts = new Array<number>(notes.length).fill(0);
	for (const [beat, inBeat] of byBeat) {
		const { parts } = chosen.get(beat)!;
		const step = map.beatTicks / parts;
		for (const stroke of inBeat) {
			const tick = Math.max(0, Math.round(stroke.ticks / step)) * step;
			for (const note of stroke.notes) starts[note] = tick;
		}
	}
	return { starts, partsAt: (beat) => chosen.get(beat)?.parts ?? 1 };
}

function strokesOf(notes: readonly PlayedNote[], map: BeatMap): Stroke[] {
	const groups: number[][] = [];
	let from = -Infinity;
	notes.forEach((note, i) => {
		if (note.start - from <= TOGETHER) groups.at(-1)!.push(i);
		else {
			groups.push([i]);
			from = note.start;
		}
	});
	return groups.map((group) => {
		const mean = group.reduce((sum, i) => sum + notes[i]!.start, 0) / group.length;
		return { notes: group, ticks: ticksAt(map, seconds(mean)) };
	});
}

function chooseGrids(
	byBeat: ReadonlyMap<number, readonly Stroke[]>,
	map: BeatMap,
	grids: readonly Grid[]
): Map<number, Grid> {
	const beats = [...byBeat.keys()].sort((a, b) => a - b);
	let costs = grids.map(() => 0);
	const sources: number[][] = [];
	for (const beat of beats) {
		const own = grids.map((grid) => cost(grid, byBeat.get(beat)!, beat, map));
		const source: number[] = [];
		costs = grids.map((grid, g) => {
			let least = Infinity;
			costs.forEach((before, b) => {
				const turned = grids[b]!.thirds !== grid.thirds && grids[b]!.parts > 1 && grid.parts > 1;
				const total = before + (turned ? TURN : 0);
				if (total >= least) return;
				least = total;
				source[g] = b;
			});
			return least + own[g]!;
		});
		sources.push(source);
	}
	let state = costs.indexOf(Math.min(...costs));
	const chosen = new Map<number, Grid>();
	for (let i = beats.length - 1; i >= 0; i--) {
		chosen.set(beats[i]!, grids[state]!);
		state = sources[i]![state]!;
	}
	return chosen;
}

function cost(grid: Grid, strokes: readonly Stroke[], beat: number, map: BeatMap): number {
	const i = Math.min(beat, map.beats.length - 2);
	const length = map.beats[i + 1]! - map.beats[i]!;
	if (length / grid.parts < grid.least) return 1e6;
	const stray = (STRAY / length + STRAY_OF_BEAT) * map.beatTicks;
	const step = map.beatTicks / grid.parts;
	let sum = grid.burden * (map.beatTicks < PPQ ? 1.3 : 1);
	let before = -1;
	let struck = -Infinity;
	for (const { ticks } of strokes) {
		const place = Math.round(ticks / step);
		const away = (ticks - place * step) / stray;
		const apart = ((ticks - struck) / map.beatTicks) * length > STRUM;
		sum += Math.min(away * away, 16) + (place === before && apart ? COLLISION : 0);
		before = place;
		struck = ticks;
	}
	return sum;
}
