/** The best way through states, one at each step, when staying and changing have their price: a Viterbi path. */

/**
 * Index of the state at each step, when every change has the same price.
 * @param worth of each state at each step: more is better
 * @param price of a change into the step at this index
 */
export function steadyPath(
	worth: readonly (readonly number[] | Float64Array)[],
	price: (step: number) => number
): number[] {
	if (worth.length === 0) return [];
	const states = worth[0]!.length;
	let sums = Float64Array.from(worth[0]!);
	const sources: Int16Array[] = [];
	for (let step = 1; step < worth.length; step++) {
		const came = new Int16Array(states);
		const next = new Float64Array(states);
		const best = indexOfMost(sums);
		const changed = sums[best]! - price(step);
		for (let to = 0; to < states; to++) {
			const stays = sums[to]! >= changed;
			came[to] = stays ? to : best;
			next[to] = (stays ? sums[to]! : changed) + worth[step]![to]!;
		}
		sums = next;
		sources.push(came);
	}
	return traced(indexOfMost(sums), sources);
}

/**
 * Index of the state at each step.
 * @param worth of each state at each step: more is better
 * @param price of going from a state to another, into the step at this index
 */
export function bestPath(
	worth: readonly (readonly number[])[],
	price: (from: number, to: number, step: number) => number
): number[] {
	if (worth.length === 0) return [];
	let sums = [...worth[0]!];
	const sources: Int16Array[] = [];
	for (let step = 1; step < worth.length; step++) {
		const came = new Int16Array(sums.length);
		sums = worth[step]!.map((own, to) => {
			let most = -Infinity;
			for (let from = 0; from < sums.length; from++) {
				const sum = sums[from]! - price(from, to, step);
				if (sum <= most) continue;
				most = sum;
				came[to] = from;
			}
			return most + own;
		});
		sources.push(came);
	}
	return traced(indexOfMost(sums), sources);
}

/** For each state at the first step: what the best way from it is worth. The price goes by states alone. */
export function worthFrom(
	worth: readonly (readonly number[])[],
	price: (from: number, to: number) => number
): number[] {
	return worth.reduceRight<readonly number[] | null>((after, own) => {
		if (after === null) return own;
		return own.map(
			(here, from) =>
				here + after.reduce((most, sum, to) => Math.max(most, sum - price(from, to)), -Infinity)
		);
	}, null) as number[];
}

function traced(last: number, sources: readonly Int16Array[]): number[] {
	const path = [last];
	for (let step = sources.length - 1; step >= 0; step--) path.push(sources[step]![path.at(-1)!]!);
	return path.reverse();
}

function indexOfMost(values: ArrayLike<number>): number {
	let most = 0;
	for (let i = 1; i < values.length; i++) if (values[i]! > values[most]!) most = i;
	return most;
}
