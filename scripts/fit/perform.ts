/**
 * Plays a texture as a person would: a tempo that breathes, hands that are not
 * quite together, chords that are rolled or strummed, a melody that stands out,
 * and the sustain pedal of a pianist.
 */
import { byStartAndPitch } from '#music/note.ts';
import type { Chance } from './chance.ts';
import { CHORD_BEATS, type Sketch } from './lines.ts';

/** A note as it is played: the truth that the ear is fitted to. Seconds. */
export interface Played {
	readonly pitch: number;
	readonly start: number;
	/** When the key is released, or the string damped. */
	end: number;
	/** How hard, 0–1. */
	readonly velocity: number;
}

export interface Performance {
	readonly notes: readonly Played[];
	/** While the pedal is down, in seconds; empty when there is none. */
	readonly pedal: readonly (readonly [down: number, up: number])[];
	readonly seconds: number;
}

export interface Manner {
	/** Beats a minute. */
	readonly tempo: readonly [low: number, high: number];
	/** Seconds between the notes of a strummed or rolled chord. */
	readonly spread: readonly [low: number, high: number];
	/** How often the pedal is used, 0–1. */
	readonly pedal: number;
	/** How much longer than written notes ring, at most, in seconds. */
	readonly ring: number;
	/** One note at a time: each ends where the next begins. */
	readonly single: boolean;
}

export function perform(chance: Chance, sketch: readonly Sketch[], manner: Manner): Performance {
	const beatSeconds = 60 / chance.between(...manner.tempo);
	const clock = clockOf(chance, sketch, beatSeconds);
	const loose = chance.between(0.003, 0.02);
	const spread = chance.between(...manner.spread);
	const base = chance.between(0.3, 0.75);
	const contrast = chance.between(0.1, 0.4);
	const swell = chance.between(0, 0.15);
	const ring = chance.between(0, manner.ring);

	const notes: Played[] = [];
	for (const { pitch, beat, length, weight, held = 1, roll = 0 } of sketch) {
		const start = clock(beat) + loose * chance.bell() + spread * roll * chance.between(0.6, 1.4);
		const end = clock(beat + length * held) + 0.5 * loose * chance.bell() + ring * chance.next();
		const accent = beat % 1 === 0 ? 0.04 : 0;
		const phrase = swell * Math.sin((beat * Math.PI) / (4 * CHORD_BEATS));
		const loud = base + contrast * (weight - 0.5) + accent + phrase + 0.05 * chance.bell();
		notes.push({
			pitch,
			start: Math.max(0.02, start),
			end: Math.max(start + 0.04, end),
			velocity: Math.min(1, Math.max(0.08, loud))
		});
	}
	const played = playable(notes, manner.single);
	const seconds = Math.max(1, ...played.map(({ end }) => end)) + 1;
	const pedal = chance.maybe(manner.pedal) ? pedalOf(chance, clock, sketch) : [];
	return { notes: played, pedal, seconds };
}

/** Seconds of a beat: the tempo wanders, breathes with the phrase, and broadens at the end. */
function clockOf(
	chance: Chance,
	sketch: readonly Sketch[],
	beatSeconds: number
): (beat: number) => number {
	const last = Math.max(...sketch.map(({ beat, length }) => beat + length));
	const rubato = chance.pick([0, 0.02, 0.05, 0.1]);
	const times = [chance.between(0.1, 0.8)];
	let wander = 0;
	for (let beat = 0; beat < 4 * last + 16; beat++) {
		wander = 0.97 * wander + 0.15 * rubato * chance.bell();
		const breath = rubato * Math.sin((2 * Math.PI * beat) / 64);
		const broad = 2 * rubato * Math.max(0, beat / 4 - last + 4) * 0.25;
		times.push(times.at(-1)! + 0.25 * beatSeconds * (1 + breath + broad + wander));
	}
	return (beat) => {
		const place = Math.max(0, beat * 4);
		const at = Math.min(times.length - 2, Math.floor(place));
		return times[at]! + (place - at) * (times[at + 1]! - times[at]!);
	};
}

/** The pedal changes with the harmony, just after the beat. */
function pedalOf(
	chance: Chance,
	clock: (beat: number) => number,
	sketch: readonly Sketch[]
): [number, number][] {
	const last = Math.max(...sketch.map(({ beat, length }) => beat + length));
	const every = chance.pick([1, 1, 2]) * CHORD_BEATS;
	const careless = chance.maybe(0.2);
	const spans: [number, number][] = [];
	for (let beat = 0; beat < last; beat += every) {
		if (chance.maybe(careless ? 0.3 : 0.1)) continue;
		const down = clock(beat) + chance.between(0.05, 0.15);
		spans.push([down, clock(beat + every) + chance.between(-0.05, 0.04)]);
	}
	return spans;
}

/** A key that is struck again was let go before; two strokes of a key at once are one. */
function playable(notes: Played[], single: boolean): Played[] {
	const sorted = notes.sort(byStartAndPitch);
	const last = new Map<number, Played>();
	const played: Played[] = [];
	let previous: Played | undefined;
	for (const note of sorted) {
		const before = last.get(note.pitch);
		if (before && note.start - before.start < 0.07) continue;
		if (before && before.end > note.start - 0.02) before.end = note.start - 0.02;
		if (single && previous) {
			if (note.start - previous.start < 0.06) continue;
			if (previous.end > note.start) previous.end = note.start;
		}
		last.set(note.pitch, note);
		previous = note;
		played.push(note);
	}
	return played;
}
