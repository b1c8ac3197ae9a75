/**
 * Printed music with its bars from LilyPond files of the Mutopia Project (public domain and CC BY), as
 * `mutopia.py` has LilyPond tell it: what sounds and where it is in its bar, moment by moment.
 */
import { readFileSync } from 'node:fs';
import type { PrintedBar, PrintedNote, PrintedSong } from './printed.ts';

/** Of so many bars one may be shorter or longer than its metre says: repeats divide bars. */
const ODD_BARS = 0.15;
const NEAR = 0.001;

/** The parts of one to four staves; of three the first is a singer, or the hands are an organist's. */
const PARTS: readonly (readonly PrintedNote['part'][])[] = [[1], [1, 2], [0, 1, 2], [0, 1, 1, 2]];

/** What is told of one moment: `at` in quarters. */
interface Told {
	readonly what: string;
	readonly at: number;
	readonly rest: readonly string[];
}

/** Null when it cannot be read with certainty: many staves, no steady bars. */
export function readEngraved(file: string): PrintedSong | null {
	const told = readFileSync(file, 'utf8')
		.split('\n')
		.map((line) => line.trim().split(' '))
		// What is before its moment is a grace note.
		.filter(([, at, grace]) => at !== undefined && Number(grace) === 0)
		.map(([what = '', at = '', , ...rest]): Told => ({ what, at: quarters(at), rest }));
	const notes = notesIn(told);
	const bars = barsIn(told);
	if (notes === null || bars === null) return null;
	const tempo = told.find(({ what, rest }) => what === 'bar' && Number(rest[4]) !== 0);
	return {
		notes: notes.sort((a, b) => a.at - b.at || a.pitch - b.pitch),
		bars,
		tempo: tempo === undefined ? null : quarters(tempo.rest[4]!) / 60
	};
}

/** Whole notes, as a fraction, in quarters. */
function quarters(fraction: string): number {
	const [over = 0, under = 1] = fraction.split('/').map(Number);
	return (4 * over) / under;
}

function notesIn(told: readonly Told[]): PrintedNote[] | null {
	const sounding = told.filter(({ what }) => what === 'note');
	const staves = [...new Set(sounding.map(({ rest }) => Number(rest[0])))].sort((a, b) => a - b);
	const parts = PARTS[staves.length - 1];
	if (parts === undefined) return null;
	const ties = new Set(
		told.filter(({ what }) => what === 'tie').map(({ at, rest: [, voice] }) => `${at} ${voice}`)
	);
	const notes: PrintedNote[] = [];
	const open = new Map<string, number>();
	for (const { at, rest } of sounding) {
		const [staff = '', voice = '', long = '', key = ''] = rest;
		const length = quarters(long);
		const pitch = Math.round(Number(key));
		const before = open.get(`${staff} ${pitch}`);
		const tied = before !== undefined && Math.abs(endOf(notes[before]!) - at) < NEAR;
		if (tied) notes[before] = { ...notes[before]!, length: at + length - notes[before]!.at };
		else notes.push({ at, length, pitch, part: parts[staves.indexOf(Number(staff))]! });
		if (!ties.has(`${at} ${voice}`)) open.delete(`${staff} ${pitch}`);
		else if (!tied) open.set(`${staff} ${pitch}`, notes.length - 1);
	}
	return notes;
}

const endOf = ({ at, length }: PrintedNote): number => at + length;

function barsIn(told: readonly Told[]): PrintedBar[] | null {
	const starts: PrintedBar[] = [];
	for (const { what, at, rest } of told) {
		if (what !== 'bar') continue;
		const place = quarters(rest[0]!);
		const metre = { beats: Number(rest[2]), unit: Number(rest[3]) as 2 | 4 | 8 };
		const begins = place < 0 && starts.length === 0 ? at : at - place;
		const last = starts.at(-1);
		if (last === undefined || begins > last.at + NEAR) {
			starts.push({ at: begins, length: quarters(rest[1]!), metre });
		}
	}
	const bars = starts.flatMap((bar, i) =>
		filled(bar, (starts[i + 1]?.at ?? bar.at + bar.length) - bar.at)
	);
	const odd = bars.filter(({ length, metre }) => Math.abs(length - whole(metre)) > NEAR).length;
	const counted = bars.every(({ metre: { unit } }) => unit === 2 || unit === 4 || unit === 8);
	return counted && odd <= Math.max(2, ODD_BARS * bars.length) ? bars : null;
}

const whole = ({ beats, unit }: PrintedBar['metre']): number => (4 * beats) / unit;

/** Until the next bar that is told of: where nothing begins bars go on untold. */
function filled(bar: PrintedBar, until: number): PrintedBar[] {
	const full = whole(bar.metre);
	const bars: PrintedBar[] = [];
	let at = 0;
	for (; until - at > full + NEAR; at += full) bars.push({ ...bar, at: bar.at + at, length: full });
	return [...bars, { ...bar, at: bar.at + at, length: until - at }];
}
