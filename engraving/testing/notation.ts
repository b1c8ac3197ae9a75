/**
 * Writes scores in one line, for tests: `a4:q. b4:8 [f#4 a4]:h r:q s:q {c5:8 d5:8 e5:8} ~g4:h`.
 * `.` is a dot, `r` a rest, `s` a hidden rest, braces a triplet, `~` a tie to the
 * next chord, `r:bar` a rest for the whole bar. Pitches are as written.
 */
import { pitch, type Pitch } from '#music/note.ts';
import type { Bar, Chord, ChordNote, Event, NoteValue, Score, Voice } from '#music/score/score.ts';
import type { Instrument, Key, Metre } from '#music/settings.ts';
import type { Position } from '#music/tab/position.ts';
import { PPQ, seconds, ticks } from '#music/time.ts';

interface Piece {
	readonly metre: string;
	/** Sharps, or flats when negative. */
	readonly fifths?: number;
	readonly instrument?: Instrument;
	/** The first bar is shorter: a pickup. */
	readonly pickup?: boolean;
	/** Each bar: its voices in the order upper staff 1, 2, lower staff 1, 2; an empty string is no voice. */
	readonly bars: readonly (readonly string[])[];
}

const OPEN = [64, 59, 55, 50, 45, 40].map(pitch);
const SEMITONES: Record<string, number> = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 };
const BASES: Record<string, NoteValue['base']> = { w: 1, h: 2, q: 4, '8': 8, '16': 16, '32': 32 };
const TOKEN = /([{}])|(~?)(\[[^\]]+\]|[a-gr-s][#bn]*\d?):(bar|w|h|q|8|16|32)(\.*)/g;

export function write(piece: Piece): Score {
	const [beats, unit] = piece.metre.split('/').map(Number) as [number, Metre['unit']];
	const metre: Metre = { beats, unit };
	const full = (beats * 4 * PPQ) / unit;
	const key: Key = { fifths: piece.fifths ?? 0, mode: 'major' };
	const instrument = piece.instrument ?? 'guitar';
	const transpose = instrument === 'guitar' ? 12 : 0;
	const grand = instrument === 'piano';
	const tied = new Map<string, ReadonlyMap<string, number>>();
	const heard = { notes: 0 };

	let start = 0;
	const bars = piece.bars.map((parts, index): Bar => {
		const number = piece.pickup ? index : index + 1;
		const voices = parts.flatMap((text, i): Voice[] => {
			if (text === '') return [];
			const [staff, voice] = grand ? [i >> 1, i & 1] : [0, i];
			const at = {
				start,
				bar: index,
				staff,
				voice,
				full,
				transpose,
				tied,
				heard,
				fingered: !grand
			};
			return [{ staff: staff as 0 | 1, voice: voice as 0 | 1, events: events(text, at) }];
		});
		const length = number === 0 ? Math.max(...voices.map(lengthOf)) : full;
		const bar = {
			number,
			start: ticks(start),
			length: ticks(length),
			metre,
			key,
			clefs: grand ? (['treble', 'bass'] as const) : (['treble'] as const),
			section: null,
			voices
		};
		start += length;
		return bar;
	});

	const beatTicks = ticks(unit === 8 && beats % 3 === 0 ? PPQ * 1.5 : PPQ);
	return {
		instrument,
		metre,
		key,
		tempo: 84,
		beatMap: {
			beats: [seconds(0), seconds(1)],
			beatTicks,
			downbeat: 0,
			metre,
			turns: [],
			sureness: 1
		},
		staves: grand
			? [
					{ clef: 'treble', transpose: 0 },
					{ clef: 'bass', transpose: 0 }
				]
			: [{ clef: 'treble', transpose }],
		bars,
		tab: instrument === 'guitar' ? { tuning: OPEN, capo: 0 } : null,
		swing: null,
		symbols: []
	};
}

const lengthOf = (voice: Voice): number =>
	voice.events.reduce((sum, event) => sum + event.length, 0);

interface Place {
	readonly start: number;
	readonly bar: number;
	readonly staff: number;
	readonly voice: number;
	readonly full: number;
	readonly transpose: number;
	/** By voice: the notes that go on, and which played note each is. */
	readonly tied: Map<string, ReadonlyMap<string, number>>;
	readonly heard: { notes: number };
	readonly fingered: boolean;
}

function events(text: string, place: Place): Event[] {
	const written: Event[] = [];
	let at = place.start;
	let triplet = 0;
	let inTriplet = false;
	for (const [, brace, tie, what, length, dots] of text.matchAll(TOKEN)) {
		if (brace) {
			inTriplet = brace === '{';
			triplet += inTriplet ? 1 : 0;
			continue;
		}
		const id = `${place.bar}-${place.staff}-${place.voice}-${written.length}`;
		const wholeBar = length === 'bar';
		const group = `${place.bar}-${place.staff}-${place.voice}-t${triplet}`;
		const value: NoteValue = {
			base: wholeBar ? 1 : BASES[length!]!,
			dots: dots!.length as 0 | 1 | 2,
			...(inTriplet ? { tuplet: { group, actual: 3, normal: 2 } } : {})
		};
		const ticksLong = wholeBar ? place.full : lengthOfValue(value);
		const shared = { id, start: ticks(at), value, length: ticks(ticksLong) };
		if (/^[rs]$/.test(what!)) {
			written.push({ kind: 'rest', ...shared, wholeBar, hidden: what === 's' });
		} else {
			written.push(chord(shared, what!.replace(/[[\]]/g, '').split(' '), tie === '~', place));
		}
		at += ticksLong;
	}
	return written;
}

const lengthOfValue = ({ base, dots, tuplet }: NoteValue): number =>
	((PPQ * 4) / base) * (2 - 0.5 ** dots) * (tuplet ? tuplet.normal / tuplet.actual : 1);

function chord(
	shared: Omit<Chord, 'kind' | 'notes'>,
	names: readonly string[],
	tie: boolean,
	place: Place
): Chord {
	const line = `${place.staff}${place.voice}`;
	const before = place.tied.get(line);
	const played = names.map((name) => before?.get(name) ?? place.heard.notes++);
	place.tied.set(line, new Map(tie ? names.map((name, i) => [name, played[i]!]) : []));
	const taken = new Set<number>();
	const notes = names.map((name, i): ChordNote => {
		const step = name[0]!.toUpperCase() as ChordNote['spelling']['step'];
		const octave = Number(name.at(-1));
		const alter = (name.match(/#/g)?.length ?? 0) - (name.slice(1).match(/b/g)?.length ?? 0);
		const written = 12 * (octave + 1) + SEMITONES[step]! + alter;
		const sounding = pitch(written - place.transpose);
		return {
			pitch: sounding,
			spelling: { step, octave, alter: alter as ChordNote['spelling']['alter'] },
			tieNext: tie,
			tieBack: before?.has(name) ?? false,
			played: played[i]!,
			level: 1,
			position: place.fingered ? finger(sounding, taken) : null
		};
	});
	return { kind: 'chord', ...shared, notes };
}

/** The lowest fret on a string that is free. */
function finger(sounding: Pitch, taken: Set<number>): Position | null {
	const places = OPEN.map((open, i) => ({ string: i + 1, fret: sounding - open }))
		.filter(({ string, fret }) => fret >= 0 && fret <= 20 && !taken.has(string))
		.sort((a, b) => a.fret - b.fret);
	const [best] = places;
	if (best) taken.add(best.string);
	return best ?? null;
}
