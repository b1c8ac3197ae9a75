/**
 * What cannot have been played on an instrument, so that the ear can leave it
 * out: notes beyond the neck, and more at once than there are strings.
 */
import type { Pitch, PlayedNote } from '#music/note.ts';
import type { TabStaff } from '#music/score/score.ts';
import { positionsOf } from '#music/tab/fretboard.ts';

/** Notes that share less than this are not held at the same time, seconds: ends are heard less well than onsets. */
const SHARED = 0.05;
const CERTAIN = 1;

/**
 * Indices, ascending, of the notes that no player of this instrument made: those on no string,
 * and the least sure (then the quietest) of those that would need a string that another note holds.
 */
export function impossible(notes: readonly PlayedNote[], tab: TabStaff): readonly number[] {
	const homes = new Map<Pitch, readonly number[]>();
	for (const { pitch } of notes) {
		if (!homes.has(pitch)) {
			homes.set(
				pitch,
				positionsOf(pitch, tab).map(({ string }) => string)
			);
		}
	}
	const out = new Set<number>();
	let sounding: readonly number[] = [];
	const order = [...notes.keys()].sort((a, b) => notes[a]!.start - notes[b]!.start || a - b);
	for (const i of order) {
		const note = notes[i]!;
		if (homes.get(note.pitch)!.length === 0) {
			out.add(i);
			continue;
		}
		// What is struck now and what has yet to end, the surest first: each takes a string if it can.
		const held = sounding.filter((n) => !out.has(n) && holds(notes[n]!, note));
		const ranked = [...held, i].sort((a, b) => likelihood(notes[b]!) - likelihood(notes[a]!));
		const strings = new Map<number, number>();
		for (const n of ranked) {
			if (!seat(n, strings, new Set(), (m) => homes.get(notes[m]!.pitch)!)) out.add(n);
		}
		sounding = ranked.filter((n) => !out.has(n));
	}
	return [...out].sort((a, b) => a - b);
}

/** Whether `before` still needs its string when `note` begins; the same pitch again is struck on the same string. */
const holds = (before: PlayedNote, note: PlayedNote): boolean =>
	before.start === note.start || (before.end > note.start + SHARED && before.pitch !== note.pitch);

/** Surely heard first; of equally sure ones the louder. */
const likelihood = ({ confidence = CERTAIN, level }: PlayedNote): number =>
	confidence + 1e-3 * level;

/** Finds `note` a string, moving those already seated where that makes room (an augmenting path). */
function seat(
	note: number,
	strings: Map<number, number>,
	tried: Set<number>,
	homesOf: (note: number) => readonly number[]
): boolean {
	for (const string of homesOf(note)) {
		if (tried.has(string)) continue;
		tried.add(string);
		const other = strings.get(string);
		if (other === undefined || seat(other, strings, tried, homesOf)) {
			strings.set(string, note);
			return true;
		}
	}
	return false;
}
