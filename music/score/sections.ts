/**
 * The form of a piece: passages that come back are found on the diagonals of a
 * table that compares every bar with every other, and are named A, B, A… with what
 * stands between them. A piece without a clear form has no sections.
 */
import { likeness, type Print } from '#music/score/similar.ts';

/** A passage that comes back has at least this many bars; in a long piece one remembers only longer ones. */
const LEAST = 4;
const LEAST_IN_LONG = 8;
const LONG = 48;
/** A recording with more bars is no piece whose form could be read off letters. */
const MOST_BARS = 600;
/** Likeness of its bars to their return: on average, and each but one in four. */
const ALIKE = 0.55;
const EACH = 0.35;
/** With more than this likeness between any two bars, everything comes back all the time. */
const SAME_ALL_OVER = 0.4;
/** Share of the bars that must return for the form to be clear. */
const CLEAR = 0.4;
/** More names than this are no form that one would remember. */
const MOST_NAMES = 6;
/** Passages mostly have whole fours of bars: one bar more or less is the return's end or upbeat. */
const FOUR = 4;

interface Passage {
	readonly from: number;
	readonly length: number;
	readonly back: number;
}

interface Section {
	readonly from: number;
	readonly to: number;
	/** Sections of the same kind are the same music. */
	readonly kind: number;
}

/** For each bar, the name of the section that begins there, or null. `prints` of the bars; see `printsOf`. */
export function sectionsOf(prints: readonly Print[]): (string | null)[] {
	const names = prints.map((): string | null => null);
	if (prints.length < 3 * LEAST || prints.length > MOST_BARS) return names;
	const least = prints.length < LONG ? LEAST : LEAST_IN_LONG;
	const table = prints.map((one) => Float32Array.from(prints, (other) => likeness(one, other)));
	if (usual(table) > SAME_ALL_OVER) return names;
	const returning = returns(table, least);
	const covered = returning.reduce((sum, { from, to }) => sum + to - from, 0);
	const sections = withContrasts(returning, prints.length, least);
	const kinds = [...new Set(sections.map(({ kind }) => kind))];
	const loop = kinds.length === 1 && sections.every(({ from, to }) => to - from <= least);
	if (covered < CLEAR * prints.length || kinds.length > MOST_NAMES || loop) return names;
	for (const { from, kind } of sections) {
		names[from] = String.fromCharCode('A'.charCodeAt(0) + kinds.indexOf(kind));
	}
	return names;
}

/** The mean likeness of two bars. */
function usual(table: readonly Float32Array[]): number {
	const count = table.length;
	let sum = 0;
	table.forEach((row, i) => row.forEach((value, j) => (sum += i === j ? 0 : value)));
	return sum / (count * (count - 1));
}

/** Passages and all their returns: the longest first, then what comes back in the bars that are left. */
function returns(table: readonly Float32Array[], least: number): Section[] {
	const found: Section[] = [];
	const free = table.map(() => true);
	for (let kind = 0; ; kind++) {
		const passage = longest(table, free, least);
		if (passage === null || kind > MOST_NAMES) return found.sort((a, b) => a.from - b.from);
		const { from, length, back } = passage;
		const places = [from, back];
		for (let at = 0; at + length <= table.length; at++) {
			const apart = places.every((place) => Math.abs(place - at) >= length);
			if (apart && isFree(free, at, length) && isReturn(table, from, at, length)) places.push(at);
		}
		for (const place of places) {
			found.push({ from: place, to: place + length, kind });
			free.fill(false, place, place + length);
		}
	}
}

function longest(
	table: readonly Float32Array[],
	free: readonly boolean[],
	least: number
): Passage | null {
	let best: Passage | null = null;
	let most = 0;
	for (let lag = least; lag <= table.length - least; lag++) {
		for (let from = 0; from + lag < table.length;) {
			const length = runFrom(table, free, from, lag);
			const whole = Math.min(wholeFours(length), lag);
			const worth = whole < least ? 0 : whole * meanAlong(table, from, from + lag, whole);
			if (worth > most && isReturn(table, from, from + lag, whole)) {
				[best, most] = [{ from, length: whole, back: from + lag }, worth];
			}
			from += Math.max(1, length);
		}
	}
	return best;
}

/** How many bars from here on are like those a lag later; a single bar that is not does not end the run. */
function runFrom(
	table: readonly Float32Array[],
	free: readonly boolean[],
	from: number,
	lag: number
): number {
	const goes = (i: number): boolean =>
		i + lag < table.length && free[i]! && free[i + lag]! && table[i]![i + lag]! >= EACH;
	let to = from;
	while (goes(to) || (to > from && goes(to + 1) && free[to]! && free[to + lag]!)) to++;
	return to - from;
}

const wholeFours = (length: number): number =>
	length % FOUR === 1 && length > FOUR ? length - 1 : length;

const isFree = (free: readonly boolean[], from: number, length: number): boolean =>
	free.slice(from, from + length).every(Boolean);

function isReturn(
	table: readonly Float32Array[],
	from: number,
	back: number,
	length: number
): boolean {
	let unlike = 0;
	for (let i = 0; i < length; i++) if (table[from + i]![back + i]! < EACH) unlike++;
	return unlike * FOUR <= length && meanAlong(table, from, back, length) >= ALIKE;
}

function meanAlong(
	table: readonly Float32Array[],
	from: number,
	back: number,
	length: number
): number {
	let sum = 0;
	for (let i = 0; i < length; i++) sum += table[from + i]![back + i]!;
	return sum / length;
}

/** What stands between is a section too when it is long enough; else it belongs to the one before. */
function withContrasts(returning: readonly Section[], bars: number, least: number): Section[] {
	const sections: Section[] = [];
	let kind = -1;
	let at = 0;
	for (const section of [...returning, null]) {
		const from = section?.from ?? bars;
		if (from - at >= least && returning.length > 0)
			sections.push({ from: at, to: from, kind: kind-- });
		if (section === null) break;
		sections.push(section);
		at = section.to;
	}
	return sections;
}
