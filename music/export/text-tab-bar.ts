/** One bar of text tab: its notes laid out on lines of dashes. */
import type { SoundingNote } from '#music/export/sounding.ts';
import type { Bar } from '#music/score/score.ts';
import { PPQ } from '#music/time.ts';

/** A bar, or a part of one that is too long for a line. */
export interface Piece {
	/** The bar's number where it begins. */
	readonly number: number | null;
	/** One line for each string, all `width` characters, with the bar line that ends the bar. */
	readonly rows: readonly string[];
	readonly width: number;
}

/** Columns for a quarter note: at least, so that rests show; at most, so that lines hold a few bars. */
const LEAST = 2;
const MOST = 8;

interface Column {
	readonly offset: number;
	/** Fret text by string; undefined where the string is not struck. */
	readonly frets: readonly (string | undefined)[];
	/** Characters the frets take, with a dash after. */
	readonly width: number;
}

/** @param room the longest line that one piece may fill. */
export function piecesOf(
	bar: Bar,
	notes: readonly SoundingNote[],
	strings: number,
	room: number
): readonly Piece[] {
	const columns = columnsOf(bar, notes, strings);
	const scale = scaleOf(columns, bar.length);
	const rows = Array.from({ length: strings }, () => '-');
	/** Where the bar may be broken: before each column. */
	const joints: number[] = [];
	let end = 1;
	for (const { offset, frets, width } of columns) {
		const at = Math.max(end, 1 + Math.round(offset * scale));
		joints.push(at);
		for (const [string, row] of rows.entries()) {
			rows[string] = (row.padEnd(at, '-') + (frets[string] ?? '')).padEnd(at + width, '-');
		}
		end = at + width;
	}
	end = Math.max(end, 1 + Math.round(bar.length * scale));
	const whole = rows.map((row) => `${row.padEnd(end, '-')}|`);
	return broken(whole, joints, room).map((piece, i) => ({
		number: i === 0 ? bar.number : null,
		rows: piece,
		width: piece[0]!.length
	}));
}

function columnsOf(bar: Bar, notes: readonly SoundingNote[], strings: number): readonly Column[] {
	const byStart = new Map<number, (string | undefined)[]>();
	for (const { start, position } of notes) {
		if (position === null) continue;
		const frets = byStart.get(start) ?? Array.from({ length: strings }, () => undefined);
		frets[position.string - 1] = String(position.fret);
		byStart.set(start, frets);
	}
	return [...byStart].map(([start, frets]) => ({
		offset: start - bar.start,
		frets,
		width: 1 + Math.max(...frets.map((fret) => fret?.length ?? 0))
	}));
}

/** Columns a tick: what the closest notes of the bar need. */
function scaleOf(columns: readonly Column[], length: number): number {
	const needs = columns.map(({ offset, width }, i) => {
		const gap = (columns[i + 1]?.offset ?? length) - offset;
		return (width * PPQ) / Math.max(gap, 1);
	});
	return Math.min(MOST, Math.max(LEAST, ...needs)) / PPQ;
}

/** Breaks lines longer than `room` before a note, never inside a fret of two digits. */
function broken(
	rows: readonly string[],
	joints: readonly number[],
	room: number
): readonly (readonly string[])[] {
	const width = rows[0]!.length;
	if (width <= room) return [rows];
	const fitting = joints.filter((joint) => joint > 1 && joint <= room);
	const cut = fitting.at(-1) ?? room;
	const rest = rows.map((row) => row.slice(cut));
	const later = joints.filter((joint) => joint > cut).map((joint) => joint - cut);
	return [rows.map((row) => row.slice(0, cut)), ...broken(rest, later, room)];
}
