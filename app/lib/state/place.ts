/** Where the music is, as a player counts it. */
import type { PlayerMusic } from '#app/audio/music.ts';

export interface Place {
	/** As printed: the first whole bar is 1, a pickup is 0. */
	readonly bar: number;
	readonly beat: number;
}

/** Bar and beat of every beat, so that the moving position needs only a search. */
export function placesOf(music: PlayerMusic | null): (Place & { time: number })[] {
	const beats = music?.beats ?? [];
	const first = beats.findIndex((beat) => beat.downbeat);
	const second = beats.findIndex((beat, i) => i > first && beat.downbeat);
	const inBar = second > first ? second - first : 4;
	let bar = 0;
	let beat = Math.max(0, inBar - Math.max(0, first));
	return beats.map(({ time, downbeat }) => {
		beat = downbeat ? 1 : beat + 1;
		if (downbeat) bar += 1;
		return { time, bar, beat };
	});
}
