/**
 * The same music is written the same way twice. Bars that are nearly alike are
 * compared beat by beat: where the same pitches follow one another, the rhythm that
 * most of them have, or of two the plainer, is that of all, and so are the lengths.
 */
import { byStartAndPitch } from '#music/note.ts';
import type { GridSpan } from '#music/rhythm/grids.ts';
import type { BarSpan } from '#music/score/fill.ts';
import type { LineNote } from '#music/score/line.ts';
import { likeness, printsOf } from '#music/score/similar.ts';

/** Bars are of one kind from this likeness on. */
const KIN = 0.5;
/** Share of a beat by which a note may be moved: a triplet can be an even eighth, a dotted one cannot. */
const NEAR = 0.2;
/** Share of a beat by which lengths of the same note may differ and still be meant alike. */
const SAME_LENGTH = 0.6;
/** A recording with more bars is not compared with itself. */
const MOST_BARS = 600;

/** Notes that begin together in a beat; `notes` are places in the line. */
interface Stroke {
	/** Ticks from the start of the beat. */
	readonly at: number;
	readonly notes: readonly number[];
}

interface Beat {
	/** Tick where it starts. */
	readonly start: number;
	readonly strokes: readonly Stroke[];
	/** The pitches, stroke by stroke. */
	readonly pitches: string;
	/** The places of its strokes. */
	readonly rhythm: string;
}

export interface Alike {
	/** In order of start, then pitch. */
	readonly line: readonly LineNote[];
	readonly spanAt: (tick: number) => GridSpan;
}

/** The notes of one staff, with what is nearly alike made alike; `spanAt` says how its beats are divided. */
export function alike(
	line: readonly LineNote[],
	bars: readonly BarSpan[],
	beatTicks: number,
	spanAt: (tick: number) => GridSpan
): Alike {
	/** By beat: ticks from it to the beat whose rhythm it has now. */
	const shifts = new Map<number, number>();
	const notes = [...line];
	if (bars.length <= MOST_BARS) {
		const beats = beatsOf(line, beatTicks);
		for (const kin of kindsOf(line, bars)) {
			for (const twins of twinsOf(kin, beats, beatTicks)) {
				agree(twins, notes, shifts, beatTicks);
			}
		}
	}
	return {
		line: notes.sort(byStartAndPitch),
		spanAt: (tick) => {
			const shift = shifts.get(Math.floor(tick / beatTicks)) ?? 0;
			const span = spanAt(tick + shift);
			return { ...span, start: span.start - shift };
		}
	};
}

/** Bars in groups of those that are alike; those that are like no other are left out. */
function kindsOf(line: readonly LineNote[], bars: readonly BarSpan[]): BarSpan[][] {
	const prints = printsOf(line, bars);
	const kinds: number[][] = [];
	prints.forEach((print, b) => {
		const bar = bars[b]!;
		const kind = kinds.find(([first]) => {
			const { length, offset } = bars[first!]!;
			const same = length === bar.length && offset === bar.offset;
			return same && likeness(prints[first!]!, print) >= KIN;
		});
		if (kind) kind.push(b);
		else if (print.length > 0) kinds.push([b]);
	});
	return kinds.filter(({ length }) => length > 1).map((kind) => kind.map((b) => bars[b]!));
}

/** The beats of a line that have notes, by index. */
function beatsOf(line: readonly LineNote[], beatTicks: number): Map<number, Beat> {
	const strokes = new Map<number, Map<number, number[]>>();
	line.forEach(({ start }, n) => {
		const index = Math.floor(start / beatTicks);
		const inBeat = strokes.get(index) ?? new Map<number, number[]>();
		strokes.set(index, inBeat);
		inBeat.set(start, [...(inBeat.get(start) ?? []), n]);
	});
	return new Map(
		[...strokes].map(([index, inBeat]) => {
			const start = index * beatTicks;
			const sorted = [...inBeat].sort(([a], [b]) => a - b);
			const own = sorted.map(([tick, notes]): Stroke => ({ at: tick - start, notes }));
			const pitches = own.map(({ notes }) => notes.map((n) => line[n]!.pitch).join()).join('|');
			return [index, { start, strokes: own, pitches, rhythm: own.map(({ at }) => at).join() }];
		})
	);
}

/** Beats at the same place of kindred bars that have the same pitches: two or more at a time. */
function twinsOf(
	kin: readonly BarSpan[],
	beats: ReadonlyMap<number, Beat>,
	beatTicks: number
): Beat[][] {
	const groups = new Map<string, Beat[]>();
	for (const { start, length } of kin) {
		for (let tick = start; tick < start + length; tick += beatTicks) {
			const beat = beats.get(Math.floor(tick / beatTicks));
			if (beat === undefined) continue;
			const place = `${tick - start} ${beat.pitches}`;
			groups.set(place, [...(groups.get(place) ?? []), beat]);
		}
	}
	return [...groups.values()].filter(({ length }) => length > 1);
}

/** Gives all twins the rhythm that most have, and each of their notes the length it mostly has. */
function agree(
	twins: readonly Beat[],
	notes: LineNote[],
	shifts: Map<number, number>,
	beatTicks: number
): void {
	const model = modelOf(twins, beatTicks);
	const like = twins.filter(({ strokes }) =>
		strokes.every(({ at }, s) => Math.abs(at - model.strokes[s]!.at) <= NEAR * beatTicks)
	);
	model.strokes.forEach(({ at, notes: inChord }, s) => {
		inChord.forEach((_, place) => {
			const own = like.map(({ strokes }) => strokes[s]!.notes[place]!);
			const usual = median(own.map((n) => notes[n]!.end - notes[n]!.start));
			like.forEach(({ start }, t) => {
				const note = notes[own[t]!]!;
				const length = note.end - note.start;
				const same = Math.abs(length - usual) <= SAME_LENGTH * beatTicks;
				notes[own[t]!] = { ...note, start: start + at, end: start + at + (same ? usual : length) };
			});
		});
	});
	for (const { start } of like) {
		if (start !== model.start) shifts.set(Math.floor(start / beatTicks), model.start - start);
	}
}

/** The beat whose rhythm is the most frequent; of equals the plainest, then the first. */
function modelOf(twins: readonly Beat[], beatTicks: number): Beat {
	const count = ({ rhythm }: Beat): number => twins.filter((one) => one.rhythm === rhythm).length;
	return twins.reduce((best, one) => {
		const more = count(one) - count(best);
		return more > 0 || (more === 0 && trouble(one, beatTicks) < trouble(best, beatTicks))
			? one
			: best;
	});
}

/** How hard a rhythm is to read: halves, quarters, thirds, and then the rest. */
const trouble = ({ strokes }: Beat, beatTicks: number): number =>
	strokes.reduce((sum, { at }) => {
		const level = [1, 2, 4, 3, 6].findIndex((parts) => at % (beatTicks / parts) === 0);
		return sum + (level < 0 ? 5 : level);
	}, 0);

function median(values: readonly number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	const middle = sorted.length >> 1;
	return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
