/** The same beats counted on another level: in halves, in thirds, or every second one. */

/** Each beat divided evenly. */
export function parted(beats: readonly number[], parts: number): number[] {
	return beats.flatMap((beat, i) => {
		const next = beats[i + 1];
		if (next === undefined) return [beat];
		return Array.from({ length: parts }, (_, p) => beat + ((next - beat) * p) / parts);
	});
}

/** `parts` beats in the place of `every`, counted from the beat at `anchor`, which stays one. */
export function counted(
	beats: readonly number[],
	[parts, every]: readonly [number, number],
	anchor: number
): number[] {
	const fine = parted(beats, parts);
	const kept = fine.filter((_, i) => (i - anchor * parts) % every === 0);
	return kept.length > 1 ? kept : [...beats];
}

/** Ways to count the beats of a pulse: so many in the place of so many. */
const RATIOS = [
	[1, 1],
	[2, 1],
	[1, 2],
	[3, 1],
	[1, 3],
	[3, 2],
	[2, 3],
	[4, 1],
	[1, 4]
] as const;

/** Seconds of a beat that people count. */
const QUICKEST = 0.21;
const SLOWEST = 3.4;

/** The same pulse on every level where a beat is still a beat: for each, the ways to count it from each place. */
export function levelsOf(beats: readonly number[]): (readonly number[])[][] {
	if (beats.length < 5) return [[beats]];
	const mean = (beats.at(-1)! - beats[0]!) / (beats.length - 1);
	return RATIOS.flatMap(([parts, every]) => {
		const length = (mean * every) / parts;
		if (length < QUICKEST || length > SLOWEST) return [];
		const fine = parted(beats, parts);
		const ways = Array.from({ length: every }, (_, phase) =>
			fine.filter((_, i) => i % every === phase)
		);
		return [ways.filter((some) => some.length > 3)];
	});
}

/** Beats of two countings this near (seconds) are the same. */
const SAME = 0.05;

/** Whether nearly all beats of two countings are the same. */
export function same(some: readonly number[], others: readonly number[]): boolean {
	if (Math.abs(some.length - others.length) > 0.1 * others.length) return false;
	let next = 0;
	const near = some.filter((beat) => {
		while (next < others.length - 1 && others[next]! < beat - SAME) next++;
		return Math.abs(others[next]! - beat) <= SAME;
	}).length;
	return near > 0.9 * Math.max(some.length, others.length);
}
