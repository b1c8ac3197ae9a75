/** The printed music that is played: songs, and quartets when there are any, each with a number by which it is kept apart. */
import { globSync } from 'node:fs';
import { join } from 'node:path';
import type { Chance } from './chance.ts';
import { readPrinted, type PrintedSong } from './printed.ts';

/** One in so many is never fitted on. */
const HELD_OUT = 20;
/** How often a quartet is played: there are fewer of them, and they are long. */
const QUARTETS = 0.25;

export interface Songs {
	readonly pick: (dice: Chance) => number;
	/** One of those that nothing is fitted on, near another. */
	readonly heldOut: (which: number) => number;
	/** Null when it cannot be read with certainty. */
	readonly read: (which: number) => PrintedSong | null;
}

/** @param folders copies of the OpenScore Lieder corpus and, after a comma, of the OpenScore String Quartets (both CC0) */
export function songsIn(folders: string): Songs {
	const lists = folders.split(',').map((folder) =>
		globSync('**/*.mscx', { cwd: folder })
			.sort()
			.map((file) => join(folder, file))
	);
	const files = lists.flat();
	const songs = lists[0]!.length;
	const known = new Map<number, PrintedSong | null>();
	return {
		pick: (dice) =>
			files.length > songs && dice.maybe(QUARTETS)
				? dice.whole(songs, files.length - 1)
				: dice.whole(0, songs - 1),
		heldOut: (which) => which - (which % HELD_OUT),
		read: (which) => {
			if (!known.has(which)) known.set(which, readPrinted(files[which]!));
			return known.get(which)!;
		}
	};
}
