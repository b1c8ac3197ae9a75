/**
 * A Standard MIDI File of the score: one track (format 0), the notes where they
 * are written, and a tempo event wherever the player's beat changed. So the file
 * bars correctly in a notation program and still plays in time with the recording.
 */
import { writeMidi, type MidiEvent } from 'midi-file';
import type { About } from '#music/export/about.ts';
import { soundingNotes } from '#music/export/sounding.ts';
import type { BeatMap } from '#music/rhythm/beat-map.ts';
import { swungTick } from '#music/rhythm/swing.ts';
import type { Score } from '#music/score/score.ts';
import type { Key } from '#music/settings.ts';
import { PPQ } from '#music/time.ts';

/** An event without its delta time; `late` orders what falls on one tick: ends before beginnings. */
interface Timed {
	readonly tick: number;
	readonly late: 0 | 1 | 2 | 3;
	readonly event: EventBody;
}

type EventBody = MidiEvent extends infer E
	? E extends MidiEvent
		? Omit<E, 'deltaTime'>
		: never
	: never;

const CHANNEL = 0;
/** General MIDI programs, from 0. */
const PROGRAM = { piano: 0, guitar: 25, bass: 33 } as const;
/** A guitar whose highest string lies below this is a bass. */
const BASS_TOP = 48;

/** @returns the bytes of a `.mid` file. Tick 0 is the first beat of the beat map. */
export function toMidi(score: Score, about: About): Uint8Array {
	const end = score.bars.reduce((latest, bar) => Math.max(latest, bar.start + bar.length), 0);
	const timed = [...opening(score, about), ...tempos(score.beatMap, end), ...sounds(score)];
	timed.push({ tick: end, late: 3, event: { type: 'endOfTrack' } });
	timed.sort((a, b) => a.tick - b.tick || a.late - b.late);

	let at = 0;
	const track = timed.map(({ tick, event }): MidiEvent => {
		const deltaTime = tick - at;
		at = tick;
		return { ...event, deltaTime };
	});
	const header = { format: 0, numTracks: 1, ticksPerBeat: PPQ } as const;
	return Uint8Array.from(writeMidi({ header, tracks: [track] }));
}

function opening({ metre, key, beatMap, bars, ...score }: Score, about: About): Timed[] {
	const first = (event: EventBody): Timed => ({ tick: 0, late: 0, event });
	const events = [first({ type: 'trackName', text: utf8(about.title) })];
	if (about.artist !== '') events.push(first({ type: 'text', text: utf8(about.artist) }));

	const signature = {
		type: 'timeSignature',
		metronome: Math.min(255, (24 * beatMap.beatTicks) / PPQ),
		thirtyseconds: 8
	} as const;
	const whole = { numerator: metre.beats, denominator: metre.unit };
	events.push(first({ ...signature, ...(pickupSignature(bars) ?? whole) }));
	if (pickupSignature(bars) !== null && bars[1] !== undefined) {
		events.push({ tick: bars[1].start, late: 0, event: { ...signature, ...whole } });
	}

	events.push(first(keySignature(key)));
	bars.forEach(({ start, key: now }, b) => {
		const before = bars[b - 1]?.key ?? key;
		const same = now.fifths === before.fifths && now.mode === before.mode;
		if (!same) events.push({ tick: start, late: 0, event: keySignature(now) });
	});
	const programNumber = programOf(score);
	events.push(first({ type: 'programChange', channel: CHANNEL, programNumber }));
	return events;
}

const keySignature = ({ fifths, mode }: Key): EventBody => ({
	type: 'keySignature',
	key: fifths,
	scale: mode === 'minor' ? 1 : 0
});

/** MIDI knows no pickup: a short first bar is a bar of its own, or every bar line after it is wrong. */
function pickupSignature(bars: Score['bars']): { numerator: number; denominator: number } | null {
	const [pickup] = bars;
	if (pickup === undefined || pickup.number !== 0) return null;
	for (const denominator of [4, 8, 16, 32, 64]) {
		const numerator = (pickup.length * denominator) / (4 * PPQ);
		if (Number.isInteger(numerator)) return { numerator, denominator };
	}
	return null;
}

function programOf({ instrument, tab }: Pick<Score, 'instrument' | 'tab'>): number {
	if (instrument !== 'guitar') return PROGRAM.piano;
	return tab !== null && Math.max(...tab.tuning) < BASS_TOP ? PROGRAM.bass : PROGRAM.guitar;
}

/** MIDI text is bytes and midi-file writes one for each character, so UTF-8 is spread out first. */
const utf8 = (text: string): string =>
	encodeURIComponent(text.toWellFormed()).replace(/%(..)/g, (_, hex: string) =>
		String.fromCharCode(parseInt(hex, 16))
	);

/** The slowest tempo that three bytes can say, microseconds a quarter. */
const SLOWEST = 0xffffff;

/** One tempo a beat where it changes. Rounding is carried on, so that long pieces do not drift. */
function tempos({ beats, beatTicks }: BeatMap, end: number): Timed[] {
	const events: Timed[] = [];
	const quarters = beatTicks / PPQ;
	let written = 0;
	let last = 0;
	for (let i = 0; i + 1 < beats.length && i * beatTicks < Math.max(end, 1); i++) {
		const wanted = (beats[i + 1]! - beats[0]!) * 1e6;
		const each = Math.round((wanted - written) / quarters);
		const microsecondsPerBeat = Math.min(SLOWEST, Math.max(1, each));
		written += microsecondsPerBeat * quarters;
		if (microsecondsPerBeat === last) continue;
		last = microsecondsPerBeat;
		events.push({ tick: i * beatTicks, late: 0, event: { type: 'setTempo', microsecondsPerBeat } });
	}
	return events;
}

/** A key is down once: a unison of two voices is one note, and a key struck again ends its last sound. */
function sounds(score: Score): Timed[] {
	const byPitch = new Map<number, { start: number; end: number; level: number }[]>();
	for (const { pitch, start: from, end: to, level } of soundingNotes(score)) {
		const start = swungTick(from, score.swing);
		const end = swungTick(to, score.swing);
		const strokes = byPitch.get(pitch) ?? [];
		byPitch.set(pitch, strokes);
		const last = strokes.at(-1);
		if (last?.start === start) {
			last.end = Math.max(last.end, end);
			last.level = Math.max(last.level, level);
		} else {
			if (last !== undefined) last.end = Math.min(last.end, start);
			strokes.push({ start, end, level });
		}
	}
	return [...byPitch].flatMap(([noteNumber, strokes]) =>
		strokes.flatMap(({ start, end, level }): Timed[] => {
			const key = { channel: CHANNEL, noteNumber };
			return [
				{ tick: start, late: 2, event: { type: 'noteOn', velocity: velocity(level), ...key } },
				{ tick: end, late: 1, event: { type: 'noteOff', velocity: 0, ...key } }
			];
		})
	);
}

const velocity = (level: number): number => Math.round(Math.min(127, Math.max(1, 36 + 84 * level)));
