/**
 * What practice knows of a page of music: how many bars, how fast, where its sections begin and,
 * while it plays, where in the recording each bar lies.
 */
import { secondsAt } from '#music/rhythm/clock.ts';
import type { Score } from '#music/score/score.ts';
import { PPQ } from '#music/time.ts';

export interface Section {
	/** `A`, or the number of its first bar where the page has no sections of its own. */
	readonly name: string;
	readonly from: number;
	/** The bar after its last. */
	readonly to: number;
}

export interface PracticePage {
	readonly bars: number;
	/** Of the recording, quarter notes a minute. */
	readonly tempo: number;
	readonly sections: readonly Section[];
}

export interface BarLines {
	/** Where each bar begins in the recording, seconds, and at the end where the last one stops. */
	readonly times: readonly number[];
	/** Quarter notes a minute at full speed. */
	readonly tempo: number;
}

/** A page without sections of its own is learned in groups of so many bars. */
const GROUP = 8;

/** Quarter notes a minute: the unit in which tempi of different metres are compared. */
const quartersOf = (score: Pick<Score, 'tempo' | 'beatMap'>): number =>
	(score.tempo * score.beatMap.beatTicks) / PPQ;

export function pageOf(score: Score): PracticePage {
	const bars = score.bars.length;
	return { bars, tempo: quartersOf(score), sections: sectionsOf(score) };
}

function sectionsOf({ bars }: Score): readonly Section[] {
	const own = bars.flatMap((bar, from) => (bar.section === null ? [] : [{ from, bar }]));
	const groups = bars.flatMap((bar, from) => (from % GROUP === 0 ? [{ from, bar }] : []));
	const starts = own.length > 1 ? own : groups;
	return starts.map(({ from, bar }, i) => ({
		name: own.length > 1 ? bar.section! : String(bar.number),
		from: i === 0 ? 0 : from,
		to: starts[i + 1]?.from ?? bars.length
	}));
}

/** @param length where playing ends, seconds: the last bar may be written longer than it sounds */
export function barLinesOf(score: Score, length: number): BarLines {
	const starts = score.bars.map((bar) => secondsAt(score.beatMap, bar.start));
	const last = score.bars.at(-1);
	const end = last ? secondsAt(score.beatMap, last.start + last.length) : 0;
	return { times: [...starts, Math.min(end, length)], tempo: quartersOf(score) };
}
