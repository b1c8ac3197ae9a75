/** The notes of one staff on their way to voices: where each is written, and until when it sounded. */
export interface LineNote {
	/** Index into the list of played notes that the score was written from. */
	readonly played: number;
	readonly pitch: number;
	readonly level: number;
	/** Tick where it is written. */
	readonly start: number;
	/** Tick (fractional) where it stopped sounding. */
	readonly end: number;
	/** Its chord was played from the lowest note up. */
	readonly rolled?: boolean;
	/** What leans on it. */
	readonly grace?: LineNote;
}

/** Notes of one voice that start together. */
export interface LineChord {
	readonly start: number;
	/** Tick where the chord ends on the page. */
	readonly end: number;
	/** Lowest first, no pitch twice. */
	readonly notes: readonly LineNote[];
	/** What leans on its notes, in order. */
	readonly grace?: readonly LineNote[];
	/** Played from the lowest note up. */
	readonly rolled?: boolean;
}
