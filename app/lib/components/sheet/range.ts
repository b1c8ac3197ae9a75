/** A stretch of the score, `to` exclusive. */
export interface TickRange {
	readonly from: number;
	readonly to: number;
}
