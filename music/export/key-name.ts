/** Keys by their English names. */
import type { Key } from '#music/settings.ts';

/** Major tonics from seven flats to seven sharps; a minor tonic stands three further on. */
const TONICS = 'Cb Gb Db Ab Eb Bb F C G D A E B F# C# G# D# A#'.split(' ');

/** Tonic and mode: `A minor`, `Bb major`. */
export const keyName = ({ fifths, mode }: Key): string =>
	`${TONICS[fifths + 7 + (mode === 'minor' ? 3 : 0)]} ${mode}`;
