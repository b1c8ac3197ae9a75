/** One bar of text tab: its notes laid out on lines of dashes, chord symbols over them. */
import { chordText } from '#music/export/chord-text.ts';
import { graceStrikesOf, type Strike } from '#music/export/text-tab-frets.ts';
import type { Bar, ChordSymbol } from '#music/score/score.ts';
import { PPQ } from '#music/time.ts';

/** A bar, or a part of one that is too long for a line. */
export interface Piece {
	/** The bar where it begins. */
	readonly bar: Bar | null;
	/** Chord symbols, each where it is played; at most `width` characters. */
	readonly over: string;
	/** One line for each string, all `width` characters, with the bar line that ends the bar. */
	readonly rows: readonly string[];
	readonly width: number;
}

/** Columns for a quarter note: at least, so that rests show; at most, so that lines hold a few bars. */
const LEAST = 2;
const MOST = 8;

interface Column {
	readonly offset: number;
	/** Frets with their signs, by string; undefined where the string is not struck. */
	readonly frets: readonly (string | undefined)[];
	/** Characters the frets take, with a dash after. */
	readonly width: number;
}

/**
 * @param strikes of this bar
 * @param symbols of this bar
 * @param room the longest line that one piece may fill
 */
export function piecesOf(
	bar: Bar,
	strikes: readonly Strike[],
	symbols: readonly ChordSymbol[],
	strings: number,
	room: number
): readonly Piece[] {
	const columns = columnsOf(bar, strikes, graceStrikesOf(bar, strings));
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
	const over = chordLine(symbols, bar, columns, joints, scale);
	end = Math.max(end, 1 + Math.round(bar.length * scale), over.length);
	const whole = rows.map((row) => `${row.padEnd(end, '-')}|`);
	const free = joints.filter((joint) => (over[joint - 1] ?? ' ') === ' ');
	return broken([...whole, over.padEnd(end + 1)], free, room).map((piece, i) => ({
		bar: i === 0 ? bar : null,
		over: piece.at(-1)!,
		rows: piece.slice(0, -1),
		width: piece[0]!.length
	}));
}

/** Each symbol over what is struck at its time, or at its own place between; never two without a space. */
function chordLine(
	symbols: readonly ChordSymbol[],
	bar: Bar,
	columns: readonly Column[],
	joints: readonly number[],
	scale: number
): string {
	let line = '';
	for (const symbol of symbols) {
		const offset = symbol.at - bar.start;
		const struck = columns.findIndex((column) => column.offset >= offset);
		const column = joints[struck] ?? Infinity;
		const there = columns[struck]?.offset === offset;
		const at = there ? column : Math.min(column, 1 + Math.round(offset * scale));
		line = line.padEnd(line === '' ? at : Math.max(at, line.length + 1)) + chordText(symbol);
	}
	return line;
}

/** Grace notes come just before what is struck at their time. */
function columnsOf(
	bar: Bar,
	strikes: readonly Strike[],
	graces: readonly Strike[]
): readonly Column[] {
	const columnOf = ({ start, texts }: Strike): Column => ({
		offset: start - bar.start,
		frets: texts,
		width: 1 + Math.max(...texts.map((text) => text?.length ?? 0))
	});
	return [...graces.map(columnOf), ...strikes.map(columnOf)].sort((a, b) => a.offset - b.offset);
}

/** Columns a tick: what the closest notes of the bar need. */
function scaleOf(columns: readonly Column[], length: number): number {
	const needs = columns.map(({ offset, width }, i) => {
		const gap = (columns[i + 1]?.offset ?? length) - offset;
		// Grace notes have no time of their own.
		return gap > 0 ? (width * PPQ) / gap : 0;
	});
	return Math.min(MOST, Math.max(LEAST, ...needs)) / PPQ;
}

/** Breaks lines longer than `room` before a note, never inside a fret and its signs. */
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
