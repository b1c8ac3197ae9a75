/** Notes as they stand on a page, whichever program wrote it: what the comparison of two scores works on. */

/** Times and lengths are in quarter notes; ties are merged into one note. */
export interface PageNote {
	readonly onset: number;
	/** Lengths in which it is written; several where unisons were merged, none where only the performance has it. */
	readonly lengths: readonly number[];
	/** MIDI number, as it sounds. */
	readonly pitch: number;
	/** Upper staff or lower staff (or both, when print and player differ); empty when unknown. */
	readonly hands: readonly Hand[];
	/** Distance from its bar line; null when unknown. */
	readonly place: number | null;
	/** Length of its bar. */
	readonly barLength: number | null;
	readonly fingered: readonly [string: number, fret: number] | null;
	/** Only the print or only the performance has it: neither missing nor extra. */
	readonly optional: boolean;
}

export type Hand = 'R' | 'L';

export interface Page {
	readonly notes: readonly PageNote[];
	/** As printed at the start: `3/4`. */
	readonly time: string | null;
	/** Sharps, or flats when negative, of the first signature, at sounding pitch. */
	readonly fifths: number | null;
	readonly staves: number;
	/** Onsets this close (quarters) are one. */
	readonly grid: number;
	/** Whether the lengths are those of the print, and not of a performance. */
	readonly printed: boolean;
	readonly readability: Readability | null;
}

export interface Readability {
	/** Share of bars with an overfull, self-overlapping or unfilled voice. */
	readonly badBars: number;
	/** Mean number of voices in each staff and bar with notes. */
	readonly voices: number;
	/** Ties that begin, a bar. */
	readonly ties: number;
	/** Share of notes shorter than a 32nd. */
	readonly short: number;
}
