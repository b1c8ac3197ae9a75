/** Reads a beat map in both directions: where a tick was played, and which tick was playing at a second. */
import type { BeatMap } from '#music/rhythm/beat-map.ts';
import { seconds, type Seconds } from '#music/time.ts';

type Beats = Pick<BeatMap, 'beats' | 'beatTicks'>;

/** The second at which `tick` is played. Beyond both ends the nearest beat's length goes on. */
export function secondsAt(map: Beats, tick: number): Seconds {
	const { beats } = map;
	const beat = tick / map.beatTicks;
	const i = Math.min(Math.max(Math.floor(beat), 0), beats.length - 2);
	const from = beats[i]!;
	return seconds(from + (beat - i) * (beats[i + 1]! - from));
}

/** The (fractional) tick that is played at `time`: the inverse of `secondsAt`. */
export function ticksAt(map: Beats, time: Seconds): number {
	const { beats } = map;
	const i = lastAtOrBefore(beats, time);
	const from = beats[i]!;
	return (i + (time - from) / (beats[i + 1]! - from)) * map.beatTicks;
}

/** Index of the last beat at or before `time` that has a next one. */
function lastAtOrBefore(beats: readonly number[], time: number): number {
	let low = 0;
	let high = beats.length - 2;
	while (low < high) {
		const middle = (low + high + 1) >> 1;
		if (beats[middle]! <= time) low = middle;
		else high = middle - 1;
	}
	return low;
}
