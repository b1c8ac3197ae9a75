/** Fills one bar of one voice: every span of sound or silence becomes written values, tuplets complete. */
import { beatTicks, isCompound } from '#music/rhythm/count.ts';
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
 * @param inThirds whether the beat at this index of the score is divided by three
 * @param group names the voice, so that tuplet groups are unique
 */
export function fillBar(
	chords: readonly LineChord[],
	bar: BarSpan,
	inThirds: (beat: number) => boolean,
	group: string
): Symbol[] {
	const spans = spansOf(chords, bar);
	const beat = beatTicks(bar.metre);
	const tuplets = isCompound(bar.metre)
		? new Map<number, number>()
		: tupletsOf(spans, beat, inThirds);
	return spans.flatMap((span) => {
		const symbols: Symbol[] = [];
		let from = span.start;
		while (from < span.end) {
			const index = Math.floor(from / beat);
			const actual = tuplets.get(index);
			const to = Math.min(span.end, actual ? (index + 1) * beat : nextTuplet(from, beat, tuplets));
			if (actual) symbols.push(...inTuplet(from, to, index, beat, actual, group, span.chord));
			else symbols.push(...plain(from, to, bar, span.chord));
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

/** The beats written as tuplets, and how many notes each counts: three, or six where thirds are halved. */
function tupletsOf(
	spans: readonly Span[],
	beat: number,
	inThirds: (beat: number) => boolean
): Map<number, number> {
	const tuplets = new Map<number, number>();
	for (const { start } of spans) {
		const index = Math.floor(start / beat);
		const within = start - index * beat;
		if (within === 0 || !inThirds(index)) continue;
		tuplets.set(index, within % (beat / 3) === 0 ? (tuplets.get(index) ?? 3) : 6);
	}
	return tuplets;
}

function nextTuplet(from: number, beat: number, tuplets: ReadonlyMap<number, number>): number {
	let nearest = Infinity;
	for (const index of tuplets.keys()) {
		if (index * beat > from) nearest = Math.min(nearest, index * beat);
	}
	return nearest;
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
	index: number,
	beat: number,
	actual: number,
	group: string,
	chord: LineChord | null
): Symbol[] {
	const third = beat / 3;
	const into = from - index * beat;
	const written = valueOf(((to - from) * 3) / 2);
	const whole = into % third === 0 || to - from <= third / 2;
	if (written === null || !whole) {
		const at = (Math.floor(from / third) + 1) * third;
		return [
			...inTuplet(from, at, index, beat, actual, group, chord),
			...inTuplet(at, to, index, beat, actual, group, chord)
		];
	}
	const normal = (actual / 3) * 2;
	const tuplet = { group: `${group}-${index}`, actual, normal };
	return [{ start: from, end: to, value: { ...written, tuplet }, chord }];
}
