/**
 * Tunings: the open strings of fretted instruments, the common ones by name,
 * and any other as a person writes it.
 */
import { pitch, type Pitch } from '#music/note.ts';
import { fail, ok, type Result } from '#music/result.ts';
import type { Instrument } from '#music/settings.ts';

export type TuningId =
	| 'standard'
	| 'half-step-down'
	| 'whole-step-down'
	| 'drop-d'
	| 'drop-c'
	| 'open-g'
	| 'open-d'
	| 'open-e'
	| 'dadgad'
	| 'guitar-7'
	| 'guitar-8'
	| 'bass-4'
	| 'bass-drop-d'
	| 'bass-5'
	| 'bass-6'
	| 'ukulele'
	| 'ukulele-low-g'
	| 'ukulele-baritone'
	| 'banjo'
	| 'banjo-double-c'
	| 'banjo-tenor';

interface NamedTuning {
	readonly id: TuningId;
	readonly instrument: Instrument;
	/** Open strings, string 1 (the highest, or on a ukulele the nearest to the floor) first. */
	readonly strings: readonly Pitch[];
}

const strings = (...lowToHigh: readonly number[]): readonly Pitch[] =>
	lowToHigh.map(pitch).reverse();

export const STANDARD_GUITAR = strings(40, 45, 50, 55, 59, 64);

const named = (instrument: Instrument, id: TuningId, ...open: readonly number[]): NamedTuning => ({
	id,
	instrument,
	strings: strings(...open)
});

/** Those of each instrument together, the most usual first. A banjo's short string comes last among its strings. */
export const TUNINGS: readonly NamedTuning[] = [
	named('guitar', 'standard', 40, 45, 50, 55, 59, 64),
	named('guitar', 'half-step-down', 39, 44, 49, 54, 58, 63),
	named('guitar', 'whole-step-down', 38, 43, 48, 53, 57, 62),
	named('guitar', 'drop-d', 38, 45, 50, 55, 59, 64),
	named('guitar', 'drop-c', 36, 43, 48, 53, 57, 62),
	named('guitar', 'open-g', 38, 43, 50, 55, 59, 62),
	named('guitar', 'open-d', 38, 45, 50, 54, 57, 62),
	named('guitar', 'open-e', 40, 47, 52, 56, 59, 64),
	named('guitar', 'dadgad', 38, 45, 50, 55, 57, 62),
	named('guitar', 'guitar-7', 35, 40, 45, 50, 55, 59, 64),
	named('guitar', 'guitar-8', 30, 35, 40, 45, 50, 55, 59, 64),
	named('bass', 'bass-4', 28, 33, 38, 43),
	named('bass', 'bass-drop-d', 26, 33, 38, 43),
	named('bass', 'bass-5', 23, 28, 33, 38, 43),
	named('bass', 'bass-6', 23, 28, 33, 38, 43, 48),
	named('ukulele', 'ukulele', 67, 60, 64, 69),
	named('ukulele', 'ukulele-low-g', 55, 60, 64, 69),
	named('ukulele', 'ukulele-baritone', 50, 55, 59, 64),
	named('banjo', 'banjo', 67, 50, 55, 59, 62),
	named('banjo', 'banjo-double-c', 67, 48, 55, 60, 62),
	named('banjo', 'banjo-tenor', 48, 55, 62, 69)
];

/** The common tunings of an instrument, the most usual first; none for one without frets. */
export const tuningsOf = (instrument: Instrument): readonly NamedTuning[] =>
	TUNINGS.filter((tuning) => tuning.instrument === instrument);

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
