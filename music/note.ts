/** Notes before and after they are written: what was heard, in seconds, and what stands on the page, in ticks. */
import type { Seconds, Ticks } from '#music/time.ts';

/** A MIDI key number: 60 is middle C, 69 is A at 440 Hz. */
export type Pitch = number & { readonly __unit: 'pitch' };

/** @throws RangeError when `value` is not a whole number in 0–127. */
export function pitch(value: number): Pitch {
	if (!Number.isInteger(value) || value < 0 || value > 127) {
		throw new RangeError(`a pitch is a MIDI key number in 0–127, got ${value}`);
	}
	return value as Pitch;
}

/** A note as it was heard. Lists of these are sorted by `start`, then `pitch`. */
export interface PlayedNote {
	readonly pitch: Pitch;
	readonly start: Seconds;
	readonly end: Seconds;
	/** How loud, 0–1: the mean note activation over its frames. */
	readonly level: number;
	/** Probability that the note is really there: of notes with at least p, about p are. Absent when not judged. */
	readonly confidence?: number;
	/** Deviation from `pitch` in semitones, evenly spread over the note's duration; absent when not tracked. */
	readonly bends?: readonly number[];
}

/** The order of such lists, for `sort`. */
export const byStartAndPitch = (
	a: { readonly start: number; readonly pitch: number },
	b: { readonly start: number; readonly pitch: number }
): number => a.start - b.start || a.pitch - b.pitch;

/** A note of the score, before it is cut at bar lines. */
export interface WrittenNote {
	readonly pitch: Pitch;
	readonly start: Ticks;
	readonly length: Ticks;
	readonly level: number;
	/** As in the `PlayedNote`. */
	readonly confidence?: number;
	/** Index of the `PlayedNote` it was written from. */
	readonly played: number;
}
