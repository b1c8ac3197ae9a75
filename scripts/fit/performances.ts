/** The performances that the networks of rhythm are fitted on: songs, accompaniments and unaccompanied lines. */
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { METRES } from '#music/rhythm/pulse-network.ts';
import { perform, type Performance } from './beat-performer.ts';
import { chance, type Chance } from './chance.ts';
import { motoric } from './motoric.ts';
import { readPrinted, type PrintedSong } from './printed.ts';
import { strummed } from './strums.ts';

/** Shares of printed songs and, after them, of strummed patterns. */
const PRINTED = 0.7;
const STRUMMED = 0.16;

export interface Played extends Performance {
	/** Index in `METRES`. */
	readonly kind: number;
	/** Number of the printed song, −1 where there is none: songs are kept apart for measuring. */
	readonly song: number;
	readonly dice: Chance;
}

/** At most `count`, in metres that are told apart. @param folder a copy of the OpenScore Lieder corpus (CC0) */
export function* performances(folder: string, count: number, seed: number): Generator<Played> {
	const files = globSync('**/*.mscx', { cwd: folder }).sort();
	const read = new Map<number, PrintedSong | null>();
	const printed = (which: number): PrintedSong | null => {
		if (!read.has(which)) read.set(which, readPrinted(join(folder, files[which]!)));
		return read.get(which)!;
	};
	for (let k = 0; k < count; k++) {
		const dice = chance(seed * 1_000_000 + k);
		const which = dice.whole(0, files.length - 1);
		const share = dice.next();
		const made = share < PRINTED + STRUMMED ? strummed : motoric;
		const song = share < PRINTED ? printed(which) : made(dice);
		const played = song && perform(song, dice);
		if (!played) continue;
		const { metre } = played;
		const kind = METRES.findIndex(
			({ beats, unit }) => beats === metre.beats && unit === metre.unit
		);
		if (kind >= 0) yield { ...played, kind, song: share < PRINTED ? which : -1, dice };
	}
}
