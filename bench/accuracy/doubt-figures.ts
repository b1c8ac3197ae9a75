/** Whether doubt falls on the right notes: what is flagged, what is wrong, and how the two agree. */
import { bestScore } from './figures.ts';
import type { Figures } from './table.ts';
import type { Truth } from './truth.ts';
import { doubtful } from '#music/doubt.ts';
import type { PlayedNote } from '#music/note.ts';

const BINS = 10;

export function doubtFigures(truth: Truth, notes: readonly PlayedNote[]): Figures {
	const matched = bestScore(truth, notes)?.matched;
	if (!matched || notes.length === 0) return {};
	const right = new Set(matched.map(([, heard]) => heard));
	const wrong = notes.flatMap((_, i) => (right.has(i) ? [] : [i]));
	const flagged = new Set(doubtful(notes));
	const caught = wrong.filter((i) => flagged.has(i)).length;
	return {
		flagged: flagged.size / notes.length,
		wrong: wrong.length / notes.length,
		caught: wrong.length === 0 ? null : caught / wrong.length,
		rightly: flagged.size === 0 ? null : caught / flagged.size,
		calibration: calibrationError(notes, right)
	};
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
