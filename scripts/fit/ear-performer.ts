/** Plays printed music on an instrument of the corpus: hands that are not quite together, a pedal, a melody that stands out. */
import { byStartAndPitch } from '#music/note.ts';
import type { Chance } from './chance.ts';
import type { Playing } from './beat-performer.ts';
import type { Instrument } from './instruments.ts';
import type { Performance, Played } from './perform.ts';
import type { PrintedNote } from './printed.ts';

/** A song moved by whole octaves to where an instrument plays it, and what still lies outside note by note. */
function inRange(
	notes: readonly PrintedNote[],
	{ low, high }: Instrument,
	moved: number
): PrintedNote[] {
	const middle = notes.reduce((sum, { pitch }) => sum + pitch, 0) / notes.length;
	const shift = moved + 12 * Math.round(((low + high) / 2 - middle) / 18);
	return notes.map((note) => {
		let pitch = note.pitch + shift;
		while (pitch < low) pitch += 12;
		while (pitch > high) pitch -= 12;
		return { ...note, pitch };
	});
}

/** What its player does, from which it can be rendered. */
export function onInstrument(
	{ printed, time, quarter }: Playing,
	instrument: Instrument,
	chance: Chance
): Performance {
	const { manner } = instrument;
	const loose = chance.between(0.002, 0.016);
	const spread = chance.between(...manner.spread);
	const held = chance.between(0.6, 1.05);
	const ring = chance.between(0, manner.ring);
	const base = chance.between(0.3, 0.7);
	const melody = chance.between(0, 0.2);
	const accented = chance.between(-0.02, 0.12);
	const uneven = chance.between(0.02, 0.08);
	const swell = chance.between(0, 0.15);
	const moved = chance.whole(-5, 6);
	const notes = inRange(printed, instrument, moved);
	const down = chance.maybe(0.5);
	const played: Played[] = notes.map(({ at, length, pitch }) => {
		const near = notes.filter((other) => other.at === at);
		const below = near.filter((other) => other.pitch < pitch).length;
		const order = down ? below : near.length - 1 - below;
		const top = below === near.length - 1;
		const stress = Math.abs(at - Math.round(at)) < 0.01 ? accented : 0;
		const phrase = swell * Math.sin((at * Math.PI) / 8);
		const start = time(at) + spread * order * chance.between(0.6, 1.4) + loose * chance.bell();
		const end = start + (time(at + length * held) - time(at)) + ring * chance.next();
		const loud = base + (top ? melody : 0) + stress + phrase + uneven * chance.bell();
		return {
			pitch,
			start: Math.max(0.02, start),
			end: Math.max(start + 0.05, end),
			velocity: Math.min(1, Math.max(0.1, loud))
		};
	});
	const kept = apart(played, manner.single);
	const seconds = Math.max(...kept.map(({ end }) => end)) + 1;
	const pedal = chance.maybe(manner.pedal) ? pedalOf(printed, time, quarter, chance) : [];
	return { notes: kept, pedal, seconds };
}

/** A key that is struck again was let go before; two strokes of a key at once are one. */
function apart(notes: readonly Played[], single: boolean): Played[] {
	const last = new Map<number, Played>();
	const kept: Played[] = [];
	for (const note of notes.toSorted(byStartAndPitch)) {
		const before = single ? kept.at(-1) : last.get(note.pitch);
		if (before && note.start - before.start < 0.05) continue;
		if (before && before.end > note.start - 0.01) before.end = note.start - 0.01;
		last.set(note.pitch, note);
		kept.push(note);
	}
	return kept;
}

/** The pedal changes every one or two quarters, or every four. */
function pedalOf(
	printed: readonly PrintedNote[],
	time: (at: number) => number,
	quarter: number,
	chance: Chance
): [number, number][] {
	const every = chance.pick([1, 2, 2, 3, 4]);
	const spans: [number, number][] = [];
	for (let at = Math.floor(printed[0]!.at); at < printed.at(-1)!.at; at += every) {
		if (chance.maybe(0.12)) continue;
		const down = time(at) + quarter * chance.between(0.05, 0.25);
		spans.push([down, time(at + every) + quarter * chance.between(-0.1, 0.05)]);
	}
	return spans;
}
