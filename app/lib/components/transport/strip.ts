/**
 * The picture of a recording: as many bars as fit, each the loudest moment of
 * its share. However long the recording, the picture stays the same size.
 */
import type { PlayedNote } from '#music/note.ts';

/** Distance between bars and their width, px. */
const STEP = 4;
const WIDTH = 2.4;
/** Silence is still a dot. */
const LEAST = 2;

/** Moments in a second of a strip that is drawn from notes, and how fast a struck note fades, seconds. */
const MOMENTS = 20;
const FADES = 1.2;

/**
 * How loud the notes are, 0–1, `MOMENTS` times a second: the picture of music whose recording is
 * not here, as a visitor and another device of the same person see it.
 *
 * @param seconds the length of the music
 */
export function peaksOf(notes: readonly PlayedNote[], seconds: number): Float32Array {
	const power = new Float32Array(Math.max(0, Math.ceil(seconds * MOMENTS)));
	for (const { start, end, level } of notes) {
		const first = Math.max(0, Math.floor(start * MOMENTS));
		const last = Math.min(power.length, Math.ceil(end * MOMENTS));
		for (let i = first; i < last; i++) {
			power[i]! += (level * Math.exp((first - i) / MOMENTS / FADES)) ** 2;
		}
	}
	const top = Math.sqrt(power.reduce((most, each) => Math.max(most, each), 1));
	return power.map((each) => Math.sqrt(each) / top);
}

/** One SVG path for the whole strip: round-ended bars, centred on `height / 2`. */
export function stripPath(peaks: ArrayLike<number> | null, width: number, height: number): string {
	const count = Math.max(1, Math.floor(width / STEP));
	const loud = levels(peaks, count);
	const top = Math.max(0.05, ...loud);
	return loud
		.map((level, i) => {
			const tall = Math.max(LEAST, (height - 4) * Math.pow(level / top, 0.8));
			const half = Math.max(0, (tall - WIDTH) / 2);
			const x = (i + 0.5) * (width / count);
			return `M${x.toFixed(1)} ${(height / 2 - half).toFixed(1)}v${(2 * half + 0.01).toFixed(2)}`;
		})
		.join('');
}

/** The loudest of each of `count` shares, 0–1. */
export function levels(peaks: ArrayLike<number> | null, count: number): number[] {
	const all = peaks?.length ?? 0;
	return Array.from({ length: count }, (_, i) => {
		const from = Math.floor((i * all) / count);
		const to = Math.max(from + 1, Math.floor(((i + 1) * all) / count));
		let most = 0;
		for (let j = from; j < to && j < all; j++) most = Math.max(most, peaks![j]!);
		return most;
	});
}

/** 0:10 or 1:02:03; with tenths 0:10.4. */
export function clock(seconds: number, tenths = false): string {
	const all = tenths ? Math.floor(seconds * 10 + 1e-6) / 10 : Math.floor(seconds + 1e-6);
	const hours = Math.floor(all / 3600);
	const minutes = Math.floor((all % 3600) / 60);
	const rest = (all % 60).toFixed(tenths ? 1 : 0).padStart(tenths ? 4 : 2, '0');
	return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}
