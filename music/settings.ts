/** Every knob between the activations and the page, with the defaults a recording starts from. */
import type { Pitch } from '#music/note.ts';
import type { Position } from '#music/tab/position.ts';
import type { Seconds } from '#music/time.ts';

/** What is heard: its range, how many notes sound at once, and how they end. */
export type Profile = 'piano' | 'guitar' | 'bass' | 'voice' | 'melody' | 'any';

/** How activations become notes. */
export interface HearSettings {
	/** `fitted` judges each onset by a small classifier; `published` is the decoder of Basic Pitch. */
	readonly decoder: 'fitted' | 'published';
	/** `null` means: find it in the activations. Only for the fitted decoder. */
	readonly profile: Profile | null;
	/** The fitted decoder keeps notes at least this probable, 0–1. */
	readonly least: number;
	// Those that follow are of the published decoder, with its names and meanings; the range and the bends are of both.
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

/** Measured over real recordings. */
export const DEFAULT_HEARING: HearSettings = {
	decoder: 'fitted',
	profile: null,
	least: 0.5,
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
	decoder: 'published',
	onset: 0.5,
	frame: 0.3,
	minNoteMs: 127.7,
	melodia: true
};

/** How the score is laid out: notation with tab, a grand staff, or one staff. */
export type Instrument = 'guitar' | 'bass' | 'ukulele' | 'banjo' | 'piano' | 'melody';

/** How much of the music is written: everything, or what a learner can play. */
export type Arrangement = 'easy' | 'intermediate' | 'full';

/** What a person says of the beats, in the order in which it was said; later ones win. */
export type BeatRepair =
	/** A bar begins here. */
	| { readonly kind: 'downbeat'; readonly at: Seconds }
	/** A beat falls here. */
	| { readonly kind: 'beat'; readonly at: Seconds }
	/** The beats come `factor` times as fast: 2, 1/2, 3/2 or 2/3. */
	| { readonly kind: 'tempo'; readonly factor: number }
	/** Beats that a person tapped while the recording played. */
	| { readonly kind: 'taps'; readonly at: readonly Seconds[] };

/** Where a person wants a note played. */
export interface Pin {
	/** The played note of this pitch that starts nearest is meant. */
	readonly start: Seconds;
	readonly pitch: Pitch;
	readonly position: Position;
}

/** How notes become a score. `null` means: find it in the music. */
export interface WriteSettings {
	readonly instrument: Instrument | null;
	/** Beats a minute, of the beat that the metre counts. */
	readonly tempo: number | null;
	readonly metre: Metre | null;
	readonly key: Key | null;
	/** Open strings, string 1 first; null is the standard tuning of the instrument. */
	readonly tuning: readonly Pitch[] | null;
	readonly capo: number;
	readonly arrangement: Arrangement;
	/** Chord symbols over the music; null: where the instrument's players read them. */
	readonly chordSymbols: boolean | null;
	readonly repairs: readonly BeatRepair[];
	readonly pins: readonly Pin[];
}

/** Everything is found in the music and written; instruments are in standard tuning. */
export const DEFAULT_WRITING: WriteSettings = {
	instrument: null,
	tempo: null,
	metre: null,
	key: null,
	tuning: null,
	capo: 0,
	arrangement: 'full',
	chordSymbols: null,
	repairs: [],
	pins: []
};

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
