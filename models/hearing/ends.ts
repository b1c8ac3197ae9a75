/**
 * Where notes end. At every second frame of a note a small classifier says how
 * likely it is to end there, given that it has not yet; from these hazards follows
 * the chance of each end, and the one is taken that is most likely nearly right.
 * A note never reaches over the next onset of its key.
 */
import { CONTOUR_BINS, KEYS } from '#models/activations.ts';
import type { ByteActivations } from './bytes.ts';
import { mean, peak } from './evidence.ts';
import { probability, type Judge } from './network.ts';

/** A note that was kept, before its end is known. */
export interface Begun {
	readonly key: number;
	readonly frame: number;
	readonly confidence: number;
}

export const END_FEATURES = 28;
/** Frames between two looks at a note. */
export const END_STEP = 2;
/** Longest note, frames: twelve seconds. */
const LONGEST = 1032;
/** An end is nearly right within so many frames, or so much of the note's length. */
const NEAR_FRAMES = 4;
const NEAR_SHARE = 0.2;
/** When it is this unlikely that the note still sounds, no more is looked at. */
const GONE = 0.02;

/** What the ends of notes depend on besides their own key, for all frames. */
export interface Surroundings {
	/** Sums of the confidences of all notes begun before each frame. */
	readonly begun: Float64Array;
	/** For each frame, the last frame up to it in which a note began, or −1; and the next after it, or `frames`. */
	readonly last: Int32Array;
	readonly next: Int32Array;
	readonly sounding: Uint8Array;
	readonly energy: Float32Array;
	/** Where notes begin: frames × keys, 1 or 0. */
	readonly grid: Uint8Array;
	/** The frames in which notes of each key begin, rising. */
	readonly byKey: readonly (readonly number[])[];
}

export function surroundings(
	{ frames, note }: ByteActivations,
	notes: readonly Begun[]
): Surroundings {
	const begun = new Float64Array(frames + 1);
	const grid = new Uint8Array(frames * KEYS);
	const byKey: number[][] = Array.from({ length: KEYS }, () => []);
	for (const { key, frame, confidence } of notes) {
		begun[frame + 1]! += confidence;
		grid[frame * KEYS + key] = 1;
		byKey[key]!.push(frame);
	}
	const last = new Int32Array(frames);
	const next = new Int32Array(frames);
	for (let frame = 0, at = -1; frame < frames; frame++) {
		if (begun[frame + 1]! > 0) at = frame;
		last[frame] = at;
	}
	for (let frame = frames - 1, at = frames; frame >= 0; frame--) {
		next[frame] = at;
		if (begun[frame + 1]! > 0) at = frame;
	}
	const sounding = new Uint8Array(frames);
	const energy = new Float32Array(frames);
	for (let frame = 0; frame < frames; frame++) {
		let loud = 0;
		let sum = 0;
		for (let cell = frame * KEYS; cell < (frame + 1) * KEYS; cell++) {
			const value = note[cell]!;
			if (value > 76) loud++;
			sum += value;
		}
		sounding[frame] = loud;
		energy[frame] = sum / 255;
		begun[frame + 1]! += begun[frame]!;
	}
	return { begun, last, next, sounding, energy, grid, byKey };
}

/** The first frame in which the note no longer sounds, at the latest the next onset of its key. */
export function endOf(
	activations: ByteActivations,
	around: Surroundings,
	note: Begun,
	judge: Judge
): number {
	const limit = latestEnd(activations, around, note);
	const looks = lookAt(activations, around, note, limit);
	const ending: number[] = [];
	let alive = 1;
	for (let step = 0; step < looks.count && alive > GONE; step++) {
		looks.describe(step);
		const hazard = probability(judge(looks.row, 0));
		ending.push(alive * hazard);
		alive *= 1 - hazard;
	}
	ending.push(alive);
	return Math.min(limit, note.frame + END_STEP * (mostLikely(ending) + 1));
}

/** The next onset of the key, or the end of the recording. */
export function latestEnd(
	{ frames }: ByteActivations,
	around: Surroundings,
	{ key, frame }: Begun
): number {
	return Math.min(again(around, key, frame) ?? frames, frames - 1, frame + LONGEST);
}

/** The frame in which the key is struck next, found by halving. */
function again({ byKey }: Surroundings, key: number, frame: number): number | undefined {
	const begins = byKey[key]!;
	let [low, high] = [0, begins.length];
	while (low < high) {
		const middle = (low + high) >> 1;
		if (begins[middle]! > frame) high = middle;
		else low = middle + 1;
	}
	return begins[low];
}

/** The step around which most of the chance lies, within what counts as right. */
function mostLikely(ending: readonly number[]): number {
	const sums = [0];
	for (const chance of ending) sums.push(sums.at(-1)! + chance);
	let best = 0;
	let most = -1;
	for (let step = 0; step < ending.length; step++) {
		const near = Math.max(NEAR_FRAMES / END_STEP, Math.floor(NEAR_SHARE * (step + 1)));
		const from = Math.max(0, step - near);
		const to = Math.min(ending.length, step + near + 1);
		if (sums[to]! - sums[from]! > most) [best, most] = [step, sums[to]! - sums[from]!];
	}
	return best;
}

/** One look after another at a note that sounds on; they must be taken in order. */
interface Looks {
	readonly count: number;
	readonly row: Float64Array;
	/** Writes the features of the frames `END_STEP × (step + 1)` after the onset into `row`. */
	readonly describe: (step: number) => void;
}

export function lookAt(
	{ frames, note, onset, contour }: ByteActivations,
	around: Surroundings,
	{ key, frame: start, confidence }: Begun,
	limit: number
): Looks {
	const row = new Float64Array(END_FEATURES);
	const struckAgain = again(around, key, start) ?? frames;
	// The next note of any key that is not of the same chord.
	const onward = around.next[Math.min(frames - 1, start + 4)]!;
	let highest = peak(note, frames, key, start, start + 1);
	let lowest = 1;
	let loudAt = start;

	const describe = (step: number): void => {
		const elapsed = END_STEP * (step + 1);
		const frame = start + elapsed;
		const now = note[frame * KEYS + key]! / 255;
		for (let at = frame - 1; at <= frame; at++) {
			const value = note[at * KEYS + key]! / 255;
			if (value > highest) highest = value;
			if (at > start + 3 && value < lowest) lowest = value;
			if (value >= 0.5 * highest) loudAt = at;
		}
		const top = highest + 0.05;
		const before = mean(note, frames, key, frame - 4, frame - 1);
		const after = mean(note, frames, key, frame + 1, frame + 4);
		row[0] = Math.log(elapsed);
		row[1] = now;
		row[2] = mean(note, frames, key, frame + 1, frame + 3);
		row[3] = mean(note, frames, key, frame + 4, frame + 8);
		row[4] = before;
		row[5] = highest;
		row[6] = now / top;
		row[7] = after / top;
		row[8] = after - before;
		row[9] = lowest / top;
		row[10] = Math.log1p(frame - loudAt);
		row[11] = peak(onset, frames, key, frame, frame + 4);
		row[12] = Math.exp((frame - struckAgain) / 8);
		row[13] = Math.log1p(begunIn(around, frame - 3, frame + 3));
		row[14] = Math.log1p(begunIn(around, frame + 4, frame + 10));
		row[15] = besides(around, key, frame);
		row[16] = mean(note, frames, key + 12, frame, frame + 3);
		row[17] = mean(note, frames, key - 12, frame, frame + 3);
		row[18] = Math.log1p(around.sounding[frame]!);
		row[19] = Math.log1p(frame - around.last[frame]!);
		row[20] = Math.log1p(Math.min(200, around.next[frame]! - frame));
		row[21] = confidence;
		row[22] = (key - 44) / 20;
		row[23] = centre(contour, frames, key, frame);
		row[24] = peak(note, frames, key, frame - 8, frame - 1) - after;
		row[25] = Math.max(-3, Math.min(3, Math.log(elapsed / Math.max(1, onward - start))));
		row[26] = Math.max(
			mean(note, frames, key - 1, frame, frame + 3),
			mean(note, frames, key + 1, frame, frame + 3)
		);
		row[27] =
			around.energy[Math.min(frames - 1, frame + 3)]! - around.energy[Math.max(0, frame - 3)]!;
	};
	return { count: Math.max(0, Math.floor((limit - start) / END_STEP) - 1), row, describe };
}

function begunIn({ begun }: Surroundings, from: number, to: number): number {
	const end = Math.min(begun.length - 1, to + 1);
	return begun[end]! - begun[Math.max(0, Math.min(end, from))]!;
}

/** Whether a note begins within a third of the key, just now: a line moves on. */
function besides({ grid }: Surroundings, key: number, frame: number): number {
	const last = Math.min(grid.length / KEYS - 1, frame + 5);
	for (let at = Math.max(0, frame - 3); at <= last; at++) {
		for (let other = Math.max(0, key - 4); other <= Math.min(KEYS - 1, key + 4); other++) {
			if (other !== key && grid[at * KEYS + other] === 1) return 1;
		}
	}
	return 0;
}

function centre(contour: Uint8Array, frames: number, key: number, frame: number): number {
	let sum = 0;
	for (let at = frame; at < Math.min(frames, frame + 4); at++) {
		sum += contour[at * CONTOUR_BINS + 3 * key]!;
	}
	return sum / 1020;
}
