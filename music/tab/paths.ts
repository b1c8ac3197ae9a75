/**
 * The search for the easiest way through a piece. Each step has a handful of
 * hands; a path is a choice of one for each. Viterbi's algorithm, but a path also
 * remembers which strings it has left ringing, since no string is struck while
 * another note holds it: of paths that end alike, with the same strings ringing
 * and the hand in the same place, only the cheapest goes on.
 */
import type { TabStaff } from '#music/score/score.ts';
import { cutEffort, handAt, moveEffort, NOWHERE, REACH, type Hand } from '#music/tab/effort.ts';
import { handsFinder, type HandsOf, type Step } from '#music/tab/hands.ts';
import { shapesOf, type Held } from '#music/tab/shapes.ts';
import { PPQ } from '#music/time.ts';

/** Paths that cost this much more than the cheapest are given up, and all beyond the first so many. */
const HOPELESS = 6;
const PATHS = 24;
/** Ticks. Less is no overlap: it is the smallest difference between written values, a triplet's and a sixteenth's. */
const OVERLAP = PPQ / 24;
/** A step that is heeded less than this says nothing of where the hand is afterwards. */
const HEEDED = 0.6;

export interface Path {
	readonly cost: number;
	readonly hand: Hand;
	readonly before: Path | null;
	/** The fret under the first finger, and where it was when notes were last surely heard. */
	readonly at: number;
	readonly sureAt: number;
	/** How much the hand heeds what was struck, 0–1. */
	readonly pull: number;
	/** For each string: when its note ends, and the fret at which it is held. */
	readonly until: readonly number[];
	readonly held: readonly number[];
	/** When the last of them ends. */
	readonly ringing: number;
}

/** The cheapest path, from its last step; null for no steps. @param pace ticks of a note at the usual pace. */
export function cheapest(steps: readonly Step[], tab: TabStaff, pace: number): Path | null {
	const handsOf = handsFinder(tab);
	const beginning: Path = {
		cost: 0,
		hand: { shape: shapesOf([], tab)[0]!, at: 0, hold: 0, id: 0 },
		before: null,
		at: NOWHERE,
		sureAt: NOWHERE,
		pull: 0,
		until: tab.tuning.map(() => 0),
		held: tab.tuning.map(() => -1),
		ringing: 0
	};
	let paths: readonly Path[] = [beginning];
	for (const [i, step] of steps.entries()) {
		const since = i === 0 ? Infinity : (step.start - steps[i - 1]!.start) / pace;
		paths = onwards(paths, step, since, pace, handsOf);
	}
	return steps.length === 0 ? null : paths[0]!;
}

/** A path that goes on to `hand`, before it is worked out which strings it leaves ringing. */
type Ahead = Omit<Path, 'until' | 'held' | 'ringing'> & { readonly before: Path };

function onwards(
	paths: readonly Path[],
	step: Step,
	since: number,
	pace: number,
	handsOf: HandsOf
): readonly Path[] {
	const pull = pullOf(step);
	const handsWhile = handsOf(step);
	const next = new Map<number, Ahead>();
	const rings = new Map<string, number>();
	let least = Infinity;
	for (const path of paths) {
		if (path.cost > least + HOPELESS) break;
		const ringing = path.ringing >= step.start + OVERLAP;
		const ring = ringing ? numberOf(rings, `${path.until.join()} ${path.held.join()}`) : 0;
		for (const hand of handsWhile(ringing ? heldBy(path, step.start) : null)) {
			let cost = path.cost + hand.hold * pull;
			if (cost > least + HOPELESS) break;
			cost += moved(path, hand, since, pull);
			if (cost > least + HOPELESS) continue;
			if (ringing) cost += cutBy(path, hand, step.start, pace);
			const at = handAt(hand, path.at);
			const sureAt = pull < HEEDED ? path.sureAt : at;
			const key = ((hand.id * 64 + (ring % 64)) * 32 + at) * 32 + sureAt;
			const known = next.get(key);
			if (known !== undefined && known.cost <= cost) continue;
			if (cost < least) least = cost;
			next.set(key, { cost, hand, before: path, at, sureAt, pull });
		}
	}
	return [...next.values()]
		.sort((a, b) => a.cost - b.cost)
		.slice(0, PATHS)
		.map((path) => follow(path, step));
}

/** The surest note of a step decides how far the hand goes for it. */
const pullOf = ({ sure }: Step): number => Math.max(...sure) ** 2;

/** Through a doubtful step the hand goes, for the most part, straight on from where it surely was. */
function moved(from: Path, to: Hand, since: number, pull: number): number {
	if (from.before === null) return 0;
	const here = moveEffort(from.hand, from.at, to, since);
	if (from.pull >= HEEDED) return pull * here;
	const there = moveEffort(from.hand, from.sureAt, to, since);
	return pull * (from.pull * here + (1 - from.pull) * there);
}

function numberOf(seen: Map<string, number>, name: string): number {
	const known = seen.get(name) ?? seen.size + 1;
	seen.set(name, known);
	return known;
}

/** The notes that go on, and that no hand may let go of. */
function heldBy({ until, held }: Path, start: number): Held {
	let strings = 0;
	let low = Infinity;
	let high = 0;
	for (let string = 0; string < until.length; string++) {
		if (until[string]! < start + OVERLAP) continue;
		strings |= 1 << string;
		const fret = held[string]!;
		if (fret > 0 && fret < low) low = fret;
		if (fret > high) high = fret;
	}
	return { strings, low, high };
}

/** What it costs that fingers leave notes which were to go on. */
function cutBy(path: Path, { at }: Hand, start: number, pace: number): number {
	let effort = 0;
	if (at === 0) return 0;
	for (let string = 0; string < path.until.length; string++) {
		const rest = path.until[string]! - start;
		if (rest >= OVERLAP && leaves(path.held[string]!, at)) effort += cutEffort(rest / pace);
	}
	return effort;
}

const leaves = (fret: number, at: number): boolean =>
	fret > 0 && (fret < at || fret > at + REACH + 1);

function follow(path: Ahead, { start, ends }: Step): Path {
	const { before, hand } = path;
	const until: number[] = [];
	const held: number[] = [];
	let ringing = 0;
	for (let string = 0; string < before.until.length; string++) {
		const on = before.until[string]! >= start + OVERLAP;
		until.push(on ? before.until[string]! : 0);
		held.push(on ? before.held[string]! : -1);
		if (until[string]! > ringing) ringing = until[string]!;
	}
	for (let k = 0; k < ends.length; k++) {
		const string = hand.shape.places[k]!;
		if (string < 0) continue;
		until[string] = ends[k]!;
		held[string] = hand.shape.frets[string]!;
		if (ends[k]! > ringing) ringing = ends[k]!;
	}
	return { ...path, until, held, ringing };
}
