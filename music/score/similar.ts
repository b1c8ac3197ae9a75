/** How alike bars are: the pitches they share at the same places. Mishearings make no two quite the same. */
import type { BarSpan } from '#music/score/fill.ts';
import type { LineNote } from '#music/score/line.ts';
import { PPQ } from '#music/time.ts';

/** What is struck in a bar: pitch and sixteenth, as one number each, in order. */
export type Print = readonly number[];

const SIXTEENTH = PPQ / 4;
const PLACES = 1024;

/** The print of each bar; `notes` in any order. */
export function printsOf(notes: readonly LineNote[], bars: readonly BarSpan[]): Print[] {
	const prints = bars.map(() => new Set<number>());
	let bar = 0;
	for (const { start, pitch } of [...notes].sort((a, b) => a.start - b.start)) {
		while (bar + 1 < bars.length && bars[bar + 1]!.start <= start) bar++;
		const place = Math.round((start - bars[bar]!.start + bars[bar]!.offset) / SIXTEENTH);
		prints[bar]!.add(pitch * PLACES + Math.min(place, PLACES - 1));
	}
	return prints.map((print) => [...print].sort((a, b) => a - b));
}

/** Share of the notes of both bars that are in the other too, 0–1; two empty bars say nothing: 0. */
export function likeness(one: Print, other: Print): number {
	let [i, j, same] = [0, 0, 0];
	while (i < one.length && j < other.length) {
		const [a, b] = [one[i]!, other[j]!];
		if (a === b) same++;
		if (a <= b) i++;
		if (b <= a) j++;
	}
	return same === 0 ? 0 : (2 * same) / (one.length + other.length);
}
