/** What `perform-heard.ts` wrote: performances that the product's ear has heard, each in several guises. */
import { readFileSync } from 'node:fs';
import { byStartAndPitch, pitch, type PlayedNote } from '#music/note.ts';
import { seconds } from '#music/time.ts';
import type { Performance } from './beat-performer.ts';
import { chance, type Chance } from './chance.ts';
import type { Played } from './performances.ts';
import { FREE, freely } from './rubato.ts';

/** A line of the file. */
export type HeardSong = Performance & Omit<Played, 'dice'>;

/** Each of them `times` times: slower or quicker, more freely, higher or lower, with some of the notes lost. */
export function* heardSongs(file: string, times: number, seed: number): Generator<Played> {
	const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
	const songs = lines.map((line) => JSON.parse(line) as HeardSong);
	for (let time = 0; time < times; time++) {
		for (const [k, song] of songs.entries()) {
			const dice = chance(seed * 7_000_003 + time * 100_003 + k);
			const played =
				time === 0 ? song : disguised(dice.maybe(FREE) ? freely(song, dice) : song, dice);
			if (played.notes.length >= 16) yield { ...played, dice };
		}
	}
}

function disguised(song: HeardSong, dice: Chance): HeardSong {
	const slower = Math.exp(Math.max(-0.4, Math.min(0.4, 0.15 * dice.bell())));
	const higher = dice.whole(-5, 6);
	const lost = dice.maybe(0.5) ? dice.between(0, 0.2) : 0;
	const loose = dice.between(0, 0.006);
	const notes = song.notes.flatMap((note): PlayedNote[] => {
		const { confidence = 1 } = note;
		// What was heard with little confidence is lost first.
		if (dice.maybe(lost * (1.8 - confidence))) return [];
		const start = Math.max(0, note.start * slower + loose * dice.bell());
		return [
			{
				...note,
				pitch: pitch(Math.max(21, Math.min(108, note.pitch + higher))),
				start: seconds(start),
				end: seconds(Math.max(start + 0.02, note.end * slower))
			}
		];
	});
	return {
		...song,
		notes: notes.sort(byStartAndPitch),
		beats: song.beats.map((beat) => beat * slower),
		downbeats: song.downbeats.map((beat) => beat * slower)
	};
}
