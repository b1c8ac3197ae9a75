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
}

export interface Staff {
	readonly clef: 'treble' | 'bass';
	/** Semitones from sounding to written pitch: 12 for guitar, which sounds an octave lower than written. */
	readonly transpose: number;
}

export interface TabStaff {
	/** Open strings, string 1 (the highest) first; sounding pitches with no capo. */
	readonly tuning: readonly Pitch[];
	readonly capo: number;
}

export interface Bar {
	/** What is printed: the first whole bar is 1, a pickup is 0. */
	readonly number: number;
	readonly start: Ticks;
	readonly length: Ticks;
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
}

export interface Spelling {
	readonly step: 'C' | 'D' | 'E' | 'F' | 'G' | 'A' | 'B';
	readonly alter: -2 | -1 | 0 | 1 | 2;
	/** Scientific: middle C is C4. */
	readonly octave: number;
}
