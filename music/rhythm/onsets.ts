/**
 * The onsets of a performance: notes that begin within a finger's spread of one
 * another are one event, and each event has an accent, the evidence that a beat
 * falls on it.
 */
import type { PlayedNote } from '#music/note.ts';

/** Notes starting within this many seconds of the first are one event: the spread of a chord, or of a quick strum. */
const TOGETHER = 0.04;
/** Notes this close (seconds) support one another's accent: a melody that comes in after its chord, a slow roll. */
const SPREAD = 0.09;
/** Half the stretch of music, in seconds, that an event's loudness is compared with. */
const AROUND = 4;
/** Semitones a second by which the pitch that counts as bass rises while none is struck. */
const BASS_FADES = 10;
/** How many classes of accent there are, by quantile within the piece. */
export const ACCENTS = 6;

export interface Onset {
	/** Seconds: the middle of its notes' starts. */
	readonly time: number;
	/** Indices into the list of notes. */
	readonly notes: readonly number[];
	/** 0 (weakest) to ACCENTS − 1. */
	readonly accent: number;
}

/** `notes` in order of start. */
export function findOnsets(notes: readonly PlayedNote[]): Onset[] {
	const groups = cluster(notes);
	const times = groups.map(
		(group) => group.reduce((sum, i) => sum + notes[i]!.start, 0) / group.length
	);
	const accents = classes(strengths(notes, supported(groups, times), times));
	return groups.map((group, g) => ({ time: times[g]!, notes: group, accent: accents[g]! }));
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

/** Loud for its surroundings, long, a bass, a new harmony; the weights did best on recordings with known beats. */
function strengths(
	notes: readonly PlayedNote[],
	groups: readonly (readonly number[])[],
	times: readonly number[]
): Float64Array {
	const loud = Float64Array.from(groups, (group) =>
		group.reduce((sum, i) => sum + notes[i]!.level, 0)
	);
	const usual = runningMean(loud, times);
	const chroma = new Float64Array(12);
	let bass = 127;
	let lastBass = -1;
	let before = 0;

	return Float64Array.from(groups, (group, g) => {
		const fade = Math.exp(-(times[g]! - before));
		before = times[g]!;
		let fresh = 0;
		let longest = 0;
		let lowest = 127;
		for (let c = 0; c < 12; c++) chroma[c]! *= fade;
		for (const i of group) {
			const note = notes[i]!;
			longest = Math.max(longest, Math.min(note.end - note.start, 2));
			lowest = Math.min(lowest, note.pitch);
			fresh += 1 - Math.min(1, chroma[note.pitch % 12]!);
			chroma[note.pitch % 12] = 1;
		}
		// The memory of a bass fades upwards, so that a bass line may climb.
		bass += (times[g]! - (times[g - 1] ?? times[g]!)) * BASS_FADES;
		const struck = lowest < bass + 3 ? 1 : 0;
		const moved = struck && lowest !== lastBass ? 1 : 0;
		if (struck) {
			bass = lowest;
			lastBass = lowest;
		}
		return (
			0.8 * Math.log((loud[g]! + 0.05) / (usual[g]! + 0.05)) +
			0.87 * Math.log(longest + 0.1) +
			0.8 * struck +
			0.6 * moved +
			(0.4 * fresh) / group.length
		);
	});
}

function runningMean(values: Float64Array, times: readonly number[]): Float64Array {
	let from = 0;
	let to = 0;
	let sum = 0;
	return values.map((_, i) => {
		while (to < values.length && times[to]! <= times[i]! + AROUND) sum += values[to++]!;
		while (times[from]! < times[i]! - AROUND) sum -= values[from++]!;
		return Math.max(0, sum) / (to - from);
	});
}

function classes(strength: Float64Array): Uint8Array {
	const order = Array.from(strength.keys()).sort((a, b) => strength[a]! - strength[b]! || a - b);
	const result = new Uint8Array(strength.length);
	order.forEach((i, rank) => (result[i] = Math.floor((rank * ACCENTS) / order.length)));
	return result;
}
