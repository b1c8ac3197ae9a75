/** Makes one voice out of its notes: chords that follow one another without overlap, with readable ends. */
import { touchOf, writtenEnd } from '#music/rhythm/lengths.ts';
import type { GridSpan } from '#music/rhythm/grids.ts';
import type { LineChord, LineNote } from '#music/score/line.ts';

export interface Timing {
	readonly beatTicks: number;
	readonly barEndAfter: (tick: number) => number;
	readonly spanAt: (tick: number) => GridSpan;
}

/** `notes` in order of start, then pitch; unisons are written once, the longest of them. */
export function chordsOf(notes: readonly LineNote[], timing: Timing): LineChord[] {
	const groups: { start: number; notes: LineNote[] }[] = [];
	for (const note of notes) {
		const last = groups.at(-1);
		if (last?.start !== note.start) groups.push({ start: note.start, notes: [note] });
		else if (last.notes.at(-1)!.pitch !== note.pitch) last.notes.push(note);
		else {
			const { grace = note.grace, end } = last.notes.at(-1)!;
			const longer = note.end > end ? note : last.notes.at(-1)!;
			last.notes[last.notes.length - 1] = grace ? { ...longer, grace } : longer;
		}
	}
	const { beatTicks } = timing;
	const touch = touchOf(
		groups.slice(1).map(({ start }, g) => {
			const before = groups[g]!;
			const end = Math.max(...before.notes.map((note) => note.end));
			return { gap: (start - before.start) / beatTicks, sound: (end - before.start) / beatTicks };
		})
	);
	return groups.map((group, g) => {
		const { start } = group;
		const following = groups[g + 1]?.start ?? Infinity;
		// A ring-over does not outlive its bar by less than a beat, nor ever the bar after it.
		const barEnd = timing.barEndAfter(start);
		const end = Math.max(...group.notes.map((note) => note.end));
		const cap = end < barEnd + timing.beatTicks ? barEnd : timing.barEndAfter(barEnd);
		const next = Math.min(following, cap);
		const grace = group.notes.flatMap((note) => note.grace ?? []);
		const rolled = group.notes.length > 1 && group.notes.every((note) => note.rolled);
		return {
			start,
			end: writtenEnd({ start, end: Math.max(end, start + 1), next, touch, ...timing }),
			notes: group.notes,
			...(grace.length > 0 && { grace }),
			...(rolled && { rolled })
		};
	});
}
