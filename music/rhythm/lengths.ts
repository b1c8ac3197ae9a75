/**
 * How long a note is written. What is played a little short, or rings on into
 * the next, is written as the plain value that a musician would have read.
 */

import type { GridSpan } from '#music/rhythm/grids.ts';

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
	/** How the music is divided around a tick. */
	readonly spanAt: (tick: number) => GridSpan;
}

/** The tick at which the note ends on the page: after `start`, at most `next`, on the grid of its beat. */
export function writtenEnd({ start, end, next, beatTicks, spanAt }: Room): number {
	const gap = next - start;
	const sounding = end - start;
	if (sounding >= gap * REACHES || gap - sounding <= SMALL_GAP * beatTicks) {
		if (gap <= 2 * beatTicks || sounding >= gap - beatTicks / 2) return next;
	}
	const nextBeat = (Math.floor(start / beatTicks) + 1) * beatTicks;
	const { length, parts } = spanAt(start);
	const step = length / parts;
	// Inside its own beat a short note keeps to that beat's grid; a longer one ends with a beat.
	const stop =
		end <= nextBeat - step * 0.5
			? onGrid(start + sounding * 0.9, spanAt)
			: Math.max(nextBeat, Math.round(end / beatTicks) * beatTicks);
	return Math.min(stop, next);
}

/** The first place of the grid that is not before `tick`. */
function onGrid(tick: number, spanAt: Room['spanAt']): number {
	const span = spanAt(tick);
	const step = span.length / span.parts;
	return span.start + Math.max(1, Math.ceil((tick - span.start) / step)) * step;
}
