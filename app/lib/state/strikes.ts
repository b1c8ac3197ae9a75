/** When what is written was really struck: a little before or after the place where it stands. */
import type { PlayedNote } from '#music/note.ts';
import { secondsAt } from '#music/rhythm/clock.ts';
import type { Bar, Score } from '#music/score/score.ts';

interface Strike {
	readonly tick: number;
	/** Seconds. */
	readonly time: number;
}

/** The chords of a bar, all voices together; what is only held on is not struck. */
export function strikesIn(bar: Bar, notes: readonly PlayedNote[]): readonly Strike[] {
	const struck = new Map<number, number[]>();
	for (const { events } of bar.voices) {
		for (const event of events) {
			if (event.kind === 'rest') continue;
			const times = event.notes
				.filter(({ tieBack }) => !tieBack)
				.flatMap(({ played }) => notes[played]?.start ?? []);
			if (times.length > 0) {
				struck.set(event.start, [...(struck.get(event.start) ?? []), ...times]);
			}
		}
	}
	return [...struck].map(([tick, times]) => ({
		tick,
		time: times.reduce((sum, time) => sum + time, 0) / times.length
	}));
}

/** The second of a tick: that of the chord there, or where the beats put it. */
export function secondOf(score: Score, notes: readonly PlayedNote[], tick: number): number {
	const bar = score.bars.findLast(({ start }) => start <= tick);
	const strike = bar && strikesIn(bar, notes).find((one) => one.tick === tick);
	return strike?.time ?? secondsAt(score.beatMap, tick);
}
