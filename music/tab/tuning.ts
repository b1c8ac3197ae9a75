/**
 * Tunings: the open strings of fretted instruments, the common ones by name,
 * and any other as a person writes it.
 */
import { pitch, type Pitch } from '#music/note.ts';
import { fail, ok, type Result } from '#music/result.ts';

export type TuningId =
	| 'standard'
	| 'half-step-down'
	| 'drop-d'
	| 'open-g'
	| 'open-d'
	| 'dadgad'
	| 'ukulele'
	| 'bass-4'
	| 'bass-5';

interface NamedTuning {
	readonly id: TuningId;
	/** Open strings, string 1 (the highest, or on a ukulele the nearest to the floor) first. */
	readonly strings: readonly Pitch[];
}

const strings = (...lowToHigh: readonly number[]): readonly Pitch[] =>
	lowToHigh.map(pitch).reverse();

export const STANDARD_GUITAR = strings(40, 45, 50, 55, 59, 64);

/** The most usual first. */
export const TUNINGS: readonly NamedTuning[] = [
	{ id: 'standard', strings: STANDARD_GUITAR },
	{ id: 'half-step-down', strings: strings(39, 44, 49, 54, 58, 63) },
	{ id: 'drop-d', strings: strings(38, 45, 50, 55, 59, 64) },
	{ id: 'open-g', strings: strings(38, 43, 50, 55, 59, 62) },
	{ id: 'open-d', strings: strings(38, 45, 50, 54, 57, 62) },
	{ id: 'dadgad', strings: strings(38, 45, 50, 55, 57, 62) },
	{ id: 'ukulele', strings: strings(67, 60, 64, 69) },
	{ id: 'bass-4', strings: strings(28, 33, 38, 43) },
	{ id: 'bass-5', strings: strings(23, 28, 33, 38, 43) }
];

/** The name of a tuning, null when it is none of the common ones. */
export function tuningId(tuning: readonly Pitch[]): TuningId | null {
	const same = ({ strings }: NamedTuning): boolean =>
		strings.length === tuning.length && strings.every((open, i) => open === tuning[i]);
	return TUNINGS.find(same)?.id ?? null;
}

type TuningFailure =
	| { readonly code: 'tuning-empty' }
	| { readonly code: 'tuning-too-many-strings'; readonly most: number }
	| { readonly code: 'tuning-not-a-note'; readonly text: string };

const MOST_STRINGS = 12;
const SEMITONES: Readonly<Record<string, number>> = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 };

/**
 * Reads open strings as people write them, from the lowest: `E2,A2,D3,G3,B3,E4`,
 * or `Eb2 Ab2 Db3 Gb3 Bb3 Eb4`. Octaves are scientific (middle C is C4).
 */
export function parseTuning(text: string): Result<readonly Pitch[], TuningFailure> {
	const names = text.split(/[\s,]+/).filter((name) => name !== '');
	if (names.length === 0) return fail({ code: 'tuning-empty' });
	if (names.length > MOST_STRINGS) {
		return fail({ code: 'tuning-too-many-strings', most: MOST_STRINGS });
	}
	const open: Pitch[] = [];
	for (const name of names) {
		const value = midiOf(name);
		if (value === null) return fail({ code: 'tuning-not-a-note', text: name });
		open.unshift(value);
	}
	return ok(open);
}

function midiOf(name: string): Pitch | null {
	const match = /^([A-Ga-g])(#|♯|b|♭)?(-?\d)$/.exec(name);
	if (match === null) return null;
	const [, step = '', sign, octave] = match;
	const alter = sign === undefined ? 0 : sign === '#' || sign === '♯' ? 1 : -1;
	const value = SEMITONES[step.toUpperCase()]! + alter + 12 * (Number(octave) + 1);
	return value >= 0 && value <= 127 ? pitch(value) : null;
}

const NAMES = ['C', 'C#', 'D', 'Eb', 'E', 'F', 'F#', 'G', 'Ab', 'A', 'Bb', 'B'] as const;

/** The name of an open string without its octave, as it stands before a line of tab: `E`, `Bb`. */
export const stringName = (open: Pitch): string => NAMES[open % 12]!;

/** A tuning as `parseTuning` reads it: `E2,A2,D3,G3,B3,E4`. */
export const tuningText = (tuning: readonly Pitch[]): string =>
	tuning
		.map((open) => `${stringName(open)}${Math.floor(open / 12) - 1}`)
		.reverse()
		.join(',');
