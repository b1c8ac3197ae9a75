/**
 * Horizontal spacing. Every gap between two onsets is a spring that also has a
 * least length, where signs would touch; one tension serves a whole system, so
 * that equal note values are equally far apart from its first bar to its last.
 */
import { BAR_LEAD, BAR_TAIL, ONSET_GAP, spring } from '#engraving/measures.ts';
import type { BarShape } from '#engraving/shape.ts';
import type { Bar } from '#music/score/score.ts';
import { PPQ } from '#music/time.ts';

interface Gap {
	readonly springs: number;
	readonly least: number;
}

export interface BarSprings {
	/** Key and time signature after the bar line; none where a system begins, which has them before it. */
	readonly signs: number;
	/** From there to the axis of the first onset. */
	readonly lead: number;
	/** The gap after each onset; the last one ends at the bar line. */
	readonly gaps: readonly Gap[];
}

export function springsOf(bar: Bar, shape: BarShape): BarSprings {
	const { moments, signs, tail } = shape;
	const end = bar.start + bar.length;
	const gaps = moments.map((moment, i): Gap => {
		const next = moments[i + 1];
		const springs = spring(((next?.tick ?? end) - moment.tick) / PPQ);
		const least = moment.right + (next ? ONSET_GAP + next.left : BAR_TAIL + tail);
		return { springs, least };
	});
	const lead = BAR_LEAD + (moments[0]?.left ?? 0);
	return { signs, lead, gaps: apart(gaps, shape) };
}

/**
 * Chord symbols must not run into one another, nor over the bar line. The gaps
 * under one that is too wide grow alike, so that the notes stay evenly spaced.
 */
function apart(gaps: readonly Gap[], { moments, words }: BarShape): readonly Gap[] {
	const grown = [...gaps];
	const placeOf = (tick: number | undefined) => {
		const place = moments.findIndex((moment) => moment.tick === tick);
		return place < 0 ? moments.length : place;
	};
	for (const [i, { tick, width }] of words.entries()) {
		const from = placeOf(tick);
		const to = placeOf(words[i + 1]?.tick);
		const room = grown.slice(from, to).reduce((sum, gap) => sum + gap.least, 0);
		for (let k = from; k < to && width > room; k++) {
			grown[k] = { ...grown[k]!, least: (grown[k]!.least * width) / room };
		}
	}
	return grown;
}

const gapAt = (gap: Gap, tension: number): number => Math.max(gap.least, gap.springs * tension);

/** Width of a bar in units when one spring is `tension` units long. */
export const widthAt = (bar: BarSprings, tension: number): number =>
	bar.gaps.reduce((sum, gap) => sum + gapAt(gap, tension), bar.signs + bar.lead);

/** The axis of each onset, from the bar line. */
export function axesAt(bar: BarSprings, tension: number): readonly number[] {
	let x = bar.signs + bar.lead;
	return bar.gaps.map((gap) => {
		const axis = x;
		x += gapAt(gap, tension);
		return axis;
	});
}

/** The length of one spring that makes the bars fill `width` units; 0 when they are wider than that by themselves. */
export function tensionFor(bars: readonly BarSprings[], width: number): number {
	const gaps = bars.flatMap((bar) => bar.gaps);
	const room = width - bars.reduce((sum, bar) => sum + bar.signs + bar.lead, 0);
	// As the tension grows, gaps leave their least length one after another.
	const free = [...gaps].sort((a, b) => a.least / a.springs - b.least / b.springs);
	let rest = room - gaps.reduce((sum, gap) => sum + gap.least, 0);
	if (rest <= 0) return 0;
	let springs = 0;
	for (const [i, gap] of free.entries()) {
		springs += gap.springs;
		rest += gap.least;
		const tension = rest / springs;
		const next = free[i + 1];
		if (!next || tension <= next.least / next.springs) return tension;
	}
	return 0;
}
