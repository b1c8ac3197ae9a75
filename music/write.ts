/** Played notes become a written score: the second half of the pipeline, as one function from value to value. */
import { type PlayedNote, type WrittenNote } from '#music/note.ts';
import type { BeatMap } from '#music/rhythm/beat-map.ts';
import { ticksAt } from '#music/rhythm/clock.ts';
import { barTicks } from '#music/rhythm/count.ts';
import { barsOfBeats } from '#music/rhythm/downbeats.ts';
import { findBeatMap } from '#music/rhythm/map.ts';
import { quantize } from '#music/rhythm/quantize.ts';
import { chordsOf } from '#music/score/chords.ts';
import { engrave, type Part } from '#music/score/engrave.ts';
import type { BarSpan } from '#music/score/fill.ts';
import { splitHands } from '#music/score/hands.ts';
import { findInstrument } from '#music/score/instrument.ts';
import type { LineNote } from '#music/score/line.ts';
import type { Score, Staff, TabStaff } from '#music/score/score.ts';
import { splitVoices, type VoiceRules } from '#music/score/voices.ts';
import type { Instrument, WriteSettings } from '#music/settings.ts';
import { finger } from '#music/tab/fingering.ts';
import type { Position } from '#music/tab/position.ts';
import { neckOf, tabOf } from '#music/tab/instruments.ts';
import { findKey } from '#music/theory/key.ts';
import { ticks } from '#music/time.ts';

/** Everything is found in the music and written; instruments are in standard tuning. */
export const DEFAULT_WRITING: WriteSettings = {
	instrument: null,
	tempo: null,
	metre: null,
	key: null,
	tuning: null,
	capo: 0,
	arrangement: 'full',
	chordSymbols: null,
	repairs: [],
	pins: []
};

/** Guitarists read bass and melody apart; pianists have two staves for that, and a melody has no bass. */
const VOICES: Record<Instrument, VoiceRules | null> = {
	guitar: { apart: 3, held: 0.2 },
	piano: { apart: 7, held: 1 },
	banjo: { apart: 3, held: 0.2 },
	ukulele: null,
	bass: null,
	melody: null
};

/** Pitch, on average, below which a melody is written in the bass clef. */
const BASS_CLEF = 57;

/** Writes any notes, in any order; without notes, a score with one empty bar. `ChordNote.played` indexes `played`. */
export function writeScore(played: readonly PlayedNote[], settings: WriteSettings): Score {
	const order = inOrder(played);
	const notes = order.map((i) => played[i]!);
	const instrument = settings.instrument ?? findInstrument(notes, settings);
	const beatMap = findBeatMap(notes, settings);
	const key = settings.key ?? findKey(notes);
	const staves = stavesOf(instrument, notes);
	const tab = tabOf(instrument, settings);

	const hands = instrument === 'piano' ? splitHands(notes) : new Uint8Array(notes.length);
	const spans = barsOf(beatMap);
	const parts = staves.flatMap((_, staff) => {
		const own = [...order.keys()].filter((n) => hands[n] === staff);
		return partsOf(own, staff as 0 | 1, notes, order, beatMap, spans, VOICES[instrument]);
	});
	return {
		instrument,
		key,
		metre: beatMap.metre,
		tempo: 60 / medianBeat(beatMap),
		beatMap,
		staves,
		bars: engrave(parts, spansUnder(parts, spans), {
			key,
			staves,
			positions: fingered(parts, tab)
		}),
		tab,
		swing: null,
		symbols: []
	};
}

/** Indices of the notes that can be written, by start, then pitch. */
function inOrder(played: readonly PlayedNote[]): number[] {
	const sane = [...played.keys()].filter((i) => {
		const { start, end, level } = played[i]!;
		return Number.isFinite(start + end + level) && start >= 0 && end >= start;
	});
	return sane.sort((a, b) => {
		const [one, other] = [played[a]!, played[b]!];
		return one.start - other.start || one.pitch - other.pitch || a - b;
	});
}

function stavesOf(instrument: Instrument, notes: readonly PlayedNote[]): readonly Staff[] {
	const neck = neckOf(instrument);
	if (neck !== null) return [{ clef: neck.clef, transpose: neck.transpose }];
	const treble: Staff = { clef: 'treble', transpose: 0 };
	const bass: Staff = { clef: 'bass', transpose: 0 };
	if (instrument === 'piano') return [treble, bass];
	const mean = notes.reduce((sum, note) => sum + note.pitch, 0) / notes.length;
	return [mean < BASS_CLEF ? bass : treble];
}

/** The voices of one staff: `own` are the indices of its notes. */
function partsOf(
	own: readonly number[],
	staff: 0 | 1,
	notes: readonly PlayedNote[],
	order: readonly number[],
	map: BeatMap,
	spans: readonly BarSpan[],
	rules: VoiceRules | null
): Part[] {
	const mine = own.map((n) => notes[n]!);
	const { starts, partsAt } = quantize(mine, map);
	const line = mine
		.map((note, i): LineNote => {
			const { pitch, level } = note;
			const end = ticksAt(map, note.end);
			return { played: order[own[i]!]!, pitch, level, start: starts[i]!, end };
		})
		.sort((a, b) => a.start - b.start || a.pitch - b.pitch);
	const barEndAfter = barEndsOf(spans);
	const count = { beatTicks: map.beatTicks, barEndAfter };
	const voices = rules === null ? [line, []] : splitVoices(line, rules, count);
	return voices.map((voice, v) => ({
		staff,
		voice: v as 0 | 1,
		chords: chordsOf(voice, { ...count, partsAt }),
		inThirds: (beat) => partsAt(beat) % 3 === 0
	}));
}

/** Every bar that the map has beats for, and two more: a held note may be written into the next. */
function barsOf({ downbeat, metre, turns, beats, beatTicks }: BeatMap): BarSpan[] {
	const counted = barsOfBeats({ downbeat, metre, turns }, beats.length + 8);
	const pickup = downbeat * beatTicks;
	const spans = counted.map((bar): BarSpan => ({
		start: bar.from * beatTicks,
		length: (bar.to - bar.from) * beatTicks,
		offset: 0,
		metre: bar.metre
	}));
	if (pickup === 0) return spans;
	return [{ start: 0, length: pickup, offset: barTicks(metre) - pickup, metre }, ...spans];
}

/** Where the bar that a tick lies in ends; the last bar's length goes on for ever. */
function barEndsOf(spans: readonly BarSpan[]): (tick: number) => number {
	const ends = spans.map(({ start, length }) => start + length);
	const last = spans.at(-1)!;
	return (tick) => {
		let [low, high] = [0, ends.length];
		while (low < high) {
			const middle = (low + high) >> 1;
			if (ends[middle]! <= tick) low = middle + 1;
			else high = middle;
		}
		const over = tick - ends.at(-1)!;
		return ends[low] ?? ends.at(-1)! + (Math.floor(over / last.length) + 1) * last.length;
	};
}

/** The bars up to the one in which the last note ends; at least one that is no pickup. */
function spansUnder(parts: readonly Part[], spans: readonly BarSpan[]): readonly BarSpan[] {
	const end = parts.reduce((last, { chords }) => Math.max(last, chords.at(-1)?.end ?? 0), 1);
	const count = spans.filter(({ start }) => start < end).length;
	return spans.slice(0, Math.max(count, spans[0]!.offset > 0 ? 2 : 1));
}

function fingered(parts: readonly Part[], tab: TabStaff | null): ReadonlyMap<number, Position> {
	if (tab === null) return new Map();
	const written = parts
		.flatMap(({ chords }) => chords)
		.flatMap(({ start, end, notes }) =>
			notes.map((note): WrittenNote => ({
				...note,
				pitch: note.pitch as WrittenNote['pitch'],
				start: ticks(start),
				length: ticks(end - start)
			}))
		)
		.sort((a, b) => a.start - b.start || a.pitch - b.pitch);
	const positions = finger(written, tab);
	return new Map(
		written.flatMap(({ played }, i) => {
			const position = positions[i] ?? null;
			return position === null ? [] : [[played, position] as const];
		})
	);
}

function medianBeat({ beats }: BeatMap): number {
	const lengths = beats.slice(1).map((beat, i) => beat - beats[i]!);
	return lengths.sort((a, b) => a - b)[lengths.length >> 1]!;
}
