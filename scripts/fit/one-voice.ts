/** One voice of printed music, as somebody plays it alone. */
import type { Chance } from './chance.ts';
import type { PrintedNote, PrintedSong } from './printed.ts';

/** Only the highest note at each moment, until the next. @param notes by place, then pitch */
function topLine(notes: readonly PrintedNote[]): PrintedNote[] {
	const top = notes.filter(({ at }, i) => notes[i + 1]?.at !== at);
	return top.map((note, i) => {
		const next = top[i + 1]?.at ?? Infinity;
		return { ...note, length: Math.min(note.length, next - note.at) };
	});
}

/** The singer, the top of the right hand, or the higher of both. */
export function lineOf(song: PrintedSong, chance: Chance): PrintedSong {
	const parts = chance.pick([[0], [0], [1], [1], [0, 1]]);
	const notes = topLine(song.notes.filter(({ part }) => parts.includes(part)));
	return { ...song, notes: notes.map((note) => ({ ...note, part: 1 })) };
}
