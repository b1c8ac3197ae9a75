/** The performances that the networks of rhythm are fitted on: songs, accompaniments and unaccompanied lines. */
import { METRES } from '#music/rhythm/pulse-network.ts';
import { partsOf, perform, type Performance } from './beat-performer.ts';
import { chance, type Chance } from './chance.ts';
import { motoric } from './motoric.ts';
import { lineOf } from './one-voice.ts';
import type { PrintedSong } from './printed.ts';
import { FREE, freely } from './rubato.ts';
import { improvised } from './solos.ts';
import { songsIn } from './songs.ts';
import { strummed } from './strums.ts';

/** Shares of printed songs and, after them, of strummed patterns. */
const PRINTED = 0.66;
const STRUMMED = 0.12;
const SOLOS = 0.08;
/** Of which one voice alone. */
const ALONE = 0.14;
const ALL = [0, 1, 2];
/** How many of the patterns are played more freely. */
const FREE_PATTERNS = 0.2;

export interface Played extends Performance {
	/** Index in `METRES`. */
	readonly kind: number;
	/** Number of the printed song, −1 where there is none: songs are kept apart for measuring. */
	readonly song: number;
	readonly dice: Chance;
}

const pattern = (share: number, dice: Chance): PrintedSong =>
	share < PRINTED + STRUMMED
		? strummed(dice)
		: share < PRINTED + STRUMMED + SOLOS
			? improvised(dice)
			: motoric(dice);

/** At most `count`, in metres that are told apart. @param folders as for `songsIn` */
export function* performances(folders: string, count: number, seed: number): Generator<Played> {
	const songs = songsIn(folders);
	for (let k = 0; k < count; k++) {
		const dice = chance(seed * 1_000_000 + k);
		const which = songs.pick(dice);
		const share = dice.next();
		const song = share < PRINTED ? songs.read(which) : pattern(share, dice);
		const line = song && share < ALONE ? lineOf(song, dice) : song;
		const whole = share < ALONE || share >= PRINTED;
		const strict = line && perform(line, dice, whole ? ALL : partsOf(line, dice));
		if (!strict) continue;
		const free = dice.maybe(share < PRINTED ? FREE : FREE_PATTERNS);
		const played = free ? freely(strict, dice) : strict;
		const { metre } = played;
		const kind = METRES.findIndex(
			({ beats, unit }) => beats === metre.beats && unit === metre.unit
		);
		if (kind >= 0) yield { ...played, kind, song: share < PRINTED ? which : -1, dice };
	}
}
