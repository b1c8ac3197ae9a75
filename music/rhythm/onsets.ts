/**
 * What a performance says at each onset, as numbers for the network that finds
 * the beats: how heavy it is, what the bass and the top line do, whether the
 * harmony is new, and how it stands among the onsets around it.
 */
import type { PlayedNote } from '#music/note.ts';

/** How many numbers describe an onset. */
export const ONSET_FEATURES = 28;

/** Notes starting within this many seconds of the first are one onset: the spread of a chord, or of a quick strum. */
const TOGETHER = 0.04;
/** Half the stretch of music, in seconds, that loudness and length are compared with. */
const AROUND = 4;
/** Seconds on either side in which harmonies are compared. */
const HARMONY = 1.2;
/** Semitones a second by which the pitch that counts as bass rises while none is struck, and the top falls. */
const FADES = 10;
/** Seconds around an onset in which it may be the strongest. */
const NEAR = 0.3;
const WIDE = 0.8;

/** Notes that begin together. */
export interface Onset {
	/** Seconds: the middle of its notes' starts. */
	readonly time: number;
	/** Indices into the list of notes. */
	readonly notes: readonly number[];
}

/** `notes` in order of start. @param together seconds from the first in which notes are one onset */
export function findOnsets(notes: readonly PlayedNote[], together = TOGETHER): Onset[] {
	const groups: number[][] = [];
	let from = -Infinity;
	notes.forEach((note, i) => {
		if (note.start - from <= together) groups.at(-1)!.push(i);
		else {
			groups.push([i]);
			from = note.start;
		}
	});
	return groups.map((group) => ({
		time: group.reduce((sum, i) => sum + notes[i]!.start, 0) / group.length,
		notes: group
	}));
}

interface Plain {
	readonly loud: number;
	readonly longest: number;
	readonly low: number;
	readonly high: number;
	readonly lowLong: number;
	readonly chroma: number;
	readonly sure: number;
	readonly registers: readonly number[];
}

/** The features of every onset, `ONSET_FEATURES` each. */
export function onsetFeatures(
	notes: readonly PlayedNote[],
	onsets: readonly Onset[]
): Float32Array {
	const times = onsets.map(({ time }) => time);
	const plain = onsets.map((onset) => plainOf(onset, notes));
	const loudness = against(
		plain.map(({ loud }) => loud),
		times
	);
	const lengths = against(
		plain.map(({ longest }) => longest),
		times
	);
	const changes = harmonyChanges(notes, times);
	const rows = new Float32Array(onsets.length * ONSET_FEATURES);
	let bass = 127;
	let top = 0;
	let heard = 0;
	const fresh = new Float64Array(12).fill(-Infinity);
	plain.forEach((own, s) => {
		const gap = s === 0 ? 1 : times[s]! - times[s - 1]!;
		const next = s === plain.length - 1 ? 1 : times[s + 1]! - times[s]!;
		bass += gap * FADES;
		top -= gap * FADES;
		const bassStruck = own.low < bass + 3;
		const bassMoved = bassStruck && own.low !== plain[heard]!.low;
		const topStruck = own.high > top - 3;
		if (bassStruck) {
			bass = own.low;
			heard = s;
		}
		if (topStruck) top = own.high;
		const before = plain[s - 1] ?? own;
		let newness = 0;
		let tones = 0;
		for (let c = 0; c < 12; c++) {
			if (((own.chroma >> c) & 1) === 0) continue;
			tones++;
			newness += 1 - Math.exp(-(times[s]! - fresh[c]!));
			fresh[c] = times[s]!;
		}
		rows.set(
			[
				1,
				Math.log(onsets[s]!.notes.length),
				loudness[s]!,
				lengths[s]!,
				Math.log(0.1 + own.longest),
				bassStruck ? 1 : 0,
				bassMoved ? 1 : 0,
				bassStruck ? Math.log(0.1 + own.lowLong) + 1 : 0,
				topStruck ? 1 : 0,
				newness / tones,
				changes[s]!,
				...own.registers,
				clip((own.high - before.high) / 12),
				clip((own.low - before.low) / 12),
				own.high === before.high ? 1 : 0,
				own.chroma === before.chroma ? 1 : 0,
				Math.log(Math.min(3, Math.max(0.04, gap))) + 1,
				Math.log(Math.min(3, Math.max(0.04, next))) + 1,
				own.sure,
				...standing(plain, times, s, NEAR),
				...standing(plain, times, s, WIDE)
			],
			s * ONSET_FEATURES
		);
	});
	return rows;
}

/** Further than this, all is equally far. */
export const clip = (value: number): number => Math.max(-2, Math.min(2, value));

function plainOf({ notes: group }: Onset, notes: readonly PlayedNote[]): Plain {
	let [loud, longest, low, high, lowLong, chroma, sure] = [0, 0, 127, 0, 0, 0, 0];
	const registers = [0, 0, 0, 0];
	for (const i of group) {
		const { pitch, start, end, level, confidence = 1 } = notes[i]!;
		const length = Math.min(end - start, 2);
		loud += level * confidence;
		longest = Math.max(longest, length);
		if (pitch < low) {
			low = pitch;
			lowLong = length;
		}
		high = Math.max(high, pitch);
		chroma |= 1 << (pitch % 12);
		sure += confidence / group.length;
		registers[Math.max(0, Math.min(3, Math.floor(pitch / 12) - 3))]! += 0.5;
	}
	return { loud, longest, low, high, lowLong, chroma, sure, registers };
}

/** The logarithm of each value against the mean of those around. */
function against(values: readonly number[], times: readonly number[]): Float64Array {
	let [from, to, sum] = [0, 0, 0];
	return Float64Array.from(values, (value, i) => {
		while (to < values.length && times[to]! <= times[i]! + AROUND) sum += values[to++]!;
		while (times[from]! < times[i]! - AROUND) sum -= values[from++]!;
		return Math.log((value + 0.05) / (Math.max(0, sum) / (to - from) + 0.05));
	});
}

/** 0–1 at each time: how far what sounds after it differs from what sounded before. */
function harmonyChanges(notes: readonly PlayedNote[], times: readonly number[]): Float64Array {
	const changes = new Float64Array(times.length);
	let from = 0;
	const before = new Float64Array(12);
	const after = new Float64Array(12);
	times.forEach((time, s) => {
		before.fill(0);
		after.fill(0);
		while (from < notes.length && notes[from]!.start < time - HARMONY) from++;
		for (let i = from; i < notes.length && notes[i]!.start < time + HARMONY; i++) {
			const { start, end, pitch, level } = notes[i]!;
			const weight = level * Math.sqrt(Math.min(Math.max(end - start, 0.05), 1));
			const side = start < time - 0.05 ? before : after;
			side[pitch % 12]! += weight * (pitch < 52 ? 1.5 : 1);
		}
		let [dot, bb, aa] = [0, 1e-6, 1e-6];
		for (let c = 0; c < 12; c++) {
			dot += before[c]! * after[c]!;
			bb += before[c]! ** 2;
			aa += after[c]! ** 2;
		}
		changes[s] = 1 - dot / Math.sqrt(aa * bb);
	});
	return changes;
}

/** Whether it is the loudest, the lowest, the longest of those around. */
function standing(
	plain: readonly Plain[],
	times: readonly number[],
	s: number,
	reach: number
): readonly [number, number, number] {
	const own = plain[s]!;
	let [loud, low, long] = [1, 1, 1];
	const look = (k: number): void => {
		const other = plain[k]!;
		if (other.loud > own.loud) loud = Math.min(loud, own.loud / (other.loud + 1e-9));
		if (other.low < own.low) low = Math.min(low, Math.max(-1, 1 - (own.low - other.low) / 12));
		if (other.longest > own.longest) long = Math.min(long, own.longest / other.longest);
	};
	for (let k = s - 1; k >= 0 && times[k]! >= times[s]! - reach; k--) look(k);
	for (let k = s + 1; k < plain.length && times[k]! <= times[s]! + reach; k++) look(k);
	return [loud, low, long];
}
