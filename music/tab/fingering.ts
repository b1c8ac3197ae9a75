/**
 * Fingering: a string and a fret for every note, decided for the whole piece at
 * once. Notes that start together form a group; each group has a handful of
 * possible hands (shape and position); a shortest path through them weighs
 * stretches, shifts, open strings, skipped strings and notes that would be cut
 * short. The path search is Viterbi's, but each path also remembers which
 * strings it has left ringing, so it is exact but for that memory.
 */
import type { Pitch, WrittenNote } from '#music/note.ts';
import type { TabStaff } from '#music/score/score.ts';
import { cutEffort, handsFor, moveEffort, REACH, type Hand } from '#music/tab/effort.ts';
import { LAST_FRET, soundsAt } from '#music/tab/fretboard.ts';
import type { Position } from '#music/tab/position.ts';
import { shapesOf } from '#music/tab/shapes.ts';

/** Hands considered for one group. */
const WIDTH = 24;
/** A note that stops this close to the next onset (beats) was not cut. */
const SLACK = 0.125;

interface Group {
	/** Ticks. */
	readonly start: number;
	/** Indices into the notes, by pitch. */
	readonly members: readonly number[];
}

interface Path {
	readonly cost: number;
	readonly hand: Hand;
	readonly before: Path | null;
	/** For each string: when its note ends (beats), and at which fret it is held. */
	readonly until: readonly number[];
	readonly held: readonly number[];
	/** When the last of them ends. */
	readonly ringing: number;
}

/**
 * Parallel to `notes`: where each is played, frets counted from the capo. Null
 * where a note is out of range, or cannot be played with the others of its onset.
 *
 * @param pinned chosen positions by index of the played note; the rest is solved around them.
 * A choice that does not sound its note (the tuning has changed since) is passed over.
 */
export function finger(
	notes: readonly WrittenNote[],
	tab: TabStaff,
	pinned: ReadonlyMap<number, Position> = new Map()
): readonly (Position | null)[] {
	const positions: (Position | null)[] = notes.map(() => null);
	const { groups, best } = solve(notes, tab, pinned);
	let path = best;
	for (let i = groups.length - 1; i >= 0 && path !== null; i--, path = path.before) {
		const { shape } = path.hand;
		for (const [k, note] of groups[i]!.members.entries()) {
			const string = shape.places[k]!;
			if (string >= 0) positions[note] = { string: string + 1, fret: shape.frets[string]! };
		}
	}
	return positions;
}

/** What the easiest way to play `notes` costs: a comfortable shift by two frets is about one. */
export const effortOf = (
	notes: readonly WrittenNote[],
	tab: TabStaff,
	pinned: ReadonlyMap<number, Position> = new Map()
): number => solve(notes, tab, pinned).best?.cost ?? 0;

function solve(
	notes: readonly WrittenNote[],
	tab: TabStaff,
	pinned: ReadonlyMap<number, Position>
): { readonly groups: readonly Group[]; readonly best: Path | null } {
	const groups = groupsOf(notes);
	const beat = beatOf(groups);
	const handsOfChord = new Map<string, readonly Hand[]>();

	let paths: readonly Path[] = [];
	for (const [i, group] of groups.entries()) {
		const pitches = group.members.map((n) => notes[n]!.pitch);
		const pins = group.members.map((n) => {
			const pin = pinned.get(notes[n]!.played);
			return pin !== undefined && soundsAt(notes[n]!.pitch, pin, tab) ? pin : undefined;
		});
		const name = pitches.map((p, k) => `${p}@${pins[k]?.string ?? ''}`).join();
		const hands = remember(handsOfChord, name, () => candidates(pitches, tab, pins));
		const start = group.start / beat;
		const since = i === 0 ? 0 : start - groups[i - 1]!.start / beat;
		const ends = group.members.map((n) => (notes[n]!.start + notes[n]!.length) / beat);
		paths = hands
			.map((hand) => follow(paths, hand, { start, since, ends, strings: tab.tuning.length }))
			.sort((a, b) => a.cost - b.cost);
	}

	return { groups, best: paths[0] ?? null };
}

function groupsOf(notes: readonly WrittenNote[]): readonly Group[] {
	const order = notes
		.map((_, i) => i)
		.sort(
			(a, b) => notes[a]!.start - notes[b]!.start || notes[a]!.pitch - notes[b]!.pitch || a - b
		);
	const groups: { start: number; members: number[] }[] = [];
	for (const i of order) {
		const start = notes[i]!.start;
		const last = groups.at(-1);
		if (last?.start === start) last.members.push(i);
		else groups.push({ start, members: [i] });
	}
	return groups;
}

/**
 * Two notes at the usual pace, in ticks. Effort is measured by it rather than by
 * the written beat, so that music written at half the tempo is fingered alike.
 */
function beatOf(groups: readonly Group[]): number {
	const gaps = groups.slice(1).map(({ start }, i) => start - groups[i]!.start);
	const middle = gaps.sort((a, b) => a - b)[gaps.length >> 1];
	return 2 * (middle ?? 1);
}

/** A group as the path meets it; times in beats. */
interface Step {
	readonly start: number;
	/** Since the group before. */
	readonly since: number;
	readonly ends: readonly number[];
	readonly strings: number;
}

function remember<T>(seen: Map<string, T>, key: string, find: () => T): T {
	const known = seen.get(key);
	if (known !== undefined) return known;
	const found = find();
	seen.set(key, found);
	return found;
}

function candidates(
	pitches: readonly Pitch[],
	tab: TabStaff,
	pins: readonly (Position | undefined)[]
): readonly Hand[] {
	const lastHand = Math.max(1, LAST_FRET - tab.capo - REACH);
	return shapesOf(pitches, tab, pins)
		.flatMap((shape) => handsFor(shape, lastHand))
		.sort((a, b) => a.hold - b.hold)
		.slice(0, WIDTH);
}

/** The cheapest way to reach `hand`; `paths` begin with the cheapest. */
function follow(paths: readonly Path[], hand: Hand, { start, since, ends, strings }: Step): Path {
	let before: Path | null = null;
	let least = Infinity;
	for (const path of paths) {
		if (path.cost >= least) break;
		const moved = path.cost + moveEffort(path.hand, hand, since);
		if (moved >= least) continue;
		const cost = moved + cutBy(path, hand, start);
		if (cost < least) {
			least = cost;
			before = path;
		}
	}
	const until = Array<number>(strings).fill(0);
	const held = Array<number>(strings).fill(-1);
	let ringing = 0;
	if (before !== null && before.ringing > start) {
		for (let string = 0; string < strings; string++) {
			if (cuts(before, hand, string, start)) continue;
			until[string] = before.until[string]!;
			held[string] = before.held[string]!;
			ringing = Math.max(ringing, until[string]!);
		}
	}
	for (let k = 0; k < ends.length; k++) {
		const string = hand.shape.places[k]!;
		if (string < 0) continue;
		until[string] = ends[k]!;
		held[string] = hand.shape.frets[string]!;
		ringing = Math.max(ringing, ends[k]!);
	}
	const cost = (before === null ? 0 : least) + hand.hold;
	return { cost, hand, before, until, held, ringing };
}

function cutBy(path: Path, hand: Hand, start: number): number {
	if (path.ringing <= start + SLACK) return 0;
	let effort = 0;
	for (let string = 0; string < path.until.length; string++) {
		const rest = path.until[string]! - start - SLACK;
		if (rest > 0 && cuts(path, hand, string, start)) effort += cutEffort(rest);
	}
	return effort;
}

/** Whether a note ringing on `string` ends when `hand` takes over: its string is used, or its finger leaves. */
function cuts(path: Path, hand: Hand, string: number, start: number): boolean {
	if (path.until[string]! <= start) return true;
	if (hand.shape.frets[string]! >= 0) return true;
	const fret = path.held[string]!;
	return fret > 0 && (fret < hand.at || fret > hand.at + REACH + 1);
}
