/** What sounds in each beat, for those who look for harmonies: how much of each pitch class, and over which bass. */
import { byStartAndPitch } from '#music/note.ts';
import type { LineNote } from '#music/score/line.ts';

/** What sounds in a beat. */
export interface Sound {
	/** Of each pitch class. */
	readonly chroma: Float64Array;
	readonly sum: number;
	/** Pitch class of the lowest note; −1 in silence. */
	readonly bass: number;
	/** Share of the beat in which two or more pitch classes sound. */
	readonly together: number;
}

interface Span {
	readonly start: number;
	readonly length: number;
}

/** Moments of a beat at which one listens for what sounds together. */
const LISTENS = 4;
/** Semitones above the deepest note that may still be the bass, a moment later. */
const BASS_MOVES = 4;

/** `notes` in any order; `beats` in order. */
export function soundsOf(notes: readonly LineNote[], beats: readonly Span[]): Sound[] {
	const inOrder = [...notes].sort(byStartAndPitch);
	let sounding: LineNote[] = [];
	let next = 0;
	return beats.map(({ start, length }) => {
		while (next < inOrder.length && inOrder[next]!.start < start + length) {
			sounding.push(inOrder[next++]!);
		}
		sounding = sounding.filter(({ end }) => end > start);
		return soundOf(sounding, start, length);
	});
}

function soundOf(notes: readonly LineNote[], start: number, length: number): Sound {
	const chroma = new Float64Array(12);
	const lows = new Float64Array(12);
	const pieces: { readonly at: number; readonly low: number }[] = [];
	let sum = 0;
	for (const note of notes) {
		const from = Math.max(note.start, start);
		const to = Math.min(note.end, start + length);
		// A short note is struck all the same; a beat of a note held over says less than a new one.
		const struck = note.start >= start ? 0.25 : 0;
		const weight = (Math.max(0, to - from) / length + struck) * (0.4 + note.level);
		chroma[note.pitch % 12]! += weight;
		sum += weight;
	}
	let together = 0;
	for (let i = 0; i < LISTENS; i++) {
		const at = start + ((i + 0.5) * length) / LISTENS;
		const now = notes.filter((note) => note.start <= at && note.end > at);
		if (new Set(now.map(({ pitch }) => pitch % 12)).size > 1) together += 1 / LISTENS;
		const low = now.reduce((least, { pitch }) => Math.min(least, pitch), Infinity);
		if (Number.isFinite(low)) pieces.push({ at: i, low });
	}
	// The deepest note that is heard counts for the bass, twice as much when it begins the beat.
	const deepest = Math.min(...pieces.map(({ low }) => low));
	for (const { at, low } of pieces) {
		if (low <= deepest + BASS_MOVES) lows[low % 12]! += at === 0 ? 2 : 1;
	}
	const bass = sum === 0 ? -1 : indexOfMost(pieces.length === 0 ? chroma : lows);
	return { chroma, sum, bass, together };
}

function indexOfMost(values: Float64Array): number {
	return values.reduce((most, value, i) => (value > values[most]! ? i : most), 0);
}
