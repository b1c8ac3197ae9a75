/**
 * A small feed-forward network: inputs brought to mean 0 and deviation 1, hidden
 * layers that pass what is positive, and one output, a logit. Several of them,
 * fitted from different beginnings, vote by the mean of their logits.
 */

export interface Layer {
	/** Outputs × inputs, row by row. */
	readonly weights: readonly number[];
	readonly biases: readonly number[];
}

/** A committee of networks with the same inputs, as it is stored. */
export interface Committee {
	readonly mean: readonly number[];
	readonly deviation: readonly number[];
	readonly members: readonly (readonly Layer[])[];
	/** Platt's scaling, found on sounds that the fit had not heard: logit ↦ `slope`·logit + `shift`. */
	readonly slope: number;
	readonly shift: number;
}

/** From features to the calibrated logit. The features are read at `at` and not changed. */
export type Judge = (features: Float64Array, at: number) => number;

/** A committee made ready to run: nothing is allocated while it judges. */
export function judgeOf({ mean, deviation, members, slope, shift }: Committee): Judge {
	const inputs = mean.length;
	const centre = Float64Array.from(mean);
	const scale = Float64Array.from(deviation, (value) => 1 / value);
	const networks = members.map((layers) =>
		layers.map(({ weights, biases }) => ({
			weights: Float64Array.from(weights),
			biases: Float64Array.from(biases)
		}))
	);
	const widest = Math.max(inputs, ...members.flat().map(({ biases }) => biases.length));
	const given = new Float64Array(inputs);
	let now = new Float64Array(widest);
	let next = new Float64Array(widest);

	return (features, at) => {
		for (let i = 0; i < inputs; i++) given[i] = (features[at + i]! - centre[i]!) * scale[i]!;
		let sum = 0;
		for (const layers of networks) {
			let from: Float64Array = given;
			let width = inputs;
			for (let depth = 0; depth < layers.length; depth++) {
				const { weights, biases } = layers[depth]!;
				const last = depth === layers.length - 1;
				for (let out = 0, w = 0; out < biases.length; out++) {
					let value = biases[out]!;
					for (let i = 0; i < width; i++) value += weights[w++]! * from[i]!;
					next[out] = last || value > 0 ? value : 0;
				}
				width = biases.length;
				from = next;
				[now, next] = [next, now];
			}
			sum += from[0]!;
		}
		return (slope * sum) / networks.length + shift;
	};
}

/** The probability that a logit stands for. */
export const probability = (logit: number): number => 1 / (1 + Math.exp(-logit));

/** The logit of a probability, kept within what a byte can tell. */
export function logit(p: number): number {
	const inside = Math.min(0.998, Math.max(0.002, p));
	return Math.log(inside / (1 - inside));
}
