/** What speaks for a beat on an onset: itself, and how it stands among the onsets around it. */
import type { PlayedNote } from '#music/note.ts';

/** How many numbers `onsetEvidence` writes for each onset. */
export const ONSET_FEATURES = 36;

/** Half the stretch of music, in seconds, that an event's loudness is compared with. */
const AROUND = 4;
/** Semitones a second by which the pitch that counts as bass rises while none is struck. */
const BASS_FADES = 10;
/** Seconds around an onset in which it may be the strongest. */
const NEAR = 0.3;
const WIDE = 0.7;

/** What is known of one onset by itself. */
export interface Mark {
	/** The logarithm of its loudness against the music around it. */
	readonly loud: number;
	/** 1 where the bass moves, a half where it is struck again, else 0. */
	readonly bass: number;
	/** 0–1: how little of its harmony has just been heard. */
	readonly fresh: number;
	/** Seconds of its longest note, at most 2. */
	readonly longest: number;
	readonly size: number;
	readonly low: number;
	readonly high: number;
}

/** @param groups the notes (indices) that each onset counts, with those just beside it */
export function marksOf(
	notes: readonly PlayedNote[],
	groups: readonly (readonly number[])[],
	times: readonly number[]
): Mark[] {
	const loud = Float64Array.from(groups, (group) =>
		group.reduce((sum, i) => sum + notes[i]!.level * (notes[i]!.confidence ?? 1), 0)
	);
	const usual = runningMean(loud, times);
	const chroma = new Float64Array(12);
	let bass = 127;
	let lastBass = -1;
	let before = 0;
	return groups.map((group, g) => {
		const fade = Math.exp(-(times[g]! - before));
		before = times[g]!;
		let fresh = 0;
		let longest = 0;
		let low = 127;
		let high = 0;
		for (let c = 0; c < 12; c++) chroma[c]! *= fade;
		for (const i of group) {
			const note = notes[i]!;
			longest = Math.max(longest, Math.min(note.end - note.start, 2));
			low = Math.min(low, note.pitch);
			high = Math.max(high, note.pitch);
			fresh += 1 - Math.min(1, chroma[note.pitch % 12]!);
			chroma[note.pitch % 12] = 1;
		}
		// The memory of a bass fades upwards, so that a bass line may climb.
		bass += (times[g]! - (times[g - 1] ?? times[g]!)) * BASS_FADES;
		const struck = low < bass + 3 ? 1 : 0;
		const moved = struck && low !== lastBass ? 1 : 0;
		if (struck) {
			bass = low;
			lastBass = low;
		}
		return {
			loud: Math.log((loud[g]! + 0.05) / (usual[g]! + 0.05)),
			bass: (struck + moved) / 2,
			fresh: fresh / group.length,
			longest,
			size: group.length,
			low,
			high
		};
	});
}

const SILENCE: Mark = { loud: -2, bass: 0, fresh: 0, longest: 0.1, size: 0, low: 60, high: 60 };

/** The features of the onset at `g`. */
export function onsetEvidence(
	marks: readonly Mark[],
	times: readonly number[],
	g: number
): Float64Array {
	const at = (k: number): Mark => marks[g + k] ?? SILENCE;
	const gap = (from: number, to: number): number => {
		const [a, b] = [times[g + from], times[g + to]];
		return a === undefined || b === undefined ? 0.3 : Math.log(Math.min(2, Math.max(0.04, b - a)));
	};
	const own = marks[g]!;
	const plain = ({ loud, bass, fresh, longest, size }: Mark): number[] => [
		loud,
		bass,
		fresh,
		Math.log(0.1 + longest),
		Math.log(1 + size)
	];
	return Float64Array.of(
		...plain(own),
		...plain(at(-1)),
		...plain(at(1)),
		at(-2).loud,
		at(2).loud,
		at(-2).bass,
		at(2).bass,
		gap(-1, 0),
		gap(0, 1),
		gap(-2, -1),
		gap(1, 2),
		gap(-1, 0) - gap(0, 1),
		gap(-2, 0) - gap(0, 2),
		(own.high - at(-1).high) / 12,
		(own.high - at(1).high) / 12,
		(own.low - at(-1).low) / 12,
		(own.low - at(1).low) / 12,
		...standing(marks, times, g, NEAR),
		...standing(marks, times, g, WIDE),
		g === 0 ? 1 : 0
	);
}

/** Whether it is the loudest, the lowest, the longest of those around; and how many there are. */
function standing(
	marks: readonly Mark[],
	times: readonly number[],
	g: number,
	reach: number
): readonly [number, number, number] {
	const own = marks[g]!;
	let [loud, low, long] = [1, 1, 1];
	const look = (k: number): void => {
		const other = marks[k]!;
		if (other.loud > own.loud) loud = Math.min(loud, Math.max(-1, 1 - (other.loud - own.loud)));
		if (other.low < own.low) low = Math.min(low, Math.max(-1, 1 - (own.low - other.low) / 12));
		if (other.longest > own.longest) long = Math.min(long, own.longest / other.longest);
	};
	for (let k = g - 1; k >= 0 && times[k]! >= times[g]! - reach; k--) look(k);
	for (let k = g + 1; k < marks.length && times[k]! <= times[g]! + reach; k++) look(k);
	return [loud, low, long];
}

function runningMean(values: Float64Array, times: readonly number[]): Float64Array {
	let from = 0;
	let to = 0;
	let sum = 0;
	return values.map((_, i) => {
		while (to < values.length && times[to]! <= times[i]! + AROUND) sum += values[to++]!;
		while (times[from]! < times[i]! - AROUND) sum -= values[from++]!;
		return Math.max(0, sum) / (to - from);
	});
}
