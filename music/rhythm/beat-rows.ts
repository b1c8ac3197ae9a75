/**
 * What each beat of a pulse brings, as numbers for the network that finds the
 * bars: where in it notes begin, what the bass and the harmony do, and how much
 * it is like the beats before. Times are counted in beats, so that the same
 * music is the same at any tempo.
 */
import type { PlayedNote } from '#music/note.ts';
import {
	FRAMES_A_SECOND,
	periodOf,
	PERIODS,
	type PulseEvidence
} from '#music/rhythm/pulse-network.ts';
import { clip, ONSET_FEATURES, type Onset } from '#music/rhythm/onsets.ts';

/** Places in a beat that rhythms are told apart by. */
const PLACES = 12;
/** Beats back that a beat is compared with. */
const LAGS = [1, 2, 3, 4, 6, 8] as const;
/** An onset this much (share of a beat) before or after the beat is on it. */
const ON = 0.14;
/** Seconds after which a held note says no more. */
const LONG = 2;

/** How many numbers describe a beat. */
export const BEAT_FEATURES = PLACES + ONSET_FEATURES + 2 * LAGS.length + 12;

/** What was heard of a performance. */
export interface Heard {
	/** In order of start. */
	readonly notes: readonly PlayedNote[];
	readonly onsets: readonly Onset[];
	/** The features of the onsets, `ONSET_FEATURES` each. */
	readonly rows: Float32Array;
	/** From `from` seconds on. */
	readonly pulse: PulseEvidence;
	readonly from: number;
}

/** The features of each beat, `BEAT_FEATURES` each. */
export function beatRows(beats: readonly number[], heard: Heard): Float32Array {
	const { notes, onsets, rows, pulse, from } = heard;
	const count = beats.length;
	const lists = (length: number): Float64Array[] =>
		Array.from({ length: count }, () => new Float64Array(length));
	const rhythms = lists(PLACES);
	const chroma = lists(12);
	const pitches = lists(24);
	const lowest = new Float64Array(count).fill(Infinity);
	const longest = new Float64Array(count);
	const through = new Float64Array(count);
	const onBeat = new Int32Array(count).fill(-1);
	const heaviest = new Float64Array(count);

	let beat = 0;
	for (const [s, { time, notes: group }] of onsets.entries()) {
		while (beat < count - 2 && beats[beat + 1]! <= time) beat++;
		const length = beats[beat + 1]! - beats[beat]!;
		const into = (time - beats[beat]!) / length;
		if (into < -1 || into > 2) continue;
		const place = Math.round(into * PLACES);
		const own = Math.max(0, Math.min(count - 1, beat + Math.floor(place / PLACES)));
		rhythms[own]![((place % PLACES) + PLACES) % PLACES]! += Math.sqrt(group.length);
		const near = Math.max(0, Math.min(count - 1, beat + Math.round(into)));
		const away = Math.abs(beat + into - near);
		const weight = group.length * (1 - away);
		if (away <= ON && weight > heaviest[near]!) {
			heaviest[near] = weight;
			onBeat[near] = s;
		}
		for (const i of group) {
			const note = notes[i]!;
			const sounding = Math.min(note.end - note.start, LONG);
			chroma[own]![note.pitch % 12]! += Math.sqrt(sounding) * note.level;
			pitches[own]![note.pitch % 24]! += 1;
			lowest[own] = Math.min(lowest[own]!, note.pitch);
			if (away <= ON) longest[near] = Math.max(longest[near]!, sounding / length);
			for (let b = near + 1; b < count && beats[b]! < note.end - 0.05 && b < near + 8; b++) {
				through[b]! += 1;
			}
		}
	}

	const out = new Float32Array(count * BEAT_FEATURES);
	for (let b = 0; b < count; b++) {
		const at = b * BEAT_FEATURES;
		out.set(rhythms[b]!, at);
		if (onBeat[b]! >= 0) {
			const s = onBeat[b]! * ONSET_FEATURES;
			out.set(rows.subarray(s, s + ONSET_FEATURES), at + PLACES);
		}
		const low = Number.isFinite(lowest[b]!) ? lowest[b]! : (lowest[b - 1] ?? 60);
		const before = lowest[b - 1] ?? low;
		const length = (beats[b + 1] ?? 2 * beats[b]! - beats[b - 1]!) - (beats[b] ?? 0);
		out.set(
			[
				...LAGS.map((lag) => alike(rhythms, b, lag)),
				...LAGS.map((lag) => alike(pitches, b, lag)),
				Number.isFinite(low) ? (60 - low) / 24 : 0,
				Number.isFinite(before) && Number.isFinite(low) ? clip((low - before) / 12) : 0,
				1 - alike(chroma, b, 1),
				1 - likeness(sum(chroma, b, 2), sum(chroma, b - 2, 2)),
				1 - likeness(sum(chroma, b, 4), sum(chroma, b - 4, 4)),
				Math.log(0.1 + Math.min(8, longest[b]!)),
				Math.log(1 + through[b]!),
				Math.log(length / 0.6),
				b === 0 || b === count - 1 ? 1 : 0,
				oddsAt(pulse.beat, beats[b]! - from),
				oddsAt(pulse.downbeat, beats[b]! - from),
				paceAt(pulse, beats[b]! - from, length)
			],
			at + PLACES + ONSET_FEATURES
		);
	}
	return out;
}

const oddsAt = (odds: Float32Array, time: number): number =>
	odds[Math.round(time * FRAMES_A_SECOND)] ?? -4;

/** How probable a beat of so many seconds is there, against any other: a logarithm. */
export function paceAt({ periods }: PulseEvidence, time: number, seconds: number): number {
	const row = Math.max(0, Math.round((time * FRAMES_A_SECOND) / 2)) * PERIODS;
	return Math.max(-4, (periods[row + periodOf(seconds)] ?? -4) + Math.log(PERIODS));
}

/** How like its neighbour so many beats before a beat is, 0–1; a half where there is none. */
const alike = (lists: readonly Float64Array[], b: number, lag: number): number =>
	b < lag ? 0.5 : likeness(lists[b]!, lists[b - lag]!);

function sum(lists: readonly Float64Array[], from: number, count: number): Float64Array {
	const all = new Float64Array(12);
	for (let b = Math.max(0, from); b < Math.min(lists.length, from + count); b++) {
		lists[b]!.forEach((value, i) => (all[i]! += value));
	}
	return all;
}

function likeness(a: Float64Array, b: Float64Array): number {
	let [dot, aa, bb] = [0, 0, 0];
	for (let i = 0; i < a.length; i++) {
		dot += a[i]! * b[i]!;
		aa += a[i]! ** 2;
		bb += b[i]! ** 2;
	}
	return aa === 0 || bb === 0 ? 0.5 : dot / Math.sqrt(aa * bb);
}
