/**
 * What speaks for and against a note's beginning: the numbers that the judge of
 * onsets is given. All are local, of a second around, since what is true of a
 * whole recording does not carry over to the next. After the study of which
 * features matter: strength and prominence of the onset, the note activation
 * before and after, its neighbours, its harmonics, its rivals, its repetitions.
 */
import { CONTOUR_BINS, KEYS } from '#models/activations.ts';
import type { ByteActivations } from './bytes.ts';
import type { Candidate } from './candidates.ts';
import { logit } from './network.ts';

/** Intervals from a note down to those of which it may be an overtone, in semitones. */
const BELOW = [12, 19, 24, 28, 31] as const;
/** Frames within which candidates count as struck together. */
const TOGETHER = 3;
/** Frames after which an earlier or later note of the same key no longer matters. */
const FAR = 60;

export const ONSET_FEATURES = 38;

/** Features of every candidate, row by row. Candidates are in the order of `findCandidates`. */
export function evidenceOf(
	activations: ByteActivations,
	candidates: readonly Candidate[]
): Float64Array {
	const rows = new Float64Array(candidates.length * ONSET_FEATURES);
	const { before, after } = neighbours(candidates);
	let first = 0;
	for (let i = 0; i < candidates.length; i++) {
		const candidate = candidates[i]!;
		while (candidates[first]!.frame < candidate.frame - TOGETHER) first++;
		let stronger = 0;
		let together = 0;
		for (let j = first; j < candidates.length; j++) {
			if (candidates[j]!.frame > candidate.frame + TOGETHER) break;
			together++;
			if (candidates[j]!.strength > candidate.strength) stronger++;
		}
		const at = i * ONSET_FEATURES;
		describe(activations, candidate, rows, at);
		rows[at + 25] = Math.log1p(stronger);
		rows[at + 26] = Math.log1p(together);
		repetition(activations, candidate, candidates[before[i]!], candidates[after[i]!], rows, at);
	}
	return rows;
}

/** Of each candidate, the index of the one before and after it on the same key, or −1. */
function neighbours(candidates: readonly Candidate[]): { before: Int32Array; after: Int32Array } {
	const before = new Int32Array(candidates.length).fill(-1);
	const after = new Int32Array(candidates.length).fill(-1);
	const last = new Int32Array(KEYS).fill(-1);
	candidates.forEach(({ key }, i) => {
		before[i] = last[key]!;
		if (before[i] >= 0) after[before[i]] = i;
		last[key] = i;
	});
	return { before, after };
}

/** All but what depends on the other candidates. */
function describe(
	{ note, onset, contour, frames }: ByteActivations,
	{ key, frame, strength }: Candidate,
	row: Float64Array,
	at: number
): void {
	const sounding = (other: number, from: number, to: number) =>
		mean(note, frames, other, frame + from, frame + to);
	const struck = (other: number) => peak(onset, frames, other, frame - TOGETHER, frame + TOGETHER);
	const after = sounding(key, 1, 6);

	row[at] = logit(strength);
	row[at + 1] =
		strength -
		Math.max(
			trough(onset, frames, key, frame - 6, frame),
			trough(onset, frames, key, frame, frame + 6)
		);
	row[at + 2] = mean(onset, frames, key, frame - 2, frame + 2);
	row[at + 3] = after;
	row[at + 4] = sounding(key, 7, 14);
	row[at + 5] = sounding(key, 15, 30);
	row[at + 6] = sounding(key, -6, -2);
	row[at + 7] = sounding(key, 0, 3) - sounding(key, -5, -2);
	row[at + 8] = trough(note, frames, key, frame - 8, frame);
	row[at + 9] = peak(note, frames, key, frame, frame + 4);
	row[at + 10] = sounding(key - 1, 1, 6);
	row[at + 11] = sounding(key + 1, 1, 6);
	row[at + 12] = struck(key - 1);
	row[at + 13] = struck(key + 1);
	row[at + 14] = struck(key - 12);
	row[at + 15] = sounding(key - 12, 1, 6);
	row[at + 16] = struck(key - 19);
	row[at + 17] = sounding(key - 19, 1, 6);
	row[at + 18] = struck(key + 12);
	row[at + 19] = sounding(key + 12, 1, 6);
	row[at + 20] = struck(key + 19);
	row[at + 21] = sounding(key + 19, 1, 6);
	let strongest = 0;
	let loudest = 0;
	for (const interval of BELOW) {
		strongest = Math.max(strongest, struck(key - interval));
		loudest = Math.max(loudest, sounding(key - interval, 1, 6));
	}
	row[at + 22] = strongest - strength;
	row[at + 23] = loudest - after;
	row[at + 24] = struck(key - 24);
	row[at + 32] = bins(contour, frames, 3 * key - 1, 3 * key + 1, frame + 1, frame + 6);
	row[at + 33] = Math.max(
		bins(contour, frames, 3 * key - 3, 3 * key - 2, frame + 1, frame + 6),
		bins(contour, frames, 3 * key + 2, 3 * key + 3, frame + 1, frame + 6)
	);
	row[at + 34] = (key - 44) / 20;
	let loud = 0;
	let rival = 0;
	for (let other = 0; other < KEYS; other++) {
		if (cell(note, frames, other, frame + 3) > 0.3) loud++;
		if (other !== key) rival = Math.max(rival, cell(onset, frames, other, frame));
	}
	row[at + 35] = Math.log1p(loud);
	row[at + 36] = rival;
	row[at + 37] = sounding(key, 1, 6) - sounding(key, 15, 30);
}

/** How near and how strong the same key's candidates before and after are, and how far it fell silent between. */
function repetition(
	{ note, frames }: ByteActivations,
	{ key, frame }: Candidate,
	before: Candidate | undefined,
	after: Candidate | undefined,
	row: Float64Array,
	at: number
): void {
	const since = before ? frame - before.frame : FAR;
	const until = after ? after.frame - frame : FAR;
	row[at + 27] = since < FAR ? Math.exp(-since / 20) : 0;
	row[at + 28] = since < FAR ? before!.strength : 0;
	row[at + 29] = until < FAR ? Math.exp(-until / 20) : 0;
	row[at + 30] = until < FAR ? after!.strength : 0;
	row[at + 31] = since < FAR ? trough(note, frames, key, before!.frame + 2, frame) : 0;
}

type Values = Uint8Array;

/** 0–1; silence outside the keyboard and the recording. */
function cell(values: Values, frames: number, key: number, frame: number): number {
	if (key < 0 || key >= KEYS || frame < 0 || frame >= frames) return 0;
	return values[frame * KEYS + key]! / 255;
}

/** The mean over frames `from` to `to`, both included. */
export function mean(
	values: Values,
	frames: number,
	key: number,
	from: number,
	to: number
): number {
	if (key < 0 || key >= KEYS) return 0;
	const first = Math.max(0, from);
	const last = Math.min(frames - 1, to);
	let sum = 0;
	for (let frame = first; frame <= last; frame++) sum += values[frame * KEYS + key]!;
	return sum / (255 * (to - from + 1));
}

export function peak(
	values: Values,
	frames: number,
	key: number,
	from: number,
	to: number
): number {
	if (key < 0 || key >= KEYS) return 0;
	const last = Math.min(frames - 1, to);
	let most = 0;
	for (let frame = Math.max(0, from); frame <= last; frame++) {
		const value = values[frame * KEYS + key]!;
		if (value > most) most = value;
	}
	return most / 255;
}

/** The least value from `from` to `to`; 0 where that reaches over an edge. */
function trough(values: Values, frames: number, key: number, from: number, to: number): number {
	if (from < 0 || to >= frames) return 0;
	let least = 255;
	for (let frame = from; frame <= to; frame++) {
		const value = values[frame * KEYS + key]!;
		if (value < least) least = value;
	}
	return least / 255;
}

/** The strongest of some contour bins, the mean over frames. */
function bins(
	contour: Values,
	frames: number,
	low: number,
	high: number,
	from: number,
	to: number
): number {
	let sum = 0;
	for (let frame = Math.max(0, from); frame <= Math.min(frames - 1, to); frame++) {
		let most = 0;
		for (let bin = Math.max(0, low); bin <= Math.min(CONTOUR_BINS - 1, high); bin++) {
			const value = contour[frame * CONTOUR_BINS + bin]!;
			if (value > most) most = value;
		}
		sum += most;
	}
	return sum / (255 * (to - from + 1));
}
