/** Every knob between the activations and the page, with the defaults a recording starts from. */
import type { Pitch } from '#music/note.ts';

/** How activations become notes. Names and meanings follow the published note decoder of Basic Pitch. */
export interface HearSettings {
	/** Least onset activation that starts a note, 0–1. */
	readonly onset: number;
	/** Least note activation that keeps a note sounding, 0–1. */
	readonly frame: number;
	/** Notes shorter than this are dropped, milliseconds. */
	readonly minNoteMs: number;
	/** Lowest and highest frequency heard, Hz; null is the model's own range. */
	readonly minHz: number | null;
	readonly maxHz: number | null;
	/** The second pass of the published decoder: notes without an onset, found by their energy alone. */
	readonly melodia: boolean;
	/** Also take onsets from rises of the note activations. */
	readonly inferOnsets: boolean;
	/** Frames of silence that end a note. */
	readonly energyTolerance: number;
	/** Track pitch bends in the contours. */
	readonly bends: boolean;
}

/** Measured over real recordings: fewer false notes than the published settings. */
export const DEFAULT_HEARING: HearSettings = {
	onset: 0.6,
	frame: 0.4,
	minNoteMs: 58,
	minHz: null,
	maxHz: null,
	melodia: false,
	inferOnsets: true,
	energyTolerance: 11,
	bends: true
};

/** The defaults of the published package (`predict()` of basic-pitch 0.4). */
export const PUBLISHED_HEARING: HearSettings = {
	...DEFAULT_HEARING,
	onset: 0.5,
	frame: 0.3,
	minNoteMs: 127.7,
	melodia: true
};

/** How the score is laid out: notation with tab, a grand staff, or one staff. */
export type Instrument = 'guitar' | 'piano' | 'melody';

/** How notes become a score. `null` means: find it in the music. */
export interface WriteSettings {
	readonly instrument: Instrument | null;
	/** Beats a minute, of the beat that the metre counts. */
	readonly tempo: number | null;
	readonly metre: Metre | null;
	readonly key: Key | null;
	/** Open strings, string 1 (the highest) first. */
	readonly tuning: readonly Pitch[];
	readonly capo: number;
}

export interface Metre {
	readonly beats: number;
	/** The note value that is counted: 4 is a quarter, 8 an eighth. 6/8 is `{ beats: 6, unit: 8 }`. */
	readonly unit: 2 | 4 | 8;
}

export interface Key {
	/** Sharps (positive) or flats (negative) of the signature, −7…7. */
	readonly fifths: number;
	readonly mode: 'major' | 'minor';
}
