/** Where the bars of a score lie in its ticks, by the beats and the metre that were found. */
import type { PlayedNote } from '#music/note.ts';
import type { BeatMap } from '#music/rhythm/beat-map.ts';
import { ticksAt } from '#music/rhythm/clock.ts';
import { barTicks } from '#music/rhythm/count.ts';
import { barsOfBeats } from '#music/rhythm/downbeats.ts';
import type { Part } from '#music/score/engrave.ts';
import type { BarSpan } from '#music/score/fill.ts';

/** Beats before its bar line from which a note belongs to the bar. */
const EARLY = 0.1;

/** Every bar that the map has beats for, and two more: a held note may be written into the next. */
export function barsOf({ downbeat, metre, turns, beats, beatTicks }: BeatMap): BarSpan[] {
	const counted = barsOfBeats({ downbeat, metre, turns }, beats.length + 8);
	const pickup = downbeat * beatTicks;
	const spans = counted.map((bar): BarSpan => ({
		start: bar.from * beatTicks,
		length: (bar.to - bar.from) * beatTicks,
		offset: 0,
		metre: bar.metre
	}));
	if (pickup === 0) return spans;
	return [{ start: 0, length: pickup, offset: barTicks(metre) - pickup, metre }, ...spans];
}

/** Where the bar that a tick lies in ends; the last bar's length goes on for ever. */
export function barEndsOf(spans: readonly BarSpan[]): (tick: number) => number {
	const ends = spans.map(({ start, length }) => start + length);
	const last = spans.at(-1)!;
	return (tick) => {
		let [low, high] = [0, ends.length];
		while (low < high) {
			const middle = (low + high) >> 1;
			if (ends[middle]! <= tick) low = middle + 1;
			else high = middle;
		}
		const over = tick - ends.at(-1)!;
		return ends[low] ?? ends.at(-1)! + (Math.floor(over / last.length) + 1) * last.length;
	};
}

/** The notes that begin in each bar, as they were played; those a little before the first belong to it. */
export function notesOfBars(
	notes: readonly PlayedNote[],
	map: BeatMap,
	spans: readonly BarSpan[]
): PlayedNote[][] {
	const bars = spans.map((): PlayedNote[] => []);
	let bar = 0;
	for (const note of notes) {
		const at = ticksAt(map, note.start) + EARLY * map.beatTicks;
		while (bar + 1 < spans.length && spans[bar + 1]!.start <= at) bar++;
		bars[bar]!.push(note);
	}
	return bars;
}

/** The bars up to the one in which the last note ends; at least one that is no pickup. */
export function spansUnder(parts: readonly Part[], spans: readonly BarSpan[]): readonly BarSpan[] {
	const end = parts.reduce((last, { chords }) => Math.max(last, chords.at(-1)?.end ?? 0), 1);
	const count = spans.filter(({ start }) => start < end).length;
	return spans.slice(0, Math.max(count, spans[0]!.offset > 0 ? 2 : 1));
}
