/** Fills one bar of one voice: every span of sound or silence becomes written values, tuplets complete. */
import { isCompound } from '#music/rhythm/count.ts';
import type { GridSpan } from '#music/rhythm/grids.ts';
import type { LineChord } from '#music/score/line.ts';
import { cut } from '#music/score/pieces.ts';
import type { NoteValue } from '#music/score/score.ts';
import { valueOf } from '#music/score/values.ts';
import type { Metre } from '#music/settings.ts';

/** One symbol; ticks of the score. `chord` is null for a rest. */
export interface Symbol {
	readonly start: number;
	readonly end: number;
	readonly value: NoteValue;
	readonly chord: LineChord | null;
}

export interface BarSpan {
	readonly start: number;
	readonly length: number;
	/** Where the bar's first tick stands in a whole bar: not 0 in a pickup. */
	readonly offset: number;
	readonly metre: Metre;
}

interface Span {
	readonly start: number;
	readonly end: number;
	readonly chord: LineChord | null;
}

/**
 * @param chords those that sound in the bar, in order, not overlapping
 * @param spanAt how the music is divided around a tick
 * @param group names the voice, so that tuplet groups are unique
 */
export function fillBar(
	chords: readonly LineChord[],
	bar: BarSpan,
	spanAt: (tick: number) => GridSpan,
	group: string
): Symbol[] {
	const spans = spansOf(chords, bar);
	const tuplets = isCompound(bar.metre) ? [] : tupletsOf(spans, spanAt);
	return spans.flatMap((span) => {
		const symbols: Symbol[] = [];
		let from = span.start;
		while (from < span.end) {
			const tuplet = tuplets.findLast(({ start }) => start <= from);
			if (tuplet && from < tuplet.start + tuplet.length) {
				const to = Math.min(span.end, tuplet.start + tuplet.length);
				symbols.push(...inTuplet(from, to, tuplet, group, span.chord));
				from = to;
				continue;
			}
			const next = tuplets.find(({ start }) => start > from);
			const to = Math.min(span.end, next?.start ?? Infinity);
			symbols.push(...plain(from, to, bar, span.chord));
			from = to;
		}
		return symbols;
	});
}

function spansOf(chords: readonly LineChord[], bar: BarSpan): Span[] {
	const spans: Span[] = [];
	const barEnd = bar.start + bar.length;
	let at = bar.start;
	for (const chord of chords) {
		const start = Math.max(chord.start, bar.start);
		const end = Math.min(chord.end, barEnd);
		if (start > at) spans.push({ start: at, end: start, chord: null });
		spans.push({ start, end, chord });
		at = end;
	}
	if (at < barEnd) spans.push({ start: at, end: barEnd, chord: null });
	return spans;
}

/** A stretch that is written as a tuplet. */
interface TupletSpan {
	readonly start: number;
	readonly length: number;
	/** How many notes it counts: three, or six where thirds are halved. */
	readonly actual: number;
}

/** In order: where something begins on a third of its stretch. A stretch of six with something on its middle is two of three. */
function tupletsOf(spans: readonly Span[], spanAt: (tick: number) => GridSpan): TupletSpan[] {
	const found = new Map<number, { span: GridSpan; within: number[] }>();
	for (const { start } of spans) {
		const span = spanAt(start);
		if (span.parts % 3 !== 0) continue;
		const there = found.get(span.start) ?? { span, within: [] };
		found.set(span.start, there);
		there.within.push(start - span.start);
	}
	return [...found.values()]
		.filter(({ within }) => within.some((at) => at > 0))
		.flatMap(({ span: { start, length, parts }, within }) => {
			const fine = within.some((at) => at % (length / 3) !== 0);
			if (!fine) return [{ start, length, actual: 3 }];
			const half = length / 2;
			if (parts !== 6 || !within.includes(half)) return [{ start, length, actual: 6 }];
			return [start, start + half]
				.filter((from) => within.some((at) => at + start > from && at + start < from + half))
				.map((from) => ({ start: from, length: half, actual: 3 }));
		})
		.sort((a, b) => a.start - b.start);
}

function plain(from: number, to: number, bar: BarSpan, chord: LineChord | null): Symbol[] {
	const shift = bar.start - bar.offset;
	return cut(from - shift, to - shift, bar.metre, chord === null).map((piece) => ({
		start: piece.from + shift,
		end: piece.to + shift,
		value: piece.value,
		chord
	}));
}

function inTuplet(
	from: number,
	to: number,
	tuplet: TupletSpan,
	group: string,
	chord: LineChord | null
): Symbol[] {
	const third = tuplet.length / 3;
	const into = from - tuplet.start;
	const written = valueOf(((to - from) * 3) / 2);
	const whole = into % third === 0 || to - from <= third / 2;
	if (written === null || !whole) {
		const at = tuplet.start + (Math.floor(into / third) + 1) * third;
		return [...inTuplet(from, at, tuplet, group, chord), ...inTuplet(at, to, tuplet, group, chord)];
	}
	const { actual } = tuplet;
	const value = {
		...written,
		tuplet: { group: `${group}-${tuplet.start}`, actual, normal: (actual / 3) * 2 }
	};
	return [{ start: from, end: to, value, chord }];
}
