/**
 * Scores for tests, written in one line: `score('3/4', 'D', 'D4:q. (F#4 A4):e | r:h.')`.
 *
 * A note is a sounding pitch, a colon and a value (w h q e s t, with dots);
 * `(C4 E4 G4):q` is a chord, `r:q` a rest, `~` after the value ties to the
 * next, `A3@5:2:q` fingers A3 on string 5 at fret 2, `{3:2 … }` holds a tuplet,
 * `|` ends a bar, `/` begins the second voice of the staff and `//` the lower staff.
 */
import { pitch, type Pitch } from '#music/note.ts';
import type { BeatMap } from '#music/rhythm/beat-map.ts';
import type { Bar, ChordNote, Event, NoteValue, Score, Voice } from '#music/score/score.ts';
import type { Instrument, Key, Metre } from '#music/settings.ts';
import { STANDARD_GUITAR } from '#music/tab/tuning.ts';
import { PPQ, seconds, ticks } from '#music/time.ts';

const STEPS = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 } as const;
type Step = keyof typeof STEPS;

const BASES = { w: 1, h: 2, q: 4, e: 8, s: 16, t: 32 } as const;

const MAJOR_FIFTHS: Readonly<Record<string, number>> = {
	Cb: -7,
	Gb: -6,
	Db: -5,
	Ab: -4,
	Eb: -3,
	Bb: -2,
	F: -1, // prettier-ignore
	C: 0,
	G: 1,
	D: 2,
	A: 3,
	E: 4,
	B: 5,
	'F#': 6,
	'C#': 7 // prettier-ignore
};

interface Options {
	readonly instrument?: Instrument;
	/** Beats a minute, of the beat the metre counts. */
	readonly tempo?: number;
	/** Where each beat was played, when it was not played in time. */
	readonly beats?: readonly number[];
	readonly tuning?: readonly Pitch[];
	readonly capo?: number;
}

/** @throws SyntaxError when the music cannot be read. */
export function score(
	time: string,
	keyName: string,
	music: string,
	{ instrument = 'guitar', tempo = 120, beats, tuning = STANDARD_GUITAR, capo = 0 }: Options = {}
): Score {
	const metre = metreOf(time);
	const wholeBar = (4 * PPQ * metre.beats) / metre.unit;
	const guitar = instrument === 'guitar';
	const key = keyOf(keyName);
	const clefs = instrument === 'piano' ? (['treble', 'bass'] as const) : (['treble'] as const);
	const bars = barsOf(music, wholeBar, guitar ? 12 : 0, { metre, key, clefs });
	const last = bars.at(-1)!;
	const pickup = bars[0]!.length < wholeBar ? bars[0]!.length : 0;
	return {
		instrument,
		key,
		metre,
		tempo,
		beatMap: beatMapOf(metre, tempo, last.start + last.length, pickup, beats),
		staves:
			instrument === 'piano'
				? [
						{ clef: 'treble', transpose: 0 },
						{ clef: 'bass', transpose: 0 }
					]
				: [{ clef: 'treble', transpose: guitar ? 12 : 0 }],
		bars,
		tab: guitar ? { tuning, capo } : null,
		swing: null,
		symbols: []
	};
}

function metreOf(time: string): Metre {
	const [beats, unit] = time.split('/').map(Number);
	if (unit !== 2 && unit !== 4 && unit !== 8) throw new SyntaxError(`not a metre: ${time}`);
	return { beats: beats!, unit };
}

/** `D`, `Bb`, or with a small m the minor key: `F#m`. */
function keyOf(name: string): Key {
	const minor = name.endsWith('m');
	const fifths = MAJOR_FIFTHS[minor ? name.slice(0, -1) : name];
	if (fifths === undefined) throw new SyntaxError(`not a key: ${name}`);
	return minor ? { fifths: fifths - 3, mode: 'minor' } : { fifths, mode: 'major' };
}

function beatMapOf(
	metre: Metre,
	tempo: number,
	end: number,
	pickup: number,
	played?: readonly number[]
): BeatMap {
	const compound = metre.unit === 8 && metre.beats % 3 === 0;
	const beatTicks = compound ? (3 * PPQ) / 2 : (4 * PPQ) / metre.unit;
	const count = Math.max(2, Math.ceil(end / beatTicks) + 1);
	const inTime = Array.from({ length: count }, (_, i) => (i * 60) / tempo);
	return {
		beats: (played ?? inTime).map(seconds),
		beatTicks: ticks(beatTicks),
		downbeat: Math.round(pickup / beatTicks),
		metre,
		turns: [],
		sureness: 1
	};
}

function barsOf(
	music: string,
	wholeBar: number,
	transpose: number,
	about: Pick<Bar, 'metre' | 'key' | 'clefs'>
): readonly Bar[] {
	const reader: Reader = { wholeBar, transpose, played: 0, tied: new Map() };
	let start = 0;
	let number = 1;
	return music.split('|').map((text, index): Bar => {
		const voices = text
			.split('//')
			.flatMap((onStaff, staff) =>
				onStaff
					.split('/')
					.map((line, voice) => voiceOf(line, start, staff as 0 | 1, voice as 0 | 1, reader))
			);
		const length = voices[0]!.events.reduce((sum, event) => sum + event.length, 0);
		if (index === 0 && length < wholeBar) number = 0;
		const bar = {
			number: number++,
			start: ticks(start),
			length: ticks(length),
			...about,
			section: null,
			voices
		};
		start += length;
		return bar;
	});
}

interface Reader {
	readonly wholeBar: number;
	readonly transpose: number;
	/** How many notes there have been. */
	played: number;
	/** By voice: pitches tied to its next chord, and the played note each belongs to. */
	readonly tied: Map<string, Map<number, number>>;
}

function voiceOf(text: string, start: number, staff: 0 | 1, voice: 0 | 1, reader: Reader): Voice {
	const events: Event[] = [];
	const key = `${staff}.${voice}`;
	let at = start;
	let tuplet: NoteValue['tuplet'];
	for (const word of text.match(/\{\d:\d|\}|\([^)]*\)\S+|[^\s{}]+/g) ?? []) {
		const opening = /^\{(\d):(\d)$/.exec(word);
		if (opening || word === '}') {
			tuplet = opening
				? { group: `t${at}`, actual: Number(opening[1]), normal: Number(opening[2]) }
				: undefined;
			continue;
		}
		const match = /^(\(.*\)|r|x|.+?):([whqest])(\.*)(~?)$/.exec(word);
		if (!match && word !== 'R') throw new SyntaxError(`not a note, chord or rest: ${word}`);
		const [, what = 'R', letter = 'w', dots = '', tie = ''] = match ?? [];
		const value: NoteValue = {
			base: BASES[letter as keyof typeof BASES],
			dots: dots.length as 0 | 1 | 2,
			...(tuplet && { tuplet })
		};
		const length = ticks(what === 'R' ? reader.wholeBar : lengthOf(value));
		const place = { id: `${key}.${at}`, start: ticks(at), value, length };
		if (what === 'r' || what === 'R' || what === 'x') {
			events.push({ ...place, kind: 'rest', wholeBar: what === 'R', hidden: what === 'x' });
			reader.tied.delete(key);
		} else {
			const back = reader.tied.get(key) ?? new Map<number, number>();
			const notes = what
				.replace(/[()]/g, '')
				.split(/\s+/)
				.map((name) => noteOf(name, tie === '~', back, reader))
				.sort((a, b) => a.pitch - b.pitch);
			events.push({ ...place, kind: 'chord', notes });
			const on = notes.filter(({ tieNext }) => tieNext);
			reader.tied.set(key, new Map(on.map(({ pitch, played }) => [pitch, played])));
		}
		at += length;
	}
	return { staff, voice, events };
}

function lengthOf({ base, dots, tuplet }: NoteValue): number {
	const plain = ((4 * PPQ) / base) * (2 - 2 ** -dots);
	return tuplet ? (plain * tuplet.normal) / tuplet.actual : plain;
}

/** `F#4`, or fingered: `F#4@4:4` (string : fret). */
function noteOf(
	name: string,
	tieNext: boolean,
	tied: Map<number, number>,
	reader: Reader
): ChordNote {
	const match = /^([A-G])(##|bb|#|b)?(\d)(?:@(\d+):(\d+))?$/.exec(name);
	if (!match) throw new SyntaxError(`not a note: ${name}`);
	const [, step, sign = '', digit, string, fret] = match;
	const alter = (sign.length * (sign.startsWith('b') ? -1 : 1)) as -2 | -1 | 0 | 1 | 2;
	const octave = Number(digit);
	const sounding = pitch(STEPS[step as Step] + alter + 12 * (octave + 1));
	const before = tied.get(sounding);
	// Of a unison only one goes on.
	tied.delete(sounding);
	return {
		pitch: sounding,
		spelling: { step: step as Step, alter, octave: octave + reader.transpose / 12 },
		tieNext,
		tieBack: before !== undefined,
		played: before ?? reader.played++,
		level: 0.6,
		position: string === undefined ? null : { string: Number(string), fret: Number(fret) }
	};
}
