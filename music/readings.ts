/** What else a note may be, from the music alone: for scores whose recording cannot be asked any more. */
import { pitch, type Pitch, type PlayedNote } from '#music/note.ts';
import type { Correction, NoteRef } from '#music/correct.ts';
import type { Key } from '#music/settings.ts';
import type { Seconds } from '#music/time.ts';

/** Another way to read a heard note. Shares are 0–1: how much of what was heard speaks for it. */
export type Reading =
	| { readonly kind: 'pitch'; readonly pitch: Pitch; readonly share: number }
	/** Struck again at this moment. */
	| { readonly kind: 'split'; readonly at: Seconds; readonly share: number }
	/** One with a neighbour of its pitch that was heard apart. */
	| { readonly kind: 'merge'; readonly with: NoteRef; readonly share: number }
	/** Not there at all. */
	| { readonly kind: 'remove'; readonly share: number };

/** Semitones above C of the scale with no sharps or flats. */
const SCALE = new Set([0, 2, 4, 5, 7, 9, 11]);
/** Two notes of one pitch that follow on within this may be one, seconds. */
const GAP = 0.08;
/** What an error of the ear most often is, in parts: an octave, a note cut in two, a neighbouring tone. */
const OCTAVE = 3;
const CUT = 4;
const NEIGHBOUR = 1;
/** A tone outside the key, or out of the register around, is this much less likely. */
const UNLIKELY = 0.25;
/** Semitones from the mean of the tones around within which a tone is at home. */
const REGISTER = 14;

/** The readings of `notes[index]` other than as it stands, the likeliest first. */
export function readingsOfMusic(
	notes: readonly PlayedNote[],
	index: number,
	key: Key
): readonly Reading[] {
	const note = notes[index];
	if (!note) return [];
	const around = notes.filter((other) => other !== note && Math.abs(other.start - note.start) < 4);
	const mean = around.reduce((sum, other) => sum + other.pitch, 0) / around.length;
	const likely = (to: number): number =>
		(SCALE.has((((to - 7 * key.fifths) % 12) + 12) % 12) ? 1 : UNLIKELY) *
		(Math.abs(to - mean) > REGISTER ? UNLIKELY : 1);
	const taken = new Set(
		around.filter((other) => sounding(other, note)).map((other): number => other.pitch)
	);

	const pitches = [
		[-12, OCTAVE],
		[12, OCTAVE],
		[-1, NEIGHBOUR],
		[1, NEIGHBOUR]
	]
		.map(([by, parts]) => ({ to: note.pitch + by!, parts: parts! }))
		.filter(({ to }) => to >= 0 && to <= 127 && !taken.has(to))
		.map(({ to, parts }) => ({
			kind: 'pitch' as const,
			pitch: pitch(to),
			parts: parts * likely(to)
		}));
	const twin = around.find((other) => other.pitch === note.pitch && gapOf(other, note) < GAP);
	const merges = twin
		? [{ kind: 'merge' as const, with: { pitch: twin.pitch, start: twin.start }, parts: CUT }]
		: [];

	const all = [...pitches, ...merges].sort((a, b) => b.parts - a.parts);
	const sum = all.reduce((total, { parts }) => total + parts, 0);
	const left = 1 - (note.confidence ?? note.level);
	return all.map(({ parts, ...reading }) => ({ ...reading, share: (left * parts) / sum }));
}

const sounding = (a: PlayedNote, b: PlayedNote): boolean => a.start < b.end && b.start < a.end;

/** Seconds between two notes, whichever is first; negative when they overlap. */
const gapOf = (a: PlayedNote, b: PlayedNote): number =>
	Math.max(a.start, b.start) - (a.start < b.start ? a.end : b.end);

/** What a person says who takes a reading. */
export function correctionOf(reading: Reading, note: NoteRef): Correction {
	switch (reading.kind) {
		case 'pitch':
			return { kind: 'pitch', note, pitch: reading.pitch };
		case 'split':
			return { kind: 'split', note, at: reading.at };
		case 'merge':
			return { kind: 'merge', note, with: reading.with };
		case 'remove':
			return { kind: 'remove', note };
	}
}
