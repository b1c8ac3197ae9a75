/**
 * The search for the beats is the dearest part of writing, and while a person mends them it is asked
 * of the same notes again and again. So the last answers are kept: the same notes, by what is in them
 * (they come anew from another thread each time), and the same wish have the same answer.
 */
import type { PlayedNote } from '#music/note.ts';

/** Answers that are kept: a score that is open, and a few that the library draws meanwhile. */
const KEPT = 4;

type Finder<Wish, Found> = (notes: readonly PlayedNote[], wish: Wish) => Found;

interface Kept<Found> {
	readonly notes: readonly PlayedNote[];
	readonly wish: string;
	readonly found: Found;
}

/** `find`, which has to be pure, with its last answers remembered. @param wish plain data */
export function remembered<Wish, Found>(find: Finder<Wish, Found>): Finder<Wish, Found> {
	let answers: readonly Kept<Found>[] = [];
	return (notes, wish) => {
		const asked = JSON.stringify(wish);
		const known = answers.find((answer) => answer.wish === asked && same(answer.notes, notes));
		const answer = known ?? { notes, wish: asked, found: find(notes, wish) };
		answers = [answer, ...answers.filter((other) => other !== answer)].slice(0, KEPT);
		return answer.found;
	};
}

function same(a: readonly PlayedNote[], b: readonly PlayedNote[]): boolean {
	return a === b || (a.length === b.length && a.every((note, i) => sameNote(note, b[i]!)));
}

const sameNote = (a: PlayedNote, b: PlayedNote): boolean =>
	a === b ||
	(a.start === b.start &&
		a.end === b.end &&
		a.pitch === b.pitch &&
		a.level === b.level &&
		a.confidence === b.confidence &&
		sameBends(a.bends, b.bends));

function sameBends(a: PlayedNote['bends'], b: PlayedNote['bends']): boolean {
	if (a === b) return true;
	return a?.length === b?.length && a !== undefined && a.every((bend, i) => bend === b?.[i]);
}
