/**
 * How long a note is written. Players let go early, some more than others, and
 * the pedal lets notes ring on: every place where the note could end is weighed
 * by how far its sound would be from what this player makes of such a value, and
 * by the trouble of reading it. To reach the next note needs no rest.
 */
import type { GridSpan } from '#music/rhythm/grids.ts';

/** How much the share of a value that sounds varies around the player's own, as a logarithm. */
const VARIES = 0.4;
/** A note that sounds beyond its value strays more: it rings. */
const RINGS = 0.8;
/** A rest after the note, and a place off the beat to end on; in squared deviations. */
const REST = 1.2;
const OFF_BEAT = 1;
/** Share of its value for which a note sounds, as long as nothing is known of the player, and at the least. */
const USUAL_TOUCH = 0.85;
const SHORTEST_TOUCH = 0.6;
/** A touch is known from so many notes. */
const ENOUGH = 12;

export interface Room {
	/** Tick of the note, where it stopped sounding, and of the next onset of its voice (or the end of the music). */
	readonly start: number;
	readonly end: number;
	readonly next: number;
	readonly beatTicks: number;
	/** How the music is divided around a tick. */
	readonly spanAt: (tick: number) => GridSpan;
	/** Share of a value for which this player lets it sound. */
	readonly touch: number;
}

/** The tick at which the note ends on the page: after `start`, at most `next`, on the grid of its beat. */
export function writtenEnd(room: Room): number {
	const { start, end, next, touch } = room;
	const sounding = Math.max(1, end - start);
	let best = next;
	let least = Infinity;
	for (const stop of stopsOf(room)) {
		const off = Math.log(sounding / (stop - start) / touch);
		const away = (off / (off > 0 ? RINGS : VARIES)) ** 2;
		const reading = stop === next ? 0 : REST + (stop % room.beatTicks === 0 ? 0 : OFF_BEAT);
		if (away + reading < least) [best, least] = [stop, away + reading];
	}
	return best;
}

/** Where the note may end: on the grid inside its own beat, on later beats, and where the next begins. */
function stopsOf({ start, end, next, beatTicks, spanAt }: Room): number[] {
	const stops: number[] = [];
	const nextBeat = (Math.floor(start / beatTicks) + 1) * beatTicks;
	let stop = start;
	while (stop < Math.min(nextBeat, next)) {
		const { start: from, length, parts } = spanAt(stop);
		const step = length / parts;
		stop = from + (Math.floor((stop - from) / step) + 1) * step;
		stops.push(Math.min(stop, next));
	}
	const last = Math.min(next, Math.ceil(end / beatTicks) * beatTicks + beatTicks);
	for (let beat = nextBeat; beat < last; beat += beatTicks) stops.push(beat);
	if (Number.isFinite(next)) stops.push(next);
	return stops;
}

/**
 * For which share of their values this player lets notes sound: by those that follow
 * one another quickly, where no rest is meant.
 * @param played gaps to the next note and how much of each was sound, in beats
 */
export function touchOf(
	played: readonly { readonly gap: number; readonly sound: number }[]
): number {
	const shares = played
		.filter(({ gap }) => gap <= 0.5)
		.map(({ gap, sound }) => Math.min(1, sound / gap))
		.sort((a, b) => a - b);
	const middle = shares[shares.length >> 1] ?? USUAL_TOUCH;
	const known = Math.min(1, shares.length / ENOUGH);
	return Math.max(SHORTEST_TOUCH, known * middle + (1 - known) * USUAL_TOUCH);
}
