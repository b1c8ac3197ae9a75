/** The ground that textures are written over: a key, and a chord for each half bar. */
import type { Chance } from './chance.ts';

export interface Chord {
	/** Pitch class of the root, 0 is C. */
	readonly root: number;
	/** Semitones above the root. */
	readonly tones: readonly number[];
}

export interface Harmony {
	readonly scale: readonly number[];
	readonly chords: readonly Chord[];
}

const MAJOR = [0, 2, 4, 5, 7, 9, 11];
const MINOR = [0, 2, 3, 5, 7, 8, 10];

/** Scale degrees, from 0, that follow one another in most of the music that is played. */
const PROGRESSIONS = [
	[0, 3, 4, 0],
	[0, 5, 3, 4],
	[0, 4, 5, 3],
	[1, 4, 0, 5],
	[0, 2, 3, 4],
	[5, 1, 4, 0],
	[0, 0, 4, 4],
	[0, 6, 5, 4],
	[3, 0, 4, 0]
];

export function harmony(chance: Chance, halfBars: number): Harmony {
	const tonic = chance.whole(0, 11);
	const mode = chance.maybe(0.6) ? MAJOR : MINOR;
	const scale = mode.map((step) => (tonic + step) % 12).sort((a, b) => a - b);
	const chords: Chord[] = [];
	while (chords.length < halfBars) {
		const hold = chance.pick([1, 2, 2]);
		for (const degree of chance.pick(PROGRESSIONS)) {
			const chord = chordOn(chance, mode, tonic, degree);
			for (let i = 0; i < hold; i++) chords.push(chord);
		}
	}
	return { scale, chords };
}

function chordOn(chance: Chance, mode: readonly number[], tonic: number, degree: number): Chord {
	const step = (i: number) => mode[i % 7]! + 12 * Math.floor(i / 7);
	const root = step(degree);
	const tones = [0, step(degree + 2) - root, step(degree + 4) - root];
	// Dominants have a leading note in minor too.
	if (degree === 4 && chance.maybe(0.7)) tones[1] = 4;
	if (chance.maybe(0.3)) tones.push(step(degree + 6) - root);
	if (chance.maybe(0.05)) tones[1] = 3;
	if (chance.maybe(0.05)) tones[2] = 6;
	return { root: (tonic + root) % 12, tones };
}

/** All pitches of the chord from `low` to `high`, rising. */
export function chordPitches(chord: Chord, low: number, high: number): number[] {
	const classes = new Set(chord.tones.map((tone) => (chord.root + tone) % 12));
	const pitches: number[] = [];
	for (let pitch = low; pitch <= high; pitch++) if (classes.has(pitch % 12)) pitches.push(pitch);
	return pitches;
}

/** All pitches of the scale from `low` to `high`, rising. */
export function scalePitches(scale: readonly number[], low: number, high: number): number[] {
	const pitches: number[] = [];
	for (let pitch = low; pitch <= high; pitch++) if (scale.includes(pitch % 12)) pitches.push(pitch);
	return pitches;
}

/** The root at or above `low`. */
export const rootAbove = ({ root }: Chord, low: number): number =>
	low + ((((root - low) % 12) + 12) % 12);

/** The member of a rising list that is nearest to `pitch`. */
export const nearest = (pitches: readonly number[], pitch: number): number =>
	pitches.reduce((best, each) => (Math.abs(each - pitch) < Math.abs(best - pitch) ? each : best));
