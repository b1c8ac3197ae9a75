/**
 * The onsets of a performance: notes that begin within a finger's spread of one
 * another are one event, and each event has an accent, the evidence that a beat
 * falls on it.
 */
import type { PlayedNote } from '#music/note.ts';
import { judge } from '#music/rhythm/judge.ts';
import { marksOf, onsetEvidence, type Mark } from '#music/rhythm/onset-evidence.ts';
import { ONSET_JUDGES } from '#music/rhythm/onset-weights.ts';

/** Notes starting within this many seconds of the first are one event: the spread of a chord, or of a quick strum. */
const TOGETHER = 0.04;
/** Notes this close (seconds) support one another's accent: a melody that comes in after its chord, a slow roll. */
const SPREAD = 0.09;
/** How many classes of accent there are, by quantile within the piece. */
export const ACCENTS = 6;

export interface Onset {
	/** Seconds: the middle of its notes' starts. */
	readonly time: number;
	/** Indices into the list of notes. */
	readonly notes: readonly number[];
	/** 0 (weakest) to ACCENTS − 1. */
	readonly accent: number;
	/** 1 where the bass moves, a half where it is struck again, else 0. */
	readonly bass: number;
	/** 0–1: how little of its harmony has just been heard. */
	readonly fresh: number;
	/** Seconds of its longest note, at most 2. */
	readonly longest: number;
}

/** The notes that begin together (indices), each with those just beside them, and when. */
export function eventsOf(notes: readonly PlayedNote[]): {
	readonly groups: readonly (readonly number[])[];
	readonly times: readonly number[];
	readonly marks: readonly Mark[];
} {
	const groups = cluster(notes);
	const times = groups.map(
		(group) => group.reduce((sum, i) => sum + notes[i]!.start, 0) / group.length
	);
	return { groups, times, marks: marksOf(notes, supported(groups, times), times) };
}

/** `notes` in order of start. */
export function findOnsets(notes: readonly PlayedNote[]): Onset[] {
	const { groups, times, marks } = eventsOf(notes);
	const accents = classes(marks.map((_, g) => judge(ONSET_JUDGES, onsetEvidence(marks, times, g))));
	return groups.map((group, g) => {
		const { bass, fresh, longest } = marks[g]!;
		return { time: times[g]!, notes: group, accent: accents[g]!, bass, fresh, longest };
	});
}

function cluster(notes: readonly PlayedNote[]): number[][] {
	const groups: number[][] = [];
	let from = -Infinity;
	notes.forEach((note, i) => {
		if (note.start - from <= TOGETHER) groups.at(-1)!.push(i);
		else {
			groups.push([i]);
			from = note.start;
		}
	});
	return groups;
}

/** Each group with the groups next to it that begin within a spread of it. */
function supported(groups: readonly number[][], times: readonly number[]): number[][] {
	return groups.map((group, g) => [
		...(times[g]! - (times[g - 1] ?? -Infinity) <= SPREAD ? groups[g - 1]! : []),
		...group,
		...((times[g + 1] ?? Infinity) - times[g]! <= SPREAD ? groups[g + 1]! : [])
	]);
}

/** The class of each strength by its rank. */
export function classes(strength: readonly number[]): Uint8Array {
	const order = [...strength.keys()].sort((a, b) => strength[a]! - strength[b]! || a - b);
	const result = new Uint8Array(strength.length);
	order.forEach((i, rank) => (result[i] = Math.floor((rank * ACCENTS) / order.length)));
	return result;
}
