/** The staves an instrument is written on, and their clefs at the beginning. */
import type { PlayedNote } from '#music/note.ts';
import type { Staff } from '#music/score/score.ts';
import type { Instrument } from '#music/settings.ts';
import { neckOf } from '#music/tab/instruments.ts';

/** Pitch, on average, below which a melody is written in the bass clef. */
const BASS_CLEF = 57;

/** One staff, or two for a piano: the upper first. */
export function stavesOf(instrument: Instrument, notes: readonly PlayedNote[]): readonly Staff[] {
	const neck = neckOf(instrument);
	if (neck !== null) return [{ clef: neck.clef, transpose: neck.transpose }];
	const treble: Staff = { clef: 'treble', transpose: 0 };
	const bass: Staff = { clef: 'bass', transpose: 0 };
	if (instrument === 'piano') return [treble, bass];
	const mean = notes.reduce((sum, note) => sum + note.pitch, 0) / notes.length;
	return [mean < BASS_CLEF ? bass : treble];
}
