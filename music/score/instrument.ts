/** Which layout a performance asks for, when the person has not said: guitar with tab, piano, or one staff. */
import type { PlayedNote } from '#music/note.ts';
import type { Instrument, WriteSettings } from '#music/settings.ts';

/** Frets above the nut that guitar music commonly uses. */
const FRETS = 22;
/** Semitones between the outer notes of a guitar chord. */
const WIDEST_CHORD = 36;
/** Share of notes that may lie outside the guitar's ways: mishearings, which are seldom too low. */
const STRAY = 0.02;
const TOO_LOW = 0.004;
/** Semitones: a guitar plays at least this share of its notes on the lower strings. */
const BASS_STRINGS = 15;
const USES_BASS = 0.05;
/** Of this share of its notes, a melody has at most one sounding at the same time. */
const ALONE = 0.9;
/** The same, where nothing low is played: a bowed double stop now and then. */
const MOSTLY_ALONE = 0.6;
/** Notes that share this much sound (seconds) sound together; less is the tail of the one before. */
const SHARED = 0.12;

/** `notes` in order of start. */
export function findInstrument(
	notes: readonly PlayedNote[],
	{ tuning, capo }: Pick<WriteSettings, 'tuning' | 'capo'>
): Instrument {
	if (notes.length === 0) return 'guitar';
	const low = Math.min(...tuning) + capo;
	const high = Math.max(...tuning) + FRETS;
	let tooLow = 0;
	let tooHigh = 0;
	let deep = 0;
	let crowded = 0;
	let wide = 0;
	let alone = 0;
	let recent: PlayedNote[] = [];
	for (const note of notes) {
		recent = recent
			.filter((other) => other.end > note.start || other.start > note.start - 0.1)
			.slice(-24);
		const together = recent.filter((other) => note.start - other.start < 0.05);
		const sounding = recent.filter((other) => other.end > note.start + SHARED);
		const pitches = [note.pitch, ...together.map((other) => other.pitch)];
		if (note.pitch < low) tooLow++;
		if (note.pitch > high) tooHigh++;
		if (note.pitch < low + BASS_STRINGS) deep++;
		if (pitches.length > tuning.length) crowded++;
		if (Math.max(...pitches) - Math.min(...pitches) > WIDEST_CHORD) wide++;
		if (sounding.length === 0 && together.length === 0) alone++;
		recent.push(note);
	}
	const share = (count: number): number => count / notes.length;
	if (share(alone) >= ALONE) return 'melody';
	// Two voices high up, as on a violin, are still one staff; no bass string sounds.
	if (share(alone) >= MOSTLY_ALONE && share(deep) < USES_BASS) return 'melody';
	const fits = share(tooLow) <= TOO_LOW && share(tooHigh) <= STRAY && share(deep) >= USES_BASS;
	return fits && share(crowded) <= STRAY && share(wide) <= STRAY ? 'guitar' : 'piano';
}
