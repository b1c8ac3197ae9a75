/**
 * Finds which written note is which, by pitch and order alone: groups of onsets
 * are aligned by dynamic programming; a group may meet up to three of the other
 * side, so that a chord written as a roll still aligns. Time plays no part but
 * to choose between equals.
 */
import { inOrder } from './read-musicxml.ts';
import type { PageNote } from './written-note.ts';

export interface Pair {
	/** Index of the truth's onset group. */
	readonly group: number;
	readonly truth: PageNote;
	readonly page: PageNote;
}

export interface Alignment {
	readonly truth: readonly (readonly PageNote[])[];
	readonly page: readonly (readonly PageNote[])[];
	readonly pairs: readonly Pair[];
}

interface Block {
	/** Ranges of groups that meet: from, up to and not including to. */
	readonly truth: readonly [number, number];
	readonly page: readonly [number, number];
}

interface Side {
	readonly sets: readonly Keys[];
	readonly onsets: readonly number[];
}

/** A set of pitches, 32 in each word. */
type Keys = readonly [number, number, number, number];

export function align(
	truth: readonly PageNote[],
	page: readonly PageNote[],
	truthGrid: number,
	pageGrid: number
): Alignment {
	const truthGroups = groupsOf(truth, truthGrid);
	const pageGroups = groupsOf(page, pageGrid);
	const t = sideOf(truthGroups);
	const p = sideOf(pageGroups);
	const weights = truthGroups.map((group) => (group.every(({ optional }) => optional) ? 0.5 : 1));
	let blocks = blocksOf(t, p, weights, null);
	const wanted = expected(blocks, t, p);
	if (wanted) blocks = blocksOf(t, p, weights, wanted);
	const pairs = blocks.flatMap((block) => pairsIn(block, truthGroups, pageGroups));
	return { truth: truthGroups, page: pageGroups, pairs };
}

/** Notes within `grid` quarters of the first are one onset; unisons in it are one note. */
function groupsOf(notes: readonly PageNote[], grid: number): PageNote[][] {
	const groups: PageNote[][] = [];
	for (const note of [...notes].sort(inOrder)) {
		const last = groups.at(-1);
		if (!last || note.onset - last[0]!.onset > grid + 1e-6) {
			groups.push([note]);
			continue;
		}
		const same = last.findIndex(({ pitch }) => pitch === note.pitch);
		if (same < 0) last.push(note);
		else {
			const first = last[same]!;
			last[same] = {
				...first,
				lengths: [...first.lengths, ...note.lengths],
				hands: [...first.hands, ...note.hands],
				optional: first.optional && note.optional
			};
		}
	}
	return groups;
}

function sideOf(groups: readonly (readonly PageNote[])[]): Side {
	return {
		sets: groups.map((group) => {
			const words: [number, number, number, number] = [0, 0, 0, 0];
			for (const { pitch } of group) words[(pitch >> 5) & 3]! |= 1 << (pitch & 31);
			return words;
		}),
		onsets: groups.map((group) => group[0]!.onset)
	};
}

const union = (a: Keys, b: Keys): Keys => [a[0] | b[0], a[1] | b[1], a[2] | b[2], a[3] | b[3]];

const common = (a: Keys, b: Keys): number =>
	bits(a[0] & b[0]) + bits(a[1] & b[1]) + bits(a[2] & b[2]) + bits(a[3] & b[3]);

const count = (a: Keys): number => common(a, a);

function bits(word: number): number {
	let n = 0;
	for (let left = word; left !== 0; left &= left - 1) n++;
	return n;
}

const SKIP_TRUTH = 1;
const SKIP_PAGE = 2;
/** Groups further apart (quarters) are no roll of one chord. */
const ROLL = 0.5;

/** @param wanted where in the page each truth group is expected: decides between equals */
function blocksOf(
	t: Side,
	p: Side,
	weights: readonly number[],
	wanted: readonly number[] | null
): Block[] {
	const [n, m] = [t.sets.length, p.sets.length];
	// What each cell came from: a skip, or 16 × truth groups + page groups.
	const moves = Array.from({ length: n + 1 }, () => new Uint8Array(m + 1).fill(SKIP_PAGE));
	let rows: Float64Array[] = [new Float64Array(m + 1)];
	for (let i = 1; i <= n; i++) {
		const up = rows.at(-1)!;
		const row = new Float64Array(m + 1);
		const move = moves[i]!;
		move[0] = SKIP_TRUTH;
		const keys = t.sets[i - 1]!;
		const weight = weights[i - 1]!;
		for (let j = 1; j <= m; j++) {
			let best = up[j]! >= row[j - 1]! ? up[j]! : row[j - 1]!;
			let from = up[j]! >= row[j - 1]! ? SKIP_TRUTH : SKIP_PAGE;
			const other = p.sets[j - 1]!;
			const shared = common(keys, other);
			if (shared > 0) {
				const off = wanted ? Math.abs(p.onsets[j - 1]! - wanted[i - 1]!) : 0;
				const penalty = 0.1 * Math.min(1, off);
				const take = (score: number, code: number): void => {
					if (score <= best) return;
					best = score;
					from = code;
				};
				const likeness = (0.1 * shared) / (count(keys) + count(other) - shared);
				take(up[j - 1]! + shared * weight + likeness - penalty, 17);
				let joined = other;
				for (let l = 2; l <= 3 && j >= l; l++) {
					if (p.onsets[j - 1]! - p.onsets[j - l]! > ROLL) break;
					if (common(keys, p.sets[j - l]!) === 0) break;
					joined = union(joined, p.sets[j - l]!);
					const q = common(keys, joined);
					const alike = (0.1 * q) / count(union(keys, joined));
					take(up[j - l]! + q * weight + alike - 0.05 * l - penalty, 16 + l);
				}
				joined = keys;
				for (let l = 2; l <= 3 && i >= l; l++) {
					if (t.onsets[i - 1]! - t.onsets[i - l]! > ROLL) break;
					if (common(other, t.sets[i - l]!) === 0) break;
					joined = union(joined, t.sets[i - l]!);
					const q = common(other, joined);
					const alike = (0.1 * q) / count(union(other, joined));
					const heaviest = Math.max(...weights.slice(i - l, i));
					const before = rows[rows.length - l]![j - 1]!;
					take(before + q * heaviest + alike - 0.05 * l - penalty, 16 * l + 1);
				}
			}
			row[j] = best;
			move[j] = from;
		}
		rows = [...rows, row].slice(-3);
	}
	const blocks: Block[] = [];
	for (let i = n, j = m; i > 0 || j > 0;) {
		const move = moves[i]![j]!;
		if (move === SKIP_TRUTH) i--;
		else if (move === SKIP_PAGE) j--;
		else {
			const [a, b] = [move >> 4, move & 15];
			blocks.unshift({ truth: [i - a, i], page: [j - b, j] });
			i -= a;
			j -= b;
		}
	}
	return blocks;
}

/** Where in the page each truth group is to be expected, by the local tempo of a first alignment. */
function expected(blocks: readonly Block[], t: Side, p: Side): number[] | null {
	if (blocks.length < 9) return null;
	const anchors = blocks.map(
		({ truth, page }) => [t.onsets[truth[0]]!, p.onsets[page[0]]!] as const
	);
	const middle = (values: readonly number[]): number =>
		values.toSorted((a, b) => a - b)[values.length >> 1]!;
	const medians: (readonly [number, number])[] = [];
	for (let i = 0; i < anchors.length; i += 5) {
		const near = anchors.slice(Math.max(0, i - 5), i + 6);
		medians.push([middle(near.map(([x]) => x)), middle(near.map(([, y]) => y))]);
	}
	const rising = medians.filter(
		([x, y], i) => i === 0 || (x > medians[i - 1]![0] && y > medians[i - 1]![1])
	);
	let k = 0;
	return t.onsets.map((x) => {
		while (k + 2 < rising.length && rising[k + 1]![0] <= x) k++;
		const [x0, y0] = rising[k] ?? rising[0]!;
		const [x1, y1] = rising[k + 1] ?? [x0 + 1, y0 + 1];
		return x1 > x0 ? y0 + ((x - x0) * (y1 - y0)) / (x1 - x0) : y0;
	});
}

function pairsIn(
	{ truth, page }: Block,
	truthGroups: readonly (readonly PageNote[])[],
	pageGroups: readonly (readonly PageNote[])[]
): Pair[] {
	const pool = pageGroups.slice(...page).flat();
	const wanted = truthGroups
		.slice(...truth)
		.flatMap((group, i) => group.map((note) => ({ group: truth[0] + i, note })))
		.sort((a, b) => Number(a.note.optional) - Number(b.note.optional));
	return wanted.flatMap(({ group, note }) => {
		const at = pool.findIndex(({ pitch }) => pitch === note.pitch);
		return at < 0 ? [] : [{ group, truth: note, page: pool.splice(at, 1)[0]! }];
	});
}
