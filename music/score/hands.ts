/**
 * Divides a piano's notes between two hands: at every onset a pitch parts left
 * from right, and a dynamic program moves it as little as the hands' span and
 * the gaps between the notes allow.
 */
import type { PlayedNote } from '#music/note.ts';
import { findOnsets } from '#music/rhythm/onsets.ts';

const LOWEST = 43;
const HIGHEST = 79;
const STATES = HIGHEST - LOWEST + 1;
/** Middle C parts the hands unless the music says otherwise. */
const HOME = 60;
/** Semitones a hand reaches comfortably. */
const SPAN = 13;
/** Seconds in which notes still belong to the hand's present place. */
const RECENT = 0.35;

/** Parallel to `notes` (in order of start): 0 for the upper staff, 1 for the lower. */
export function splitHands(notes: readonly PlayedNote[]): Uint8Array {
	const onsets = findOnsets(notes);
	const came: Uint8Array[] = [];
	let costs: Float64Array<ArrayBufferLike> = new Float64Array(STATES);
	let recentFrom = 0;
	onsets.forEach((onset, o) => {
		while (onsets[recentFrom]!.time < onset.time - RECENT) recentFrom++;
		const own = onset.notes.map((i) => notes[i]!.pitch);
		const recent = onsets
			.slice(Math.max(recentFrom, o - 6), o)
			.flatMap((near) => near.notes.map((i) => notes[i]!.pitch));
		const { values, sources } = nearest(costs);
		came.push(sources);
		costs = values.map((value, s) => value + partingCost(LOWEST + s, own, recent));
	});

	const hands = new Uint8Array(notes.length);
	let state = costs.indexOf(Math.min(...costs));
	for (let o = onsets.length - 1; o >= 0; o--) {
		for (const i of onsets[o]!.notes) hands[i] = notes[i]!.pitch >= LOWEST + state ? 0 : 1;
		state = came[o]![state]!;
	}
	return hands;
}

/** The cheapest way to every state when a move costs its distance: one sweep up and one down. */
function nearest(costs: Float64Array): { values: Float64Array; sources: Uint8Array } {
	const STEP = 0.2;
	const values = Float64Array.from(costs);
	const sources = Uint8Array.from(costs, (_, s) => s);
	const pull = (s: number, from: number): void => {
		if (values[from]! + STEP >= values[s]!) return;
		values[s] = values[from]! + STEP;
		sources[s] = sources[from]!;
	};
	for (let s = 1; s < STATES; s++) pull(s, s - 1);
	for (let s = STATES - 2; s >= 0; s--) pull(s, s + 1);
	return { values, sources };
}

/** How badly the hands lie when `split` and what is above go to the right hand. */
function partingCost(split: number, own: readonly number[], recent: readonly number[]): number {
	let low = Infinity;
	let high = -Infinity;
	let lowRight = Infinity;
	let highLeft = -Infinity;
	let lowLeft = Infinity;
	let highRight = -Infinity;
	for (const pitch of own) {
		low = Math.min(low, pitch);
		high = Math.max(high, pitch);
		if (pitch >= split) {
			lowRight = Math.min(lowRight, pitch);
			highRight = Math.max(highRight, pitch);
		} else {
			highLeft = Math.max(highLeft, pitch);
			lowLeft = Math.min(lowLeft, pitch);
		}
	}
	const strain = Math.max(0, highRight - lowRight - SPAN) + Math.max(0, highLeft - lowLeft - SPAN);
	const gap = lowRight - highLeft;
	let near = 0;
	for (const pitch of recent) {
		// A line should not pass from hand to hand: notes close on the other side pull the split away.
		if (pitch < split && lowRight - pitch < 5) near += 0.15;
		if (pitch >= split && pitch - highLeft < 5) near += 0.15;
	}
	const between = Number.isFinite(gap) ? -0.08 * Math.min(gap, 12) : 0;
	return strain + between + near + 0.025 * Math.abs(split - HOME);
}
