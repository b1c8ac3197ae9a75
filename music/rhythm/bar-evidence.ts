/** What speaks for a grouping of beats into bars, as numbers that a judge was fitted to. */
import type { PlayedNote } from '#music/note.ts';

/** How many numbers `barEvidence` writes. */
export const BAR_FEATURES = 35;

/** Beats on either side that a beat's accent is compared with. */
const AROUND = 4;
/** Places in a beat that rhythms are told apart by. */
const PLACES = 12;
/** A note this much (share of a beat) before or after the beat is on it. */
const ON = 0.2;
/** A note this early (seconds) still belongs to its beat. */
const EARLY = 0.06;
/** Seconds of a bar from which the logarithm of its length is counted. */
const USUAL_BAR = 2;

/** What each beat brings, against the beats around it; one list for each kind of accent. */
export interface BeatAccents {
	readonly count: number;
	/** Seconds of a beat, the mean. */
	readonly beat: number;
	/** Depth of the bass, its movement, a new harmony, long notes, weight. */
	readonly kinds: readonly Float64Array[];
	readonly chroma: readonly Float64Array[];
	readonly rhythms: readonly Float64Array[];
	readonly pitches: readonly Float64Array[];
	/** Share of the onsets inside beats that are at thirds, at halves, and at quarters. */
	readonly thirds: number;
	readonly halves: number;
	readonly quarters: number;
	/** The first and the last beat that a note begins on. */
	readonly first: number;
	readonly last: number;
}

export interface Grouping {
	/** Beats in a bar. */
	readonly beats: number;
	/** Whether a beat is a dotted note: 6/8 counts two of them. */
	readonly compound: boolean;
	/** Index of the first downbeat, less than `beats`. */
	readonly downbeat: number;
}

export function accentsOf(beats: readonly number[], notes: readonly PlayedNote[]): BeatAccents {
	const count = beats.length;
	const lists = (length: number): Float64Array[] =>
		Array.from({ length: count }, () => new Float64Array(length));
	const chroma = lists(12);
	const rhythms = lists(PLACES);
	const pitches = lists(24);
	const lowest = new Float64Array(count).fill(Infinity);
	const load = new Float64Array(count);
	const longest = new Float64Array(count);
	let [thirds, halves, quarters, inside] = [0, 0, 0, 0];
	let [first, last] = [count - 1, 0];
	let beat = 0;
	for (const note of notes) {
		while (beat < count - 1 && beats[beat + 1]! <= note.start + EARLY) beat++;
		const length = Math.min(note.end - note.start, 2);
		const span = (beats[beat + 1] ?? beats[beat]! + 0.6) - beats[beat]!;
		const weight = note.level * (note.confidence ?? 1);
		const into = (note.start - beats[beat]!) / span;
		chroma[beat]![note.pitch % 12]! += Math.sqrt(Math.max(0, length)) * weight;
		pitches[beat]![note.pitch % 24]! += 1;
		rhythms[beat]![Math.min(PLACES - 1, Math.max(0, Math.round(into * PLACES)))]! += 1;
		lowest[beat] = Math.min(lowest[beat]!, note.pitch);
		if (Math.abs(into) <= ON) {
			first = Math.min(first, beat);
			last = Math.max(last, beat);
			load[beat]! += weight;
			longest[beat] = Math.max(longest[beat]!, length / span);
		}
		const near = (place: number): boolean => Math.abs(into - place) < 0.045;
		if (into < 0.12 || into > 0.9) continue;
		inside++;
		if (near(1 / 3) || near(2 / 3)) thirds++;
		if (near(1 / 2)) halves++;
		if (near(1 / 4) || near(3 / 4)) quarters++;
	}
	const each = (value: (i: number) => number): Float64Array =>
		relative(Float64Array.from(beats, (_, i) => value(i)));
	const heard = (i: number): boolean => Number.isFinite(lowest[i]!);
	return {
		count,
		beat: (beats[count - 1]! - beats[0]!) / Math.max(1, count - 1),
		kinds: [
			each((i) => (heard(i) ? (60 - lowest[i]!) / 24 : -0.5)),
			each((i) => {
				const before = Math.min(lowest[i - 1] ?? Infinity, lowest[i - 2] ?? Infinity);
				return heard(i) && lowest[i] !== before && lowest[i]! < before + 4 ? 1 : 0;
			}),
			each((i) => (i === 0 ? 0.5 : 1 - cosine(chroma[i]!, chroma[i - 1]!))),
			each((i) => Math.min(longest[i]!, 3)),
			each((i) => Math.log(0.2 + load[i]!))
		],
		chroma,
		rhythms,
		pitches,
		thirds: thirds / Math.max(1, inside),
		halves: halves / Math.max(1, inside),
		quarters: quarters / Math.max(1, inside),
		first,
		last
	};
}

export function barEvidence(accents: BeatAccents, grouping: Grouping): Float64Array {
	const { beats: inBar, compound, downbeat } = grouping;
	const { count, kinds, beat, first, last } = accents;
	const bars = Math.max(1, Math.floor((count - downbeat) / inBar));
	const sure = Math.sqrt(Math.min(bars, 40));
	const means = kinds.map((kind) => meansBy(kind, inBar));
	const own = means.map((mean) => mean[downbeat]!);
	const together = Float64Array.from({ length: inBar }, (_, phase) =>
		means.reduce((sum, mean) => sum + mean[phase]!, 0)
	);
	const others = Math.max(...together.filter((_, phase) => phase !== downbeat));
	const middle = inBar === 4 ? together[(downbeat + 2) % 4]! - others : 0;
	const seconds = Math.log((beat * inBar) / USUAL_BAR);
	const kind = compound ? inBar + 4 : inBar;
	const which = [2, 3, 4, 5, 6, 7, 8].map((one) => (one === kind ? 1 : 0));
	const like = (lists: readonly Float64Array[]): number =>
		alike(lists, inBar) - (alike(lists, inBar + 1) + alike(lists, inBar - 1)) / 2;
	return Float64Array.of(
		...own,
		...own.map((mean) => mean * sure * 0.3),
		together[downbeat]! - others,
		(together[downbeat]! - others) * sure * 0.3,
		middle,
		like(accents.chroma),
		like(accents.rhythms),
		like(accents.pitches),
		alike(accents.rhythms, inBar),
		alike(accents.pitches, inBar),
		seconds,
		seconds * seconds,
		Math.log(beat / 0.6),
		...which,
		compound ? accents.thirds - accents.quarters : accents.quarters - accents.thirds,
		compound ? accents.thirds - accents.halves : accents.halves - accents.thirds,
		downbeat === first % inBar ? 1 : 0,
		((((downbeat - first) % inBar) + inBar) % inBar) / inBar,
		(last - downbeat) % inBar === 0 ? 1 : 0,
		Math.log(bars / 10),
		inBar === 4 ? alike(accents.pitches, 2) - alike(accents.pitches, 4) : 0
	);
}

/** Against the mean of the beats around, on a scale of its own spread. */
function relative(raw: Float64Array): Float64Array {
	const away = raw.map((value, i) => {
		const around = raw.subarray(Math.max(0, i - AROUND), i + AROUND + 1);
		return value - around.reduce((sum, x) => sum + x, 0) / around.length;
	});
	const spread = Math.sqrt(away.reduce((sum, x) => sum + x * x, 0) / away.length);
	return away.map((value) => value / (spread + 1e-6));
}

function meansBy(values: Float64Array, period: number): Float64Array {
	const sums = new Float64Array(period);
	const counts = new Float64Array(period);
	values.forEach((value, i) => {
		sums[i % period]! += value;
		counts[i % period]! += 1;
	});
	return sums.map((sum, phase) => sum / Math.max(1, counts[phase]!));
}

/** How alike beats are that are `lag` apart, −1–1. */
function alike(lists: readonly Float64Array[], lag: number): number {
	let sum = 0;
	for (let i = lag; i < lists.length; i++) sum += cosine(lists[i]!, lists[i - lag]!);
	return lists.length > lag ? sum / (lists.length - lag) : 0;
}

function cosine(a: Float64Array, b: Float64Array): number {
	let dot = 0;
	let aa = 0;
	let bb = 0;
	for (let i = 0; i < a.length; i++) {
		dot += a[i]! * b[i]!;
		aa += a[i]! * a[i]!;
		bb += b[i]! * b[i]!;
	}
	return aa === 0 || bb === 0 ? 0 : dot / Math.sqrt(aa * bb);
}
