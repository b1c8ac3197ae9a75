/**
 * How well notes were heard, as mir_eval counts it: a note is right when its
 * onset and pitch are (and, more strictly, its offset), and each counts once, by
 * a maximum matching.
 */
import { f1, maximumMatching } from './matching.ts';

/** Onset and offset in seconds, pitch in MIDI numbers, which may be fractional. */
export type ScoredNote = readonly [onset: number, offset: number, pitch: number, ...unknown[]];

export interface NoteScore {
	/** F1, 0–1. */
	readonly onset: number;
	/** F1 of the notes whose end is right too. */
	readonly onsetOffset: number;
	/** The notes found: index in the truth, index of what was heard. */
	readonly matched: readonly (readonly [number, number])[];
	/** Of the matched notes: how much later they were heard than played, the median, in seconds. */
	readonly lateness: number;
}

const PITCH_TOLERANCE = 0.5;
const OFFSET_RATIO = 0.2;
const OFFSET_TOLERANCE = 0.05;

export function scoreNotes(
	truth: readonly ScoredNote[],
	heard: readonly ScoredNote[],
	tolerance: number
): NoteScore {
	const byOnset = matching(truth, heard, tolerance, () => true);
	const byBoth = matching(truth, heard, tolerance, ([onset, offset], [, end]) => {
		const allowed = Math.max(OFFSET_RATIO * (offset - onset), OFFSET_TOLERANCE);
		return near(end, offset, allowed);
	});
	return {
		onset: f1(byOnset.length, truth.length, heard.length),
		onsetOffset: f1(byBoth.length, truth.length, heard.length),
		matched: byOnset,
		lateness: median(byOnset.map(([t, h]) => heard[h]![0] - truth[t]![0]))
	};
}

/** Pairs of indices: of a note played and the note heard for it. */
function matching(
	truth: readonly ScoredNote[],
	heard: readonly ScoredNote[],
	tolerance: number,
	also: (truth: ScoredNote, heard: ScoredNote) => boolean
): readonly (readonly [number, number])[] {
	const order = heard.map((_, i) => i).sort((a, b) => heard[a]![0] - heard[b]![0]);
	const onsets = order.map((i) => heard[i]![0]);
	const candidates = truth.map((note) => {
		const fitting: number[] = [];
		const from = onsets.findIndex((onset) => onset >= note[0] - tolerance - 0.001);
		for (let i = from; i >= 0 && i < order.length; i++) {
			const other = heard[order[i]!]!;
			if (other[0] > note[0] + tolerance + 0.001) break;
			const fits = near(other[0], note[0], tolerance) && near(other[2], note[2], PITCH_TOLERANCE);
			if (fits && also(note, other)) fitting.push(order[i]!);
		}
		return fitting;
	});
	return maximumMatching(candidates);
}

/** mir_eval rounds distances to four decimals before it compares. */
const near = (a: number, b: number, tolerance: number): boolean =>
	Math.round(Math.abs(a - b) * 1e4) / 1e4 <= tolerance;

function median(values: readonly number[]): number {
	return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
