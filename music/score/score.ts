/**
 * The written score: plain data, ready to be drawn, played or exported.
 * Ticks count from the start of the first bar (the pickup, when there is one).
 */
import type { Pitch } from '#music/note.ts';
import type { BeatMap } from '#music/rhythm/beat-map.ts';
import type { Instrument, Key, Metre } from '#music/settings.ts';
import type { Position } from '#music/tab/position.ts';
import type { Ticks } from '#music/time.ts';

export interface Score {
	readonly instrument: Instrument;
	readonly key: Key;
	readonly metre: Metre;
	/** Beats a minute (median), of the beat the metre counts (a dotted quarter in 6/8). */
	readonly tempo: number;
	readonly beatMap: BeatMap;
	/** One, or two for a grand staff: the upper first. */
	readonly staves: readonly Staff[];
	/** In order and without gaps. */
	readonly bars: readonly Bar[];
	/** The tab under the notation; null where the instrument has none. */
	readonly tab: TabStaff | null;
	/** Even notes are played long and short; null when they are played as written. */
	readonly swing: Swing | null;
	/** Chord symbols, in order, at most one at a tick. */
	readonly symbols: readonly ChordSymbol[];
}

export interface Swing {
	/** The value that swings: eighths, or sixteenths. */
	readonly unit: 8 | 16;
	/** How much longer the first of two is: 2 is a triplet's long and short. */
	readonly ratio: number;
}

export interface ChordSymbol {
	readonly at: Ticks;
	readonly root: PitchName;
	readonly quality: ChordQuality;
	/** The bass, when it is not the root. */
	readonly bass: PitchName | null;
}

export interface PitchName {
	readonly step: Spelling['step'];
	readonly alter: -1 | 0 | 1;
}

export type ChordQuality =
	| 'major'
	| 'minor'
	| 'diminished'
	| 'augmented'
	| 'suspended-second'
	| 'suspended-fourth'
	| 'power'
	| 'major-sixth'
	| 'minor-sixth'
	| 'dominant'
	| 'major-seventh'
	| 'minor-seventh'
	| 'half-diminished'
	| 'diminished-seventh';

export type Clef = 'treble' | 'bass';

export interface Staff {
	/** At the beginning of the score. */
	readonly clef: Clef;
	/** Semitones from sounding to written pitch: 12 for guitar, which sounds an octave lower than written. */
	readonly transpose: number;
}

export interface TabStaff {
	/** Open strings, string 1 (the highest) first; sounding pitches with no capo. */
	readonly tuning: readonly Pitch[];
	readonly capo: number;
	/** The last string is short, as a banjo's fifth: it begins at this fret. */
	readonly shortFrom?: number;
}

export interface Bar {
	/** What is printed: the first whole bar is 1, a pickup is 0. */
	readonly number: number;
	readonly start: Ticks;
	readonly length: Ticks;
	readonly metre: Metre;
	readonly key: Key;
	/** The clef of each staff at the beginning of the bar. */
	readonly clefs: readonly Clef[];
	/** The section that begins with this bar, as `A`, or null. */
	readonly section: string | null;
	/** Every voice fills its bar exactly. One or two on each staff; voice 0 (stems up) comes first. */
	readonly voices: readonly Voice[];
}

export interface Voice {
	readonly staff: 0 | 1;
	readonly voice: 0 | 1;
	readonly events: readonly Event[];
}

export type Event = Chord | Rest;

export interface Chord {
	readonly kind: 'chord';
	/** Unique in the score and stable for the same music. */
	readonly id: string;
	readonly start: Ticks;
	readonly value: NoteValue;
	/** Sounding length of this symbol: `value` with its dots and tuplet. */
	readonly length: Ticks;
	/** Lowest first. */
	readonly notes: readonly ChordNote[];
	/** Short notes just before this one, in the order they are played; absent when there are none. */
	readonly grace?: readonly ChordNote[];
	/** Played from the lowest note up, one after another. */
	readonly rolled?: boolean;
}

export interface Rest {
	readonly kind: 'rest';
	readonly id: string;
	readonly start: Ticks;
	readonly value: NoteValue;
	readonly length: Ticks;
	/** A whole-bar rest is drawn as a whole rest whatever the metre. */
	readonly wholeBar: boolean;
	/** Takes room but is not drawn (a second voice that is silent). */
	readonly hidden: boolean;
}

export interface NoteValue {
	readonly base: 1 | 2 | 4 | 8 | 16 | 32;
	readonly dots: 0 | 1 | 2;
	/** Present inside a tuplet: `actual` notes in the time of `normal`. */
	readonly tuplet?: Tuplet;
}

export interface Tuplet {
	/** The same for all members of one group. */
	readonly group: string;
	readonly actual: number;
	readonly normal: number;
}

export interface ChordNote {
	/** Sounding pitch. */
	readonly pitch: Pitch;
	/** Written name and octave, with the staff's transposition already in. */
	readonly spelling: Spelling;
	/** Tied to the same pitch in the next / from the previous chord of the voice. */
	readonly tieNext: boolean;
	readonly tieBack: boolean;
	/** Index in the list of played notes. Tied parts of one note share it. */
	readonly played: number;
	readonly level: number;
	/** Where it is fingered; null when there is no tab, or the note is out of its range. */
	readonly position: Position | null;
	/** How it is played on the string; absent when plainly. */
	readonly techniques?: readonly Technique[];
}

export type Technique =
	| { readonly kind: 'bend'; readonly semitones: number; readonly release: boolean }
	/** From this note to the next one on its string. */
	| { readonly kind: 'slide' | 'hammer-on' | 'pull-off' }
	| { readonly kind: 'vibrato' };

export interface Spelling {
	readonly step: 'C' | 'D' | 'E' | 'F' | 'G' | 'A' | 'B';
	readonly alter: -2 | -1 | 0 | 1 | 2;
	/** Scientific: middle C is C4. */
	readonly octave: number;
}
