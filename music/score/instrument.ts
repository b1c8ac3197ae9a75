/** Which layout a performance asks for, when the person has not said: guitar with tab, piano, or one staff. */
import type { PlayedNote } from '#music/note.ts';
import type { Instrument, WriteSettings } from '#music/settings.ts';

/** Frets above the nut that guitar music commonly uses. */
const FRETS = 22;
/** Semitones between the outer notes of a guitar chord. */
const WIDEST_CHORD = 36;
/** Share of notes that may lie outside an instrument's ways: mishearings. */
const STRAY = 0.02;
/** Of this share of its notes, a melody has at most one sounding at the same time. */
const ALONE = 0.9;
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
	let outside = 0;
	let crowded = 0;
	let wide = 0;
	let alone = 0;
	let sounding: PlayedNote[] = [];
	for (const note of notes) {
		sounding = sounding.filter((other) => other.end > note.start + SHARED).slice(-24);
		const together = sounding.filter((other) => Math.abs(other.start - note.start) < 0.05);
		const pitches = [note.pitch, ...together.map((other) => other.pitch)];
		if (note.pitch < low || note.pitch > high) outside++;
		if (pitches.length > tuning.length) crowded++;
		if (Math.max(...pitches) - Math.min(...pitches) > WIDEST_CHORD) wide++;
		if (sounding.length === 0) alone++;
		sounding.push(note);
	}
	const share = (count: number): number => count / notes.length;
	if (share(alone) >= ALONE) return 'melody';
	const guitar = share(outside) <= STRAY && share(crowded) <= STRAY && share(wide) <= STRAY;
	return guitar ? 'guitar' : 'piano';
}
