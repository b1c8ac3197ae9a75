/** Notes as a hand meets them: what starts together is one group. */
import type { WrittenNote } from '#music/note.ts';

export interface Group {
	/** Ticks. */
	readonly start: number;
	/** Indices into the notes, by pitch. */
	readonly members: readonly number[];
}

export function groupsOf(notes: readonly WrittenNote[]): readonly Group[] {
	const order = [...notes.keys()].sort(
		(a, b) => notes[a]!.start - notes[b]!.start || notes[a]!.pitch - notes[b]!.pitch || a - b
	);
	const groups: { start: number; members: number[] }[] = [];
	for (const i of order) {
		const start = notes[i]!.start;
		const last = groups.at(-1);
		if (last?.start === start) last.members.push(i);
		else groups.push({ start, members: [i] });
	}
	return groups;
}

/**
 * Two notes at the usual pace, in ticks. Effort is measured by it rather than by
 * the written beat, so that music written at half the tempo is fingered alike.
 */
export function paceOf(groups: readonly Group[]): number {
	const gaps = groups.slice(1).map(({ start }, i) => start - groups[i]!.start);
	const middle = gaps.sort((a, b) => a - b)[gaps.length >> 1];
	return 2 * (middle ?? 1);
}
