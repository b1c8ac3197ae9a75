/** A small committee of networks that was fitted to say how probable something is. */

export interface Judging {
	readonly mean: readonly number[];
	readonly deviation: readonly number[];
	/** Layer by layer: outputs × inputs, row by row, and what is added to each output. */
	readonly members: readonly (readonly {
		readonly weights: readonly number[];
		readonly biases: readonly number[];
	}[])[];
}

/** The logit of a row of features. */
export function judge({ mean, deviation, members }: Judging, features: Float64Array): number {
	const given = features.map((value, i) => (value - mean[i]!) / deviation[i]!);
	let sum = 0;
	for (const layers of members) {
		let from = given;
		layers.forEach(({ weights, biases }, depth) => {
			const last = depth === layers.length - 1;
			const input = from;
			from = Float64Array.from(biases, (bias, out) => {
				let value = bias;
				for (let i = 0; i < input.length; i++)
					value += weights[out * input.length + i]! * input[i]!;
				return last || value > 0 ? value : 0;
			});
		});
		sum += from[0]!;
	}
	return sum / members.length;
}
