/**
 * How notes are played on the string, read from their pitch contours and from
 * what comes before and after on the same string.
 */
import type { PlayedNote, WrittenNote } from '#music/note.ts';
import type { Technique } from '#music/score/score.ts';
import type { Position } from '#music/tab/position.ts';

/** A pitch that ends this far (semitones) from where it began was bent. */
const BENT = 0.75;
const LEGATO_GAP = 0.05;
const SOFTER = 0.75;

/** Parallel to `notes`; `positions` as `finger` gave them, `played` as the notes index it. */
export function findTechniques(
	notes: readonly WrittenNote[],
	positions: readonly (Position | null)[],
	played: readonly PlayedNote[]
): readonly (readonly Technique[])[] {
	const found: Technique[][] = notes.map(() => []);
	const lastOnString = new Map<number, number>();
	const order = [...notes.keys()].sort((a, b) => notes[a]!.start - notes[b]!.start);
	for (const i of order) {
		const position = positions[i] ?? null;
		const note = played[notes[i]!.played];
		if (position === null || note === undefined) continue;
		const semitones = Math.round(2 * bendOf(note)) / 2;
		if (semitones > 0) found[i]!.push({ kind: 'bend', semitones, release: false });
		const before = lastOnString.get(position.string);
		lastOnString.set(position.string, i);
		if (before === undefined) continue;
		const first = played[notes[before]!.played];
		if (first === undefined || !slurred(first, note)) continue;
		const up = position.fret - positions[before]!.fret;
		if (up > 0 && up <= 4) found[before]!.push({ kind: 'hammer-on' });
		if (up < 0 && up >= -4) found[before]!.push({ kind: 'pull-off' });
	}
	return found;
}

function bendOf({ bends = [] }: PlayedNote): number {
	if (bends.length < 8) return 0;
	const sorted = (part: readonly number[]): number =>
		part.toSorted((a, b) => a - b)[part.length >> 1]!;
	const rise = sorted(bends.slice(bends.length >> 1)) - sorted(bends.slice(0, bends.length >> 2));
	return rise >= BENT ? rise : 0;
}

const slurred = (first: PlayedNote, second: PlayedNote): boolean =>
	Math.abs(second.start - first.end) <= LEGATO_GAP && second.level < SOFTER * first.level;
