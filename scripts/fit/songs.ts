/** The printed music that is played, each piece with a number by which it is kept apart. */
import { globSync } from 'node:fs';
import { join } from 'node:path';
import type { Chance } from './chance.ts';
import { readEngraved } from './engraved.ts';
import { readPrinted, type PrintedSong } from './printed.ts';

/** One in so many is never fitted on. */
const HELD_OUT = 20;
/** How often music of each folder is played: of the quartets there are fewer, and they are long. */
const SHARES = [0.5, 0.12, 0.38] as const;
/** The numbers of engraved music begin here. */
const ENGRAVED = 100_000;

export interface Songs {
	readonly pick: (dice: Chance) => number;
	/** One of those that nothing is fitted on, near another. */
	readonly heldOut: (which: number) => number;
	/** Null when it cannot be read with certainty. */
	readonly read: (which: number) => PrintedSong | null;
}

/**
 * @param folders copies of the OpenScore Lieder corpus and, after commas, of the OpenScore String Quartets (both CC0)
 * and of what `mutopia.py` made
 */
export function songsIn(folders: string): Songs {
	const songs = new Map<number, string>();
	const lists = folders.split(',').map((folder) => {
		const files = globSync('**/*.{mscx,dump}', { cwd: folder }).sort();
		const from = songs.size;
		const numbers = files[0]?.endsWith('.dump') ? engraved(files) : files.map((_, i) => from + i);
		numbers.forEach((number, i) => songs.set(number, join(folder, files[i]!)));
		return numbers;
	});
	const total = SHARES.slice(0, lists.length).reduce((sum, share) => sum + share, 0);
	const known = new Map<number, PrintedSong | null>();
	return {
		pick: (dice) => {
			let left = dice.next() * total;
			return dice.pick(lists.find((_, i) => (left -= SHARES[i]!) < 0) ?? lists[0]!);
		},
		heldOut: (which) => {
			const apart = [...songs.keys()].filter((number) => number % HELD_OUT === 0);
			return apart.findLast((number) => number <= which) ?? apart[0] ?? which;
		},
		read: (which) => {
			if (!known.has(which)) {
				const file = songs.get(which)!;
				known.set(which, file.endsWith('.dump') ? readEngraved(file) : readPrinted(file));
			}
			return known.get(which)!;
		}
	};
}

/** Their numbers: pieces of one opus are alike, and are kept apart together. */
function engraved(files: readonly string[]): number[] {
	const opus = files.map((file) => file.split('~').slice(0, 2).join('~'));
	const works = [...new Set(opus)];
	return opus.map((work, i) => ENGRAVED + HELD_OUT * i + (works.indexOf(work) % HELD_OUT));
}
