/**
 * Printed music with its bars: songs of the OpenScore Lieder corpus (CC0), as
 * MuseScore files, with where each bar begins and what it counts.
 */
import { readFileSync } from 'node:fs';
import type { Metre } from '#music/settings.ts';

const LENGTHS: Readonly<Record<string, number>> = {
	breve: 8,
	whole: 4,
	half: 2,
	quarter: 1,
	eighth: 0.5,
	'16th': 0.25,
	'32nd': 0.125,
	'64th': 0.0625
};

/** Quarters from the beginning, and what sounds. */
export interface PrintedNote {
	readonly at: number;
	readonly length: number;
	readonly pitch: number;
	/** 0 is the singer, 1 the right hand, 2 the left. */
	readonly part: 0 | 1 | 2;
}

export interface PrintedBar {
	readonly at: number;
	readonly length: number;
	readonly metre: Metre;
}

export interface PrintedSong {
	readonly notes: readonly PrintedNote[];
	readonly bars: readonly PrintedBar[];
	/** Quarters a second, when the print says; null otherwise. */
	readonly tempo: number | null;
}

/** The parts of two, three and four staves: of a quartet the first violin sings and the cello is the left hand. */
const PARTS: readonly (readonly PrintedNote['part'][])[] = [
	[1, 2],
	[0, 1, 2],
	[0, 1, 1, 2]
];

/** Null when it cannot be read with certainty: bars that do not fill, parts that disagree. */
export function readPrinted(file: string): PrintedSong | null {
	const text = readFileSync(file, 'utf8');
	const bodies = [...text.matchAll(/^ {4}<Staff id="\d">(.*?)^ {4,6}<\/Staff>/gms)].map(
		([, body]) => body!
	);
	if (bodies.length < 2 || bodies.length > 4) return null;
	const staves = bodies.map(readStaff);
	if (staves.some((staff) => staff === null)) return null;
	const { bars } = staves.at(-1)!;
	if (staves.some((staff) => staff!.bars.length !== bars.length)) return null;
	const notes = staves.flatMap((staff, s) => {
		const part = PARTS[staves.length - 2]![s]!;
		return staff!.notes.map((note) => ({ ...note, part }));
	});
	const tempo = Number(/<tempo>([\d.]+)<\/tempo>/.exec(text)?.[1] ?? Number.NaN);
	return {
		notes: notes.sort((a, b) => a.at - b.at || a.pitch - b.pitch),
		bars,
		// A quartet has movements, and only the first tempo is read.
		tempo: Number.isNaN(tempo) || staves.length > 3 ? null : tempo
	};
}

type Staff = { notes: Omit<PrintedNote, 'part'>[]; bars: PrintedBar[] };

function readStaff(body: string): Staff | null {
	const notes: Omit<PrintedNote, 'part'>[] = [];
	const bars: PrintedBar[] = [];
	const open = new Map<number, number>();
	let metre: Metre = { beats: 4, unit: 4 };
	let start = 0;
	for (const [, head = '', inside = ''] of body.matchAll(/<Measure([^>]*)>(.*?)<\/Measure>/gs)) {
		const n = /<sigN>(\d+)<\/sigN>/.exec(inside)?.[1];
		const d = Number(/<sigD>(\d+)<\/sigD>/.exec(inside)?.[1]);
		if (n !== undefined) {
			if (d !== 2 && d !== 4 && d !== 8) return null;
			metre = { beats: Number(n), unit: d };
		}
		const odd = /len="(\d+)\/(\d+)"/.exec(head);
		const length = odd ? (4 * Number(odd[1])) / Number(odd[2]) : (4 * metre.beats) / metre.unit;
		for (const [, voice = ''] of inside.matchAll(/<voice>(.*?)<\/voice>/gs)) {
			if (!readVoice(voice, start, length, notes, open)) return null;
		}
		bars.push({ at: start, length, metre });
		start += length;
	}
	return { notes, bars };
}

const PIECES =
	/<Spanner.*?<\/Spanner>|<Tuplet>.*?<\/Tuplet>|<endTuplet\/>|<location>.*?<\/location>|<(Chord|Rest)>(.*?)<\/\1>/gs;

function readVoice(
	voice: string,
	start: number,
	bar: number,
	notes: Omit<PrintedNote, 'part'>[],
	open: Map<number, number>
): boolean {
	const tuplets: number[] = [];
	let at = 0;
	for (const [piece, kind, inside = ''] of voice.matchAll(PIECES)) {
		if (piece.startsWith('<Tuplet')) {
			const normal = Number(/<normalNotes>(\d+)/.exec(piece)?.[1]);
			const actual = Number(/<actualNotes>(\d+)/.exec(piece)?.[1]);
			tuplets.push(normal / actual);
		} else if (piece === '<endTuplet/>') tuplets.pop();
		else if (piece.startsWith('<location')) {
			const [, n, d] = /<fractions>(-?\d+)\/(\d+)/.exec(piece) ?? [];
			if (n !== undefined) at += (4 * Number(n)) / Number(d);
		} else if (kind !== undefined && !/<(appoggiatura|acciaccatura|grace\w+)\/>/.test(inside)) {
			const type = /<durationType>(\w+)/.exec(inside)?.[1] ?? '';
			const dots = Number(/<dots>(\d)/.exec(inside)?.[1] ?? 0);
			const plain = type === 'measure' ? bar : (LENGTHS[type] ?? Number.NaN);
			const length = tuplets.reduce(
				(left: number, ratio) => left * ratio,
				plain * (2 - 0.5 ** dots)
			);
			if (kind === 'Chord') sound(inside, start + at, length, notes, open);
			at += length;
		}
	}
	return at <= bar + 0.01;
}

function sound(
	inside: string,
	at: number,
	length: number,
	notes: Omit<PrintedNote, 'part'>[],
	open: Map<number, number>
): void {
	for (const [, note = ''] of inside.matchAll(/<Note>(.*?)<\/Note>/gs)) {
		const pitch = Number(/<pitch>(\d+)/.exec(note)?.[1]);
		const tied = /<Spanner type="Tie">\s*<prev>/.test(note);
		const before = open.get(pitch);
		if (
			tied &&
			before !== undefined &&
			Math.abs(notes[before]!.at + notes[before]!.length - at) < 0.02
		) {
			notes[before] = { ...notes[before]!, length: at + length - notes[before]!.at };
		} else {
			open.set(pitch, notes.length);
			notes.push({ at, length, pitch });
		}
	}
}
