/**
 * From onsets to spans of frames: each note is followed until its energy is
 * gone, and what it used is gone for the notes before it. After basic-pitch
 * 0.4, `output_to_notes_polyphonic`.
 */
import { KEYS } from '#models/activations.ts';

/** One note, in frames: from `start` up to, not including, `end`. */
export interface Span {
	/** 0 is A0. */
	readonly key: number;
	readonly start: number;
	readonly end: number;
}

/** What no note has used yet. */
export interface Energy {
	readonly frames: number;
	/** Frames × keys, in the unit of the activations; changed as notes are found. */
	readonly left: Float32Array | Uint8Array;
	/** A cell below this is quiet. */
	readonly least: number;
	/** A note ends when it has been quiet for so many frames. */
	readonly patience: number;
}

/** Follows the notes that begin at `onsets` (cells, latest first). Spans of `shortest` frames or fewer are no notes. */
export function follow(energy: Energy, onsets: readonly number[], shortest: number): Span[] {
	const spans: Span[] = [];
	for (const onset of onsets) {
		const key = onset % KEYS;
		const start = (onset - key) / KEYS;
		if (start >= energy.frames - 1) continue;
		const end = endOf(energy, key, start);
		if (end - start <= shortest) continue;
		take(energy, { key, start, end });
		spans.push({ key, start, end });
	}
	return spans;
}

function endOf({ left, frames, least, patience }: Energy, key: number, start: number): number {
	let frame = start + 1;
	let quiet = 0;
	while (frame < frames - 1 && quiet < patience) {
		quiet = left[frame * KEYS + key]! < least ? quiet + 1 : 0;
		frame++;
	}
	return frame - quiet;
}

/** A note's energy leaks into the keys beside it, so theirs goes too. */
function take({ left }: Energy, { key, start, end }: Span): void {
	for (let frame = start; frame < end; frame++) {
		left.fill(0, frame * KEYS + Math.max(0, key - 1), frame * KEYS + Math.min(KEYS, key + 2));
	}
}
