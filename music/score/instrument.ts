/**
 * Which layout a performance asks for, when the person has not said: guitar
 * with tab, piano, or one staff. The question is what the music would ask of a
 * guitarist: most that one can play in comfort was played on a guitar.
 */
import { pitch, type Pitch, type PlayedNote } from '#music/note.ts';
import { findOnsets } from '#music/rhythm/onsets.ts';
import type { Instrument, WriteSettings } from '#music/settings.ts';
import { LAST_FRET } from '#music/tab/fretboard.ts';
import { shapesOf } from '#music/tab/shapes.ts';
import { STANDARD_GUITAR } from '#music/tab/tuning.ts';

/** Semitones below the lowest string that a dropped tuning reaches. */
const DROPPED = 2;
/** Share of notes that may lie beyond the neck: mishearings. */
const BEYOND = 0.01;
/** Of this share of its notes, a single line has at most one sounding at the same time. */
const ALONE = 0.9;
/** Notes that share this much sound (seconds) sound together; less is the tail of the one before. */
const SHARED = 0.12;
/** Semitones above the highest open string up to which a guitarist's single line mostly stays. */
const HIGH_LINE = 5;
/** Semitones (standard deviation within a note) from which a pitch wavers, as a voice does. */
const WAVERS = 0.1;
/** A bowed or blown line has two notes at a time now and then, three in no more than this share of its moments. */
const THREES = 0.1;
/** The lowest note of such a line in the treble: a violin's open G. */
const TREBLE = 55;
/** Share of notes below that may be mishearings. */
const FEW = 0.02;
/** What is held together on a guitar costs the hand no more than this on average: frets up the neck, and twice the effort. */
const COMFORT = 6.4;
/** An effort above this is no grip at all. What was played on a guitar has none, so that one counts for many hard ones. */
const HARDEST = 6;
const OUT_OF_REACH = 20;
/** Only notes at least this certain are asked of the hand: what was misheard makes grips that nobody played. */
const SURE = 0.75;
/** Chords looked at, evenly through the piece. */
const LOOKS = 200;
const MOST_NOTES = 8;

type Neck = Pick<WriteSettings, 'tuning' | 'capo'>;

/** `notes` in order of start. */
export function findInstrument(notes: readonly PlayedNote[], neck: Neck): Instrument {
	if (notes.length === 0) return 'guitar';
	const tuning = neck.tuning ?? STANDARD_GUITAR;
	const low = Math.min(...tuning) + neck.capo - DROPPED;
	const top = Math.max(...tuning);
	const share = (is: (note: PlayedNote) => boolean): number =>
		notes.reduce((count, note) => count + (is(note) ? 1 : 0), 0) / notes.length;
	const onNeck = share(({ pitch }) => pitch < low || pitch > top + LAST_FRET) <= BEYOND;

	const moments = momentsOf(notes);
	const together = moments.filter((pitches) => pitches.length > 1);
	if (together.length <= (1 - ALONE) * moments.length) {
		const high = share(({ pitch }) => pitch > top + HIGH_LINE) > 0.5;
		return onNeck && !high && !wavers(notes) ? 'guitar' : 'melody';
	}
	const threes = moments.filter((pitches) => pitches.length > 2).length / moments.length;
	if (threes <= THREES && share(({ pitch }) => pitch < TREBLE) < FEW) return 'melody';
	const sure = momentsOf(notes.filter(({ confidence = 1 }) => confidence >= SURE));
	const held = sure.filter((pitches) => pitches.length > 1);
	return onNeck && toil(held, neckFor(sure, neck)) <= COMFORT ? 'guitar' : 'piano';
}

/** What sounds at each onset: the pitches struck, and those that go on; lowest first. */
function momentsOf(notes: readonly PlayedNote[]): Pitch[][] {
	let ringing: PlayedNote[] = [];
	return findOnsets(notes).map(({ time, notes: struck }) => {
		ringing = ringing.filter(({ end }) => end > time + SHARED);
		ringing.push(...struck.map((i) => notes[i]!));
		return [...new Set(ringing.map(({ pitch }) => pitch))].sort((a, b) => a - b);
	});
}

/** The lowest string is dropped as far as the music goes below it. */
function neckFor(moments: readonly Pitch[][], { tuning, capo }: Neck): Neck {
	const open = tuning ?? STANDARD_GUITAR;
	const lowest = moments.reduce((low, pitches) => Math.min(low, pitches[0]! - capo), Infinity);
	const last = open.at(-1)!;
	const dropped = pitch(Math.max(last - DROPPED, Math.min(last, lowest)));
	return { tuning: [...open.slice(0, -1), dropped], capo };
}

/** How hard the left hand would work, on average, to hold what sounds together. */
function toil(moments: readonly Pitch[][], neck: Neck): number {
	if (moments.length === 0) return 0;
	const step = Math.max(1, moments.length / LOOKS);
	const known = new Map<string, number>();
	let sum = 0;
	let count = 0;
	for (let at = 0; at < moments.length; at += step) {
		const pitches = moments[Math.floor(at)]!.slice(-MOST_NOTES);
		const name = pitches.join();
		const cost = known.get(name) ?? toHold(pitches, neck);
		known.set(name, cost);
		sum += cost;
		count++;
	}
	return sum / count;
}

function toHold(pitches: readonly Pitch[], neck: Neck): number {
	const shapes = shapesOf(pitches, { ...neck, tuning: neck.tuning ?? STANDARD_GUITAR });
	return Math.min(
		...shapes.map(({ high, effort }) => high + 2 * (effort > HARDEST ? OUT_OF_REACH : effort))
	);
}

/** Whether the pitch moves inside most notes that were followed closely. */
function wavers(notes: readonly PlayedNote[]): boolean {
	const followed = notes.flatMap(({ bends = [] }) => (bends.length > 3 ? [deviation(bends)] : []));
	return followed.filter((spread) => spread > WAVERS).length > followed.length / 2;
}

function deviation(values: readonly number[]): number {
	const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
	return Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length);
}
