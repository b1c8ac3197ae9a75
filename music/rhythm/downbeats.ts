/** Where bars begin, with what a person said of them: the metre goes on from each downbeat to the next that is known. */
import type { BeatMap, MetreTurn } from '#music/rhythm/beat-map.ts';
import { beatsInBar, isCompound } from '#music/rhythm/count.ts';
import type { Metre } from '#music/settings.ts';

/** A bar of the map: indices of its first beat and of the beat after its last. */
export interface BarOfBeats {
	readonly from: number;
	readonly to: number;
	readonly metre: Metre;
}

type Counted = Pick<BeatMap, 'downbeat' | 'metre' | 'turns'>;

/** Every bar from the first downbeat to the one that `lastBeat` falls in. */
export function barsOfBeats({ downbeat, metre, turns }: Counted, lastBeat: number): BarOfBeats[] {
	const bars: BarOfBeats[] = [];
	let now = metre;
	let turn = 0;
	for (let from = downbeat; from <= lastBeat;) {
		while (turn < turns.length && turns[turn]!.beat <= from) now = turns[turn++]!.metre;
		const to = from + beatsInBar(now);
		bars.push({ from, to, metre: now });
		from = to;
	}
	return bars;
}

/** Indices of the beats on which bars begin. */
export const downbeatsOf = (map: Counted, lastBeat: number): number[] =>
	barsOfBeats(map, lastBeat).map(({ from }) => from);

/** Half a bar or less that is left over joins the bar before it. */
const LEFT_OVER = 1;

/**
 * Bars that begin at every one of `known`, beats in order, in the metre as far as it goes: where
 * the distance is no whole number of bars, the last bar before is an odd one.
 */
export function barsThrough(
	known: readonly number[],
	metre: Metre
): Pick<BeatMap, 'downbeat' | 'turns'> {
	const inBar = beatsInBar(metre);
	const of = (beats: number): Metre =>
		isCompound(metre) ? { beats: 3 * beats, unit: 8 } : { beats, unit: metre.unit };
	const turns: MetreTurn[] = [];
	known.slice(1).forEach((beat, i) => {
		const apart = beat - known[i]!;
		const over = apart % inBar;
		if (over === 0) return;
		const joined = over <= LEFT_OVER && apart > inBar;
		const odd = joined ? over + inBar : over;
		turns.push({ beat: beat - odd, metre: of(odd) }, { beat, metre });
	});
	return { downbeat: known[0]! % inBar, turns };
}
