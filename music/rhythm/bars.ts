/**
 * Groups beats into bars. A downbeat is where the harmony and the bass change
 * and long or loud notes begin, compared with the beats around it; the grouping
 * whose downbeats stand out most, and whose bars resemble one another, wins.
 */
import type { PlayedNote } from '#music/note.ts';

/** What each grouping starts with: most music counts four, but the downbeats of four, being few, stand out most by chance. */
const GROUPINGS = [
	{ beats: 2, prior: -0.6 },
	{ beats: 3, prior: 0.05 },
	{ beats: 4, prior: 0 }
] as const;
/** Beats on either side that a beat's accent is compared with. */
const AROUND = 3;
/** Most music begins with a whole bar: worth this much accent, once, so that it decides only short pieces. */
const FIRST = 7;

export interface Bars {
	/** Beats in a bar. */
	readonly beats: number;
	/** Index of the first downbeat, less than `beats`. */
	readonly downbeat: number;
}

/** `inBar` is the number of beats when the person has chosen the metre, else null. */
export function findBars(
	beats: readonly number[],
	notes: readonly PlayedNote[],
	inBar: number | null
): Bars {
	const { accents, alike } = describe(beats, notes);
	const groupings = inBar === null ? GROUPINGS : [{ beats: inBar, prior: 0 }];
	let best: Bars & { readonly score: number } = { beats: 4, downbeat: 0, score: -Infinity };
	for (const grouping of groupings) {
		const downbeat = strongestPhase(accents, grouping.beats);
		const score =
			grouping.prior +
			standOut(accents, grouping.beats, downbeat) +
			4 * alike(grouping.beats) +
			(grouping.beats === 4 ? 0.5 * standOut(accents, 2, downbeat % 2) : 0);
		if (score > best.score) best = { beats: grouping.beats, downbeat, score };
	}
	return { beats: best.beats, downbeat: best.downbeat };
}

/** Every beat's accent, relative to its surroundings, and how alike beats a bar apart are. */
function describe(
	beats: readonly number[],
	notes: readonly PlayedNote[]
): { accents: Float64Array; alike: (lag: number) => number } {
	const count = beats.length;
	const chroma = Array.from({ length: count }, () => new Float64Array(12));
	const lowest = new Float64Array(count).fill(Infinity);
	const load = new Float64Array(count);
	const longest = new Float64Array(count);
	const starts = new Float64Array(count * 4);

	let beat = 0;
	for (const note of notes) {
		while (beat < count - 1 && beats[beat + 1]! <= note.start + 0.06) beat++;
		const length = Math.min(note.end - note.start, 2);
		const span = (beats[beat + 1] ?? beats[beat]! + 0.6) - beats[beat]!;
		chroma[beat]![note.pitch % 12]! += Math.sqrt(length) * note.level;
		lowest[beat] = Math.min(lowest[beat]!, note.pitch);
		const into = (note.start - beats[beat]!) / span;
		starts[beat * 4 + Math.min(3, Math.max(0, Math.round(into * 4)))]! += 1;
		if (Math.abs(into) > 0.2) continue;
		load[beat]! += note.level;
		longest[beat] = Math.max(longest[beat]!, length / span);
	}

	const raw = Float64Array.from(beats, (_, i) => {
		const bass = lowest[i]!;
		const before = Math.min(lowest[i - 1] ?? Infinity, lowest[i - 2] ?? Infinity);
		const deep = Number.isFinite(bass) ? (60 - bass) / 24 : -0.5;
		const fresh = Number.isFinite(bass) && bass !== before && bass < before + 4 ? 0.6 : 0;
		const turn = i === 0 ? 1 : 1 - cosine(chroma[i]!, chroma[i - 1]!);
		return (
			deep + fresh + 1.4 * turn + 0.5 * Math.min(longest[i]!, 3) + 0.4 * Math.log(0.2 + load[i]!)
		);
	});
	const rhythm = (i: number): Float64Array => starts.subarray(i * 4, i * 4 + 4);
	return {
		accents: standardized(raw),
		alike: (lag) => {
			let sum = 0;
			for (let i = lag; i < count; i++) {
				sum +=
					0.5 * cosine(chroma[i]!, chroma[i - lag]!) + 0.5 * cosine(rhythm(i), rhythm(i - lag));
			}
			return count > lag ? sum / (count - lag) : 0;
		}
	};
}

function standardized(raw: Float64Array): Float64Array {
	const relative = raw.map((value, i) => {
		const around = raw.subarray(Math.max(0, i - AROUND), i + AROUND + 1);
		return value - around.reduce((sum, x) => sum + x, 0) / around.length;
	});
	const spread = Math.sqrt(relative.reduce((sum, x) => sum + x * x, 0) / relative.length);
	return relative.map((value) => value / (spread + 1e-9));
}

function strongestPhase(accents: Float64Array, beats: number): number {
	let best = 0;
	for (let phase = 1; phase < Math.min(beats, accents.length); phase++) {
		if (standOut(accents, beats, phase) > standOut(accents, beats, best) + 1e-9) best = phase;
	}
	return best;
}

/** Sum of the downbeats' accents, on a scale that does not favour short bars or long pieces. */
function standOut(accents: Float64Array, beats: number, phase: number): number {
	let sum = phase === 0 ? FIRST : 0;
	let count = 0;
	for (let i = phase; i < accents.length; i += beats) {
		sum += accents[i]!;
		count++;
	}
	return count === 0 ? 0 : (sum / count) * Math.sqrt(beats - 1);
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
