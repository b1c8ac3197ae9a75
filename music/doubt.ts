/**
 * Which notes are worth a person's look: the few that are most probably wrong. The ear's own
 * confidence says most; the music around a note says the rest: whether a louder note explains it
 * as one of its harmonics, whether it is a mere tick, alone in its register, or strange to the
 * tones around it.
 */
import type { PlayedNote } from '#music/note.ts';

/** At most this share of the notes: a page full of marks says nothing. */
const MOST = 0.1;
/** A note less suspicious than this is not worth a look: about one chance in four that it is wrong. */
const LEAST = -1;

/** How suspicion, in log-odds, follows from what is known of a note. */
const WEIGHTS = {
	/** Of one minus the confidence, in log-odds. */
	unsure: 1,
	ghost: 1.2,
	short: 0.8,
	alone: 0.6,
	strange: 0.6
} as const;

/** Where the ear gave no confidence: a note as loud as this is as likely right as wrong. */
const FAINT = 0.3;
const FAINT_STEP = 0.1;

/** Semitones from a fundamental to its harmonics 2, 3, 4, 5 and 6. */
const HARMONICS = new Set([12, 19, 24, 28, 31]);
/** Struck together, seconds. */
const TOGETHER = 0.06;
/** What is shorter is a tick rather than a tone, seconds. */
const TICK = 0.12;
/** The music around a note: seconds to either side. */
const AROUND = 4;
/** Semitones to the nearest other tone around beyond which a note is alone in its register. */
const REGISTER = 9;

/**
 * @param notes by start, then pitch; those with confidence 1 were judged by a person and are not doubted
 * @returns indices in order of time, at most a tenth of the notes
 */
export function doubtful(notes: readonly PlayedNote[]): readonly number[] {
	const most = Math.floor(MOST * notes.length);
	return notes
		.map((_, i) => ({ i, suspicion: suspicionOf(notes, i) }))
		.filter(({ suspicion }) => suspicion >= LEAST)
		.sort((a, b) => b.suspicion - a.suspicion || a.i - b.i)
		.slice(0, most)
		.map(({ i }) => i)
		.sort((a, b) => a - b);
}

/** Log-odds that a note is wrong. */
function suspicionOf(notes: readonly PlayedNote[], i: number): number {
	const note = notes[i]!;
	if (note.confidence !== undefined && note.confidence >= 1) return -Infinity;
	const around = near(notes, i);
	return (
		WEIGHTS.unsure * unsureOf(note) +
		WEIGHTS.ghost * ghostly(note, around) +
		WEIGHTS.short * Math.max(0, 1 - (note.end - note.start) / TICK) +
		WEIGHTS.alone * alone(note, around) +
		WEIGHTS.strange * strange(note, around)
	);
}

function unsureOf({ confidence, level }: PlayedNote): number {
	if (confidence === undefined) return (FAINT - level) / FAINT_STEP;
	const p = Math.min(0.999, Math.max(0.001, confidence));
	return Math.log((1 - p) / p);
}

/** The other notes that begin around it. */
function near(notes: readonly PlayedNote[], i: number): readonly PlayedNote[] {
	const { start } = notes[i]!;
	let from = i;
	while (from > 0 && notes[from - 1]!.start > start - AROUND) from--;
	let to = i + 1;
	while (to < notes.length && notes[to]!.start < start + AROUND) to++;
	return notes.slice(from, to).filter((_, k) => from + k !== i);
}

/** 0–1: how far a louder note below, struck with it or still sounding, explains it as a harmonic. */
function ghostly(note: PlayedNote, around: readonly PlayedNote[]): number {
	return around.reduce((most, other) => {
		if (!HARMONICS.has(note.pitch - other.pitch)) return most;
		const sounds = other.start < note.start + TOGETHER && other.end > note.start;
		return sounds ? Math.max(most, Math.min(1, (0.5 * other.level) / (note.level || 1))) : most;
	}, 0);
}

/** 0–1: how far it lies from every other tone around. */
function alone(note: PlayedNote, around: readonly PlayedNote[]): number {
	const nearest = Math.min(...around.map(({ pitch }) => Math.abs(pitch - note.pitch)));
	return Number.isFinite(nearest) ? Math.min(1, Math.max(0, nearest / REGISTER - 0.5)) : 0;
}

/** 0–1: whether its tone, in any octave, is hardly heard around it. */
function strange(note: PlayedNote, around: readonly PlayedNote[]): number {
	const weight = ({ start, end, level }: PlayedNote): number => Math.min(1, end - start) * level;
	const all = around.reduce((sum, other) => sum + weight(other), 0);
	if (all === 0) return 0;
	const same = around
		.filter(({ pitch }) => (pitch - note.pitch) % 12 === 0)
		.reduce((sum, other) => sum + weight(other), 0);
	return Math.max(0, 1 - (12 * same) / all);
}
