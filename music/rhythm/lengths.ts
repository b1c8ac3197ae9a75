/**
 * How long a note is written. What is played a little short, or rings on into
 * the next, is written as the plain value that a musician would have read.
 */

/** Sounding for this share of the way to the next onset counts as reaching it. */
const REACHES = 0.55;
/** A shorter note still reaches when it leaves a gap of no more than this share of a beat. */
const SMALL_GAP = 0.5;

export interface Room {
	/** Tick of the note, where it stopped sounding, and of the next onset of its voice (or the end of the music). */
	readonly start: number;
	readonly end: number;
	readonly next: number;
	readonly beatTicks: number;
	/** Into how many parts the beat at this index is divided. */
	readonly partsAt: (beat: number) => number;
}

/** The tick at which the note ends on the page: after `start`, at most `next`, on the grid of its beat. */
export function writtenEnd({ start, end, next, beatTicks, partsAt }: Room): number {
	const gap = next - start;
	const sounding = end - start;
	if (sounding >= gap * REACHES || gap - sounding <= SMALL_GAP * beatTicks) {
		if (gap <= 2 * beatTicks || sounding >= gap - beatTicks / 2) return next;
	}
	const beat = Math.floor(start / beatTicks);
	const nextBeat = (beat + 1) * beatTicks;
	const step = beatTicks / partsAt(beat);
	// Inside its own beat a short note keeps to that beat's grid; a longer one ends with a beat.
	const stop =
		end <= nextBeat - step * 0.5
			? start + Math.max(1, Math.ceil((sounding * 0.9) / step)) * step
			: Math.max(nextBeat, Math.round(end / beatTicks) * beatTicks);
	return Math.min(stop, next);
}
