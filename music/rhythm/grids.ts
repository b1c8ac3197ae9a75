/**
 * The ways a beat may be divided: halved again and again, in thirds, or each of
 * its halves in its own way. A grid that reads harder carries a burden that its
 * notes must earn.
 */
import { PPQ } from '#music/time.ts';

/** A stretch of a beat that is divided evenly. */
export interface GridSpan {
	/** Ticks from the start of the beat; in the answer of a quantiser, of the score. */
	readonly start: number;
	readonly length: number;
	readonly parts: number;
}

export interface Grid {
	/** Ticks from the start of the beat at which notes may stand, up to and with the next beat. */
	readonly places: readonly number[];
	readonly spans: readonly GridSpan[];
	/** How much better it must fit before it is worth reading, in squared deviations. */
	readonly burden: number;
	/** Beats that turn from one family to another read harder. */
	readonly family: 'plain' | 'halves' | 'thirds';
	/** Ticks of its finest part, which must last so many seconds. */
	readonly finest: number;
	readonly least: number;
}

/** Ticks: a 32nd, the finest place there are values for; in a tuplet three take the time of two. */
const FINEST = PPQ / 8;

interface Recipe {
	/** Into how many parts the beat is divided, or each of its halves. */
	readonly parts: number | readonly [number, number];
	readonly burden: number;
	readonly least: number;
}

const SIMPLE: readonly Recipe[] = [
	{ parts: 1, burden: 0, least: 0 },
	{ parts: 2, burden: 0.6, least: 0 },
	{ parts: 4, burden: 2, least: 0.05 },
	{ parts: 3, burden: 3.2, least: 0.06 },
	{ parts: [3, 1], burden: 5, least: 0.05 },
	{ parts: [1, 3], burden: 5, least: 0.05 },
	{ parts: [3, 2], burden: 6, least: 0.05 },
	{ parts: [2, 3], burden: 6, least: 0.05 },
	{ parts: [3, 3], burden: 6.5, least: 0.05 },
	{ parts: [4, 1], burden: 6, least: 0.05 },
	{ parts: [1, 4], burden: 6, least: 0.05 },
	{ parts: [4, 2], burden: 7, least: 0.05 },
	{ parts: [2, 4], burden: 7, least: 0.05 },
	{ parts: [4, 4], burden: 8, least: 0.05 },
	{ parts: 6, burden: 8, least: 0.06 }
];
const COMPOUND: readonly Recipe[] = [
	{ parts: 1, burden: 0, least: 0 },
	{ parts: 3, burden: 0.6, least: 0 },
	{ parts: 6, burden: 2.5, least: 0.05 },
	{ parts: 12, burden: 9, least: 0.05 }
];

/** The grids of a beat of so many ticks, the plainest first. */
export function gridsOf(beat: number, compound: boolean): readonly Grid[] {
	return (compound ? COMPOUND : SIMPLE).flatMap(({ parts, ...recipe }) => {
		const spans: readonly GridSpan[] =
			typeof parts === 'number'
				? [{ start: 0, length: beat, parts }]
				: parts.map((part, i) => ({ start: (i * beat) / 2, length: beat / 2, parts: part }));
		const finest = Math.min(...spans.map((span) => span.length / span.parts));
		const thirds = spans.some((span) => !compound && span.parts % 3 === 0);
		if (finest < (thirds ? FINEST * (2 / 3) : FINEST)) return [];
		const places = spans.flatMap((span) =>
			Array.from({ length: span.parts }, (_, i) => span.start + (i * span.length) / span.parts)
		);
		const plain = parts === 1 || (parts === 2 && !compound);
		const family = plain ? 'plain' : thirds ? 'thirds' : 'halves';
		return [{ ...recipe, spans, finest, family, places: [...places, beat] }];
	});
}
