/** The best way through states, one at each step, when staying and changing have their price: a Viterbi path. */

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
	let state = sums.indexOf(Math.max(...sums));
	const path = [state];
	for (let step = sources.length - 1; step >= 0; step--) {
		state = sources[step]![state]!;
		path.push(state);
	}
	return path.reverse();
}
