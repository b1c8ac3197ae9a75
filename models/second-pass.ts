/**
 * The second pass of the published decoder, its "melodia trick": energy that no
 * onset explains becomes notes too, the loudest cell first.
 *
 * The original looks for the loudest cell in the whole matrix for every note.
 * Energy is only ever taken away, so one sorting of the cells does as well.
 */
import { KEYS } from '#models/activations.ts';
import type { KeyRange } from '#models/onsets.ts';
import type { Energy, Span } from '#models/spans.ts';

/** Finds the spans and takes their energy away. Spans of `shortest` frames or fewer are spent, not kept. */
export function unexplained(energy: Energy, keys: KeyRange, shortest: number): Span[] {
	const { left, frames } = energy;
	const spans: Span[] = [];
	for (const cell of loudestFirst(energy, keys)) {
		if (left[cell] === 0) continue;
		const key = cell % KEYS;
		const middle = (cell - key) / KEYS;
		left[cell] = 0;
		const end = spend(energy, key, middle, 1, frames - 1);
		const start = spend(energy, key, middle, -1, 0);
		if (end - start > shortest) spans.push({ key, start, end });
	}
	return spans;
}

/**
 * Follows a note away from `from` and takes its energy and its neighbours', until
 * it has been quiet for `patience` frames or `limit` is reached.
 *
 * @returns the last frame before the quiet. As published, a note ends with this frame, not after it.
 */
function spend(
	{ left, least, patience }: Energy,
	key: number,
	from: number,
	direction: 1 | -1,
	limit: number
): number {
	let frame = from + direction;
	let quiet = 0;
	while (frame * direction < limit * direction && quiet < patience) {
		const cell = frame * KEYS + key;
		quiet = left[cell]! < least ? quiet + 1 : 0;
		left[cell] = 0;
		if (key < KEYS - 1) left[cell + 1] = 0;
		if (key > 0) left[cell - 1] = 0;
		frame += direction;
	}
	return frame - direction * (1 + quiet);
}

/** Cells louder than the threshold, loudest first, equal ones in order: a radix sort of the floats' bits. */
function loudestFirst({ left, least, frames }: Energy, keys: KeyRange): Uint32Array {
	let count = 0;
	const loud = (cell: number) => left[cell]! > least;
	const eachLoud = (visit: (cell: number) => void) => {
		for (let frame = 0; frame < frames; frame++) {
			for (let key = keys.low; key < keys.high; key++) {
				if (loud(frame * KEYS + key)) visit(frame * KEYS + key);
			}
		}
	};
	eachLoud(() => count++);

	let cells = new Uint32Array(count);
	count = 0;
	eachLoud((cell) => (cells[count++] = cell));

	// Positive floats sort as their bits do; the complement makes the loudest first.
	const bits = new Uint32Array(Float32Array.from(cells, (cell) => left[cell]!).buffer);
	let ranks = bits.map((bit) => ~bit);
	for (const shift of [0, 16]) [cells, ranks] = sortByHalf(cells, ranks, shift);
	return cells;
}

/** A stable counting sort by 16 bits of `ranks`. */
function sortByHalf(
	cells: Uint32Array<ArrayBuffer>,
	ranks: Uint32Array<ArrayBuffer>,
	shift: number
): [Uint32Array<ArrayBuffer>, Uint32Array<ArrayBuffer>] {
	const places = new Uint32Array(65_537);
	for (const rank of ranks) places[((rank >>> shift) & 0xffff) + 1]!++;
	for (let i = 1; i < places.length; i++) places[i]! += places[i - 1]!;

	const sorted = new Uint32Array(cells.length);
	const sortedRanks = new Uint32Array(cells.length);
	for (let i = 0; i < cells.length; i++) {
		const place = places[(ranks[i]! >>> shift) & 0xffff]!++;
		sorted[place] = cells[i]!;
		sortedRanks[place] = ranks[i]!;
	}
	return [sorted, sortedRanks];
}
