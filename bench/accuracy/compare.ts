/** How close a written page is to the truth's: rhythm, values, bars, signatures, hands, fingering. */
import { align, type Pair } from './align.ts';
import type { Page, PageNote } from './written-note.ts';

/** What is within a twenty-fourth of a quarter is right. */
const TOLERANCE = 1 / 24 + 1e-6;
const RATIOS = [1, 1 / 2, 2, 1 / 3, 3, 2 / 3, 3 / 2, 1 / 4, 4, 3 / 4, 4 / 3, 1 / 6, 6, 1 / 8, 8];

/** Shares, 0–1; null where the truth does not say. */
export interface PageScore {
	readonly noteF1: number;
	/** Distances between successive onsets that are right, as written. */
	readonly rhythm: number | null;
	/** After one factor 1, 2 or ½: the page may count on another level. */
	readonly rhythmFactor: number | null;
	/** After the best of fifteen ratios: high here and low above is a wrong beat. */
	readonly rhythmAny: number | null;
	readonly value: number | null;
	readonly valueFactor: number | null;
	/** Notes at the right distance from their bar line. */
	readonly place: number | null;
	readonly placeFactor: number | null;
	readonly time: number | null;
	readonly key: number | null;
	readonly hand: number | null;
	readonly fingered: number | null;
	readonly badBars: number | null;
	readonly voices: number | null;
	readonly ties: number | null;
	readonly short: number | null;
}

export function comparePages(truth: Page, page: Page): PageScore {
	const aligned = align(truth.notes, page.notes, truth.grid, page.grid);
	const optional = aligned.truth.flat().filter((note) => note.optional).length;
	const pairs = aligned.pairs.filter((pair) => !pair.truth.optional);
	const asked = aligned.truth.flat().length - optional;
	const given = aligned.page.flat().length - (aligned.pairs.length - pairs.length);

	const steps = stepsOf(pairs);
	const right = (factor: number): number =>
		steps.filter(([x, y]) => Math.abs(x - y * factor) <= TOLERANCE).length;
	const factor = [1, 2, 0.5].reduce((best, one) => (right(one) > right(best) ? one : best));
	const ratio = RATIOS.reduce((best, one) => (right(one) > right(best) ? one : best));
	const placed = pairs.filter((pair) => pair.truth.place !== null);
	const handed = pairs.filter((pair) => pair.truth.hands.length > 0);
	const fingered = pairs.filter((pair) => pair.truth.fingered && pair.page.fingered);
	const { time, fifths } = truth;
	return {
		noteF1: (2 * pairs.length) / Math.max(1, asked + given),
		rhythm: share(right(1), steps.length),
		rhythmFactor: share(right(factor), steps.length),
		rhythmAny: share(right(ratio), steps.length),
		value: truth.printed ? shareOf(pairs, (pair) => valueRight(pair, 1)) : null,
		valueFactor: truth.printed ? shareOf(pairs, (pair) => valueRight(pair, factor)) : null,
		place: shareOf(placed, (pair) => placeRight(pair, 1)),
		placeFactor: shareOf(placed, (pair) => placeRight(pair, factor)),
		time: time === null ? null : Number(time === page.time),
		key: fifths === null || page.fifths === null ? null : Number((fifths - page.fifths) % 12 === 0),
		hand: shareOf(handed, (pair) =>
			pair.truth.hands.some((hand) => pair.page.hands.includes(hand))
		),
		fingered: shareOf(
			fingered,
			(pair) => String(pair.truth.fingered) === String(pair.page.fingered)
		),
		badBars: page.readability?.badBars ?? null,
		voices: page.readability?.voices ?? null,
		ties: page.readability?.ties ?? null,
		short: page.readability?.short ?? null
	};
}

const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

const shareOf = (pairs: readonly Pair[], is: (pair: Pair) => boolean): number | null =>
	share(pairs.filter(is).length, pairs.length);

/** Distances from each aligned onset to the next: the truth's, and the page's. */
function stepsOf(pairs: readonly Pair[]): (readonly [number, number])[] {
	const groups = new Map<number, Pair[]>();
	for (const pair of pairs) groups.set(pair.group, [...(groups.get(pair.group) ?? []), pair]);
	const onsets = [...groups.keys()]
		.sort((a, b) => a - b)
		.map((group) => {
			// The onset that most notes of the group have on the page, and what these have in the truth.
			const byOnset = new Map<number, PageNote[]>();
			for (const { truth, page } of groups.get(group)!) {
				byOnset.set(page.onset, [...(byOnset.get(page.onset) ?? []), truth]);
			}
			const [onset, notes] = [...byOnset].sort(
				(a, b) => b[1].length - a[1].length || a[0] - b[0]
			)[0]!;
			const own = notes.map((note) => note.onset).sort((a, b) => a - b);
			return [own[own.length >> 1]!, onset] as const;
		});
	return onsets.slice(1).map(([x, y], i) => [x - onsets[i]![0], y - onsets[i]![1]] as const);
}

const valueRight = ({ truth, page }: Pair, factor: number): boolean =>
	truth.lengths.some((a) => page.lengths.some((b) => Math.abs(a - b * factor) <= TOLERANCE));

function placeRight({ truth, page }: Pair, factor: number): boolean {
	let off = Math.abs(truth.place! - (page.place ?? 0) * factor);
	const bar = truth.barLength;
	if (bar && off <= bar + TOLERANCE) off = Math.min(off, Math.abs(bar - off));
	return off <= TOLERANCE;
}
