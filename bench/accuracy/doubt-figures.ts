/**
 * Whether doubt falls on the right notes: what is flagged, what is wrong, and how the two agree.
 * A note is wrong when no played one is within the tolerance of onsets (mostly 50 ms), and misread
 * when none of its pitch is even near: of truths that were aligned, or of an instrument that answers
 * late, some notes are late on paper only, and no reading of them could be better.
 */
import { bestScore } from './figures.ts';
import { meanOf, type Figures, type TableRow } from './table.ts';
import type { Truth } from './truth.ts';
import { doubtful } from '#music/doubt.ts';
import type { PlayedNote } from '#music/note.ts';

const BINS = 10;
/** Seconds within which a note of its pitch makes a note no misreading. */
const NEAR = 0.15;

export function doubtFigures(truth: Truth, notes: readonly PlayedNote[]): Figures {
	const right = rightOnes(truth, notes);
	const near = rightOnes(truth, notes, NEAR);
	if (right === null || near === null || notes.length === 0) return {};
	const wrong = notes.flatMap((_, i) => (right.has(i) ? [] : [i]));
	const misread = notes.flatMap((_, i) => (near.has(i) ? [] : [i]));
	const flagged = new Set(doubtful(notes));
	const caughtOf = (some: readonly number[]): number => some.filter((i) => flagged.has(i)).length;
	const counts = {
		notes: notes.length,
		flaggedNotes: flagged.size,
		wrongNotes: wrong.length,
		caughtNotes: caughtOf(wrong),
		possibleNotes: Math.min(wrong.length, Math.floor(notes.length / 10)),
		misreadNotes: misread.length,
		misreadCaughtNotes: caughtOf(misread),
		saidNotes: notes.reduce((sum, { confidence = 0 }) => sum + confidence, 0)
	};
	return { ...counts, ...shares(counts), calibration: calibrationError(notes, right) };
}

/** One row from the notes of all rows, as if they were one piece. */
export function pooled(name: string, rows: readonly TableRow[]): TableRow {
	const sum = (key: string): number =>
		rows.reduce((total, { figures }) => total + (figures[key] ?? 0), 0);
	const { calibration = null } = meanOf(name, rows).figures;
	const counts = {
		notes: sum('notes'),
		flaggedNotes: sum('flaggedNotes'),
		wrongNotes: sum('wrongNotes'),
		caughtNotes: sum('caughtNotes'),
		possibleNotes: sum('possibleNotes'),
		misreadNotes: sum('misreadNotes'),
		misreadCaughtNotes: sum('misreadCaughtNotes'),
		saidNotes: sum('saidNotes')
	};
	return { name, figures: { ...shares(counts), calibration } };
}

interface Counts {
	readonly notes: number;
	readonly flaggedNotes: number;
	readonly wrongNotes: number;
	readonly caughtNotes: number;
	/** The wrong notes that a tenth of the notes can hold. */
	readonly possibleNotes: number;
	readonly misreadNotes: number;
	readonly misreadCaughtNotes: number;
	/** As many notes as the ear's confidence says are right. */
	readonly saidNotes: number;
}

const shares = (counts: Counts): Figures => ({
	flagged: share(counts.flaggedNotes, counts.notes),
	wrong: share(counts.wrongNotes, counts.notes),
	caught: share(counts.caughtNotes, counts.wrongNotes),
	rightly: share(counts.caughtNotes, counts.flaggedNotes),
	possible: share(counts.possibleNotes, counts.wrongNotes),
	misread: share(counts.misreadNotes, counts.notes),
	misreadCaught: share(counts.misreadCaughtNotes, counts.misreadNotes),
	said: share(counts.saidNotes, counts.notes),
	right: share(counts.notes - counts.wrongNotes, counts.notes)
});

const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

function rightOnes(
	truth: Truth,
	notes: readonly PlayedNote[],
	near?: number
): ReadonlySet<number> | null {
	const matched = bestScore(truth, notes, near)?.matched;
	return matched ? new Set(matched.map(([, heard]) => heard)) : null;
}

/** Expected calibration error over ten bins of confidence; null where notes carry none. */
function calibrationError(notes: readonly PlayedNote[], right: ReadonlySet<number>): number | null {
	const bins = Array.from({ length: BINS }, () => ({ count: 0, sure: 0, right: 0 }));
	notes.forEach(({ confidence }, i) => {
		if (confidence === undefined) return;
		const bin = bins[Math.min(BINS - 1, Math.floor(confidence * BINS))]!;
		bin.count++;
		bin.sure += confidence;
		bin.right += right.has(i) ? 1 : 0;
	});
	const all = bins.reduce((sum, { count }) => sum + count, 0);
	if (all === 0) return null;
	return bins.reduce((sum, bin) => sum + Math.abs(bin.sure - bin.right), 0) / all;
}
