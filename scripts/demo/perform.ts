/**
 * How a person plays a score: not quite on the beat, louder where the bar
 * begins, broadening into the last cadence, strings left to ring. The chance
 * in it comes from a fixed seed, so that the recording can be made again.
 */
import { BEATS_A_MINUTE, BEATS_IN_BAR, type ScoreNote } from './arirang.ts';

export interface Played {
	readonly pitch: number;
	/** Seconds. */
	readonly start: number;
	readonly end: number;
	/** MIDI, 1–127. */
	readonly velocity: number;
}

const SILENCE_BEFORE = 0.2;
/** Standard deviation of an onset, seconds: a practised player. */
const LOOSENESS = 0.007;

export function perform(notes: readonly ScoreNote[], seed = 7): Played[] {
	const chance = random(seed);
	const last = Math.max(...notes.map((note) => note.beat + note.length));
	return notes.map((note) => {
		const inBar = note.beat % BEATS_IN_BAR;
		const accent = inBar === 0 ? 9 : inBar % 1 === 0 ? 3 : -4;
		const height = note.voice === 'melody' ? Math.min(10, (note.pitch - 57) * 0.8) : 0;
		const base = note.voice === 'melody' ? 88 : 72;
		// The thumb comes first by a hair, as it does when a hand rolls into a beat.
		const roll = note.voice === 'melody' ? 0.006 : 0;
		const start = secondsAt(note.beat, last) + roll + LOOSENESS * bell(chance);
		const rings = note.voice === 'bass' ? 0.25 : 0.06;
		return {
			pitch: note.pitch,
			start,
			end: secondsAt(note.beat + note.length, last) + rings,
			velocity: Math.round(base + accent + height + 4 * bell(chance))
		};
	});
}

/** The tempo breathes by two per cent over four bars, and broadens by a sixth in the last two. */
function secondsAt(beat: number, last: number): number {
	const step = 0.25;
	let time = SILENCE_BEFORE;
	for (let at = 0; at < beat; at += step) {
		const breath = 1 - 0.02 * Math.sin((2 * Math.PI * at) / (4 * BEATS_IN_BAR));
		const broad = 1 + 0.16 * Math.max(0, (at - (last - 2 * BEATS_IN_BAR)) / (2 * BEATS_IN_BAR));
		time += (Math.min(step, beat - at) * 60 * breath * broad) / BEATS_A_MINUTE;
	}
	return time;
}

/** Roughly normal, mean 0, deviation 1. */
const bell = (chance: () => number): number =>
	(chance() + chance() + chance() + chance() - 2) * 1.73;

/** Mulberry32. */
function random(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let t = Math.imul(state ^ (state >>> 15), 1 | state);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
	};
}
