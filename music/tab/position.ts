/** One place on the fretboard. String 1 is the highest; fret 0 is the open string (counted from the capo). */
export interface Position {
	readonly string: number;
	readonly fret: number;
}
