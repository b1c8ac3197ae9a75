/** The fretted instruments: how each is tuned when nobody says otherwise, and how its staff is written. */
import { pitch, type Pitch } from '#music/note.ts';
import type { Clef, TabStaff } from '#music/score/score.ts';
import type { Instrument, WriteSettings } from '#music/settings.ts';
import { STANDARD_GUITAR } from '#music/tab/tuning.ts';

export type Fretted = Extract<Instrument, 'guitar' | 'bass' | 'ukulele' | 'banjo'>;

interface Neck {
	/** Open strings, string 1 first. */
	readonly tuning: readonly Pitch[];
	readonly clef: Clef;
	/** Semitones from sounding to written pitch. */
	readonly transpose: number;
	readonly shortFrom?: number;
}

const strings = (...fromFirst: readonly number[]): readonly Pitch[] => fromFirst.map(pitch);

const NECKS: Readonly<Record<Fretted, Neck>> = {
	guitar: { tuning: STANDARD_GUITAR, clef: 'treble', transpose: 12 },
	bass: { tuning: strings(43, 38, 33, 28), clef: 'bass', transpose: 12 },
	ukulele: { tuning: strings(69, 64, 60, 67), clef: 'treble', transpose: 0 },
	banjo: { tuning: strings(62, 59, 55, 50, 67), clef: 'treble', transpose: 12, shortFrom: 5 }
};

/** Null for an instrument without frets. */
export const neckOf = (instrument: Instrument): Neck | null =>
	instrument === 'piano' || instrument === 'melody' ? null : NECKS[instrument];

/** The tab that an instrument's score has: its own tuning unless another was chosen. */
export function tabOf(
	instrument: Instrument,
	{ tuning, capo }: Pick<WriteSettings, 'tuning' | 'capo'>
): TabStaff | null {
	const neck = neckOf(instrument);
	if (neck === null) return null;
	const short = neck.shortFrom !== undefined && (tuning === null || tuning.length === 5);
	return {
		tuning: tuning ?? neck.tuning,
		capo,
		...(short && { shortFrom: neck.shortFrom })
	};
}
