/**
 * Divides a piano's notes between two hands, as two players' minds would: a beam
 * of possible divisions goes from onset to onset, and each hand pays for what it
 * must stretch, how far it must jump and in what time, for what it would hold
 * meanwhile, and for reaching over the other. Nothing is decided before the
 * whole piece has spoken.
 */
import type { PlayedNote } from '#music/note.ts';
import { findOnsets } from '#music/rhythm/onsets.ts';
import { enter, IDLE, type Hand } from '#music/score/reach.ts';

/** Notes starting within this many seconds of the first are one onset. */
const TOGETHER = 0.045;
/** Divisions of what went before that are kept at each onset. */
const BEAM = 20;

/** Both hands after some onsets, and how they came there. */
interface Division {
	readonly left: Hand;
	readonly right: Hand;
	readonly cost: number;
	/** How many of the onset's notes, from the lowest, the left hand took. */
	readonly taken: number;
	readonly both: boolean;
	readonly before: Division | null;
}

/** Parallel to `notes` (in order of start): 0 for the upper staff, 1 for the lower. */
export function splitHands(notes: readonly PlayedNote[]): Uint8Array {
	const onsets = onsetsOf(notes);
	let beam: Division[] = [
		{ left: IDLE, right: IDLE, cost: 0, taken: 0, both: false, before: null }
	];
	for (const onset of onsets) {
		const struck = onset.map((i) => notes[i]!);
		const next = beam.flatMap((before) =>
			Array.from({ length: struck.length + 1 }, (_, taken) => divide(before, struck, taken))
		);
		beam = best(next);
	}
	const hands = new Uint8Array(notes.length);
	let division: Division | null = beam[0]!;
	for (let o = onsets.length - 1; o >= 0; o--) {
		const onset = onsets[o]!;
		for (let k = 0; k < division!.taken; k++) hands[onset[k]!] = 1;
		division = division!.before;
	}
	return hands;
}

/** Indices, each onset's from the lowest note up. */
const onsetsOf = (notes: readonly PlayedNote[]): number[][] =>
	findOnsets(notes, TOGETHER).map((onset) =>
		onset.notes.toSorted((a, b) => notes[a]!.pitch - notes[b]!.pitch)
	);

function divide(before: Division, struck: readonly PlayedNote[], taken: number): Division {
	const left = enter(before.left, before.right, struck, 0, taken, -1);
	const right = enter(before.right, before.left, struck, taken, struck.length, 1);
	const both = taken > 0 && taken < struck.length;
	const apart = both ? between(struck, taken) + (before.both ? 0 : BOTH) : 0;
	const cost = before.cost + left.cost + right.cost + apart;
	return { left: left.hand, right: right.hand, cost, taken, both, before };
}

/** The second hand comes in for a reason; and hands that are close are in each other's way. */
const BOTH = 0.3;
const NARROW = 0.05;
const WIDE = 12;

function between(struck: readonly PlayedNote[], taken: number): number {
	const gap = struck[taken]!.pitch - struck[taken - 1]!.pitch;
	return NARROW * (WIDE - Math.min(gap, WIDE));
}

/** The cheapest, one for each place of the hands. */
function best(divisions: Division[]): Division[] {
	divisions.sort((a, b) => a.cost - b.cost);
	const kept: Division[] = [];
	const places = new Set<number>();
	for (const division of divisions) {
		const { left, right } = division;
		const place = (left.low * 128 + left.last) * 16384 + right.low * 128 + right.last;
		if (places.has(place)) continue;
		places.add(place);
		kept.push(division);
		if (kept.length === BEAM) break;
	}
	return kept;
}
