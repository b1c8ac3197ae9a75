/** When a note begins, finer than a frame: the centre of what the onset activations say around its peak. */
import { KEYS } from '#models/activations.ts';
import { frameTime } from '#models/basic-pitch/frame-time.ts';
import { seconds, type Seconds } from '#music/time.ts';
import type { ByteActivations } from './bytes.ts';

/** Frames on each side of the peak that are weighed. */
const REACH = 3;
/** What is under this, of 255, is not the onset's. */
const FLOOR = 51;
/** The network says an onset so much after the sound begins; measured on rendered notes. */
const LATENESS = 0.006;

export function onsetTime({ onset, frames }: ByteActivations, key: number, frame: number): Seconds {
	let sum = 0;
	let moment = 0;
	const last = Math.min(frames - 1, frame + REACH);
	for (let at = Math.max(0, frame - REACH); at <= last; at++) {
		const over = Math.max(0, onset[at * KEYS + key]! - FLOOR);
		sum += over;
		moment += over * frameTime(at);
	}
	const centre = sum > 0 ? moment / sum : frameTime(frame);
	return seconds(Math.max(0, centre - LATENESS));
}
