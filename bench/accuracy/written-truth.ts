/**
 * The true page of an item: its printed score, with what only the print or only
 * the performance has made optional; or, without one, its notes in score time.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Truth } from './truth.ts';
import { align } from './align.ts';
import { inOrder, readMusicXml } from './read-musicxml.ts';
import type { Hand, Page, PageNote } from './written-note.ts';

const TOLERANCE = 1 / 24 + 1e-6;
/** A print whose rhythm agrees less with the score-time notes is of another edition. */
const AGREES = 0.9;

/** Null when the item has no score. */
export function pageTruth(folder: string, truth: Truth): Page | null {
	const inTime = truth.score_notes ? fromScoreNotes(truth) : null;
	if (truth.score === undefined || !existsSync(join(folder, truth.score))) return inTime;
	const read = readMusicXml(readFileSync(join(folder, truth.score), 'utf8'));
	if (!read.ok) throw new Error(`${join(folder, truth.score)}: ${read.error.code}`);
	let page = read.value;
	if (page.staves !== 2) {
		page = { ...page, notes: page.notes.map((note) => ({ ...note, hands: [] })) };
	}
	if (inTime) {
		const both = merged(page, inTime.notes, inTime.grid);
		if (both.agreement < AGREES) return inTime;
		page = both.page;
	} else if (truth.notes) {
		const played = truth.notes.map(([onset, , pitch]) => played1(onset, pitch));
		page = merged(page, played, 0.03).page;
	}
	return {
		...page,
		time: truth.time_signature ?? page.time,
		// Some scores are printed without their key signature.
		fifths: truth.key_signature ?? page.fifths
	};
}

const played1 = (onset: number, pitch: number): PageNote => ({
	onset,
	lengths: [],
	pitch: Math.round(pitch),
	hands: [],
	place: null,
	barLength: null,
	fingered: null,
	optional: false
});

const barLength = (time: string): number => {
	const [beats, unit] = time.split('/').map(Number);
	return (4 * beats!) / unit!;
};

/** The notes in score time; bars from the time signatures, the first begins at quarter 0. */
function fromScoreNotes(truth: Truth): Page {
	const { time_signature: time = null, time_signature_changes: changes = [] } = truth;
	const quarterAt = clockOf(truth);
	const spans = time === null ? [] : [{ from: 0, time }];
	for (const [second, next] of (changes ?? []).slice(1)) {
		// A change stands at a bar line of the metre before it.
		const { from, time: old } = spans.at(-1)!;
		const bars = Math.max(1, Math.round((quarterAt(second) - from) / barLength(old)));
		spans.push({ from: from + bars * barLength(old), time: next });
	}
	const off = time === null || spans.length > 1 ? 0 : phaseOf(truth, barLength(time), quarterAt);
	const exact = truth.score_notes_note === undefined;
	const notes = truth.score_notes!.map(([onset, length, pitch, hand]): PageNote => {
		const quarter = onset - off;
		const span = spans.findLast(({ from }) => quarter >= from - TOLERANCE) ?? spans[0];
		const bar = span ? barLength(span.time) : null;
		const into = quarter - (span?.from ?? 0);
		return {
			onset: quarter,
			lengths: [length],
			pitch: Math.round(pitch),
			hands: hand === undefined ? [] : [hand as Hand],
			place: bar === null ? null : ((into % bar) + bar) % bar,
			barLength: bar,
			fingered: null,
			optional: false
		};
	});
	return {
		notes: notes.sort(inOrder),
		time,
		fifths: truth.key_signature ?? null,
		staves: 0,
		grid: exact ? 1 / 96 : 1 / 24,
		printed: exact,
		readability: null
	};
}

/** From seconds to quarters, by the notes that are in both lists. */
function clockOf({ notes = [], score_notes = [] }: Truth): (second: number) => number {
	const byPitch = new Map<number, { seconds: number[]; quarters: number[] }>();
	const at = (pitch: number): { seconds: number[]; quarters: number[] } => {
		const there = byPitch.get(Math.round(pitch)) ?? { seconds: [], quarters: [] };
		byPitch.set(Math.round(pitch), there);
		return there;
	};
	for (const [onset, , pitch] of notes) at(pitch).seconds.push(onset);
	for (const [onset, , pitch] of score_notes) at(pitch).quarters.push(onset);
	const points = [...byPitch.values()]
		.filter(({ seconds, quarters }) => seconds.length === quarters.length)
		.flatMap(({ seconds, quarters }) => {
			const sorted = quarters.toSorted((a, b) => a - b);
			return seconds.toSorted((a, b) => a - b).map((s, i) => [s, sorted[i]!] as const);
		})
		.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
	return (second) =>
		points.reduce<readonly [number, number]>(
			(best, point) => (Math.abs(point[0] - second) < Math.abs(best[0] - second) ? point : best),
			points[0] ?? [0, 0]
		)[1];
}

/** Quarter 0 should be a bar line: checked with the downbeats. */
function phaseOf(
	{ downbeats = [] }: Truth,
	bar: number,
	quarterAt: (second: number) => number
): number {
	const phases = downbeats
		.map((second) => ((((quarterAt(second) + bar / 2) % bar) + bar) % bar) - bar / 2)
		.sort((a, b) => a - b);
	const phase = phases[phases.length >> 1] ?? 0;
	return Math.abs(phase) > 0.1 ? Math.round(24 * phase) / 24 : 0;
}

/** A note that only print or performance has becomes optional. */
function merged(
	page: Page,
	played: readonly PageNote[],
	grid: number
): { readonly page: Page; readonly agreement: number } {
	const { truth, page: heard, pairs } = align(page.notes, played, page.grid, grid);
	const partner = new Map(pairs.map((pair) => [pair.truth, pair.page]));
	const matched = new Set(pairs.map((pair) => pair.page));
	const notes = truth.flat().map((note): PageNote => {
		const other = partner.get(note);
		return other
			? { ...note, hands: [...note.hands, ...other.hands] }
			: { ...note, optional: true };
	});
	const points = pairs
		.map((pair) => [pair.page.onset, pair.truth.onset] as const)
		.sort((a, b) => a[0] - b[0] || a[1] - b[1])
		.filter((point, i, all) => i === 0 || String(point) !== String(all[i - 1]));
	for (const note of heard.flat()) {
		if (matched.has(note) || points.length === 0) continue;
		notes.push({ ...played1(between(points, note.onset), note.pitch), optional: true });
	}
	const steps = pairs
		.map((pair) => [pair.truth.onset, pair.page.onset] as const)
		.sort((a, b) => a[0] - b[0] || a[1] - b[1])
		.filter((point, i, all) => i === 0 || String(point) !== String(all[i - 1]));
	const near = steps
		.slice(1)
		.filter(([x, y], i) => Math.abs(x - steps[i]![0] - (y - steps[i]![1])) <= TOLERANCE).length;
	return { page: { ...page, notes }, agreement: near / Math.max(1, steps.length - 1) };
}

function between(points: readonly (readonly [number, number])[], onset: number): number {
	const found = points.findIndex(([x]) => x >= onset);
	const k = found < 0 ? points.length - 1 : found;
	const [p, q] = [points[Math.max(0, k - 1)]!, points[k]!];
	return q[0] <= p[0] ? q[1] : p[1] + ((onset - p[0]) / (q[0] - p[0])) * (q[1] - p[1]);
}
