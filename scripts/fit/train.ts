/** Fits committees of small networks by Adam (Kingma and Ba, 2015), always with the same result. */
import { judgeOf, probability, type Committee, type Layer } from '#models/hearing/network.ts';
import { chance as chanceOf, type Chance } from './chance.ts';

/** Examples: rows of features, what is true of each (0–1), and how much it counts. */
export interface Examples {
	readonly inputs: number;
	readonly rows: Float64Array;
	readonly truths: Float32Array;
	readonly counts: Float32Array;
}

export interface Recipe {
	/** Sizes of the hidden layers. */
	readonly hidden: readonly number[];
	readonly members: number;
	readonly epochs: number;
	readonly rate: number;
	/** Pulls weights to zero, for each step. */
	readonly decay: number;
}

const BATCH = 128;

/** One array after another. */
export function joined(parts: readonly Float64Array[]): Float64Array {
	const whole = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
	let at = 0;
	for (const part of parts) {
		whole.set(part, at);
		at += part.length;
	}
	return whole;
}

export function train(examples: Examples, recipe: Recipe, seed: number): Committee {
	const { mean, deviation } = spread(examples);
	const given = { ...examples, rows: standardised(examples, mean, deviation) };
	const members = Array.from({ length: recipe.members }, (_, i) =>
		member(given, recipe, chanceOf(seed * 97 + i))
	);
	return { mean: mean.map(short), deviation: deviation.map(short), members, slope: 1, shift: 0 };
}

/** Enough digits for a file that people may read. */
const short = (value: number): number => Number(value.toPrecision(4));

function spread({ rows, inputs }: Examples): { mean: number[]; deviation: number[] } {
	const count = rows.length / inputs;
	const mean = new Array<number>(inputs).fill(0);
	const square = new Array<number>(inputs).fill(0);
	rows.forEach((value, i) => {
		mean[i % inputs]! += value / count;
		square[i % inputs]! += (value * value) / count;
	});
	const deviation = square.map((each, i) => Math.sqrt(Math.max(1e-4, each - mean[i]! ** 2)));
	return { mean, deviation };
}

function standardised(
	{ rows, inputs }: Examples,
	mean: readonly number[],
	deviation: readonly number[]
): Float64Array {
	return rows.map((value, i) => (value - mean[i % inputs]!) / deviation[i % inputs]!);
}

interface Trained {
	readonly from: number;
	readonly to: number;
	readonly weights: Float64Array;
	readonly slopes: Float64Array;
	readonly first: Float64Array;
	readonly second: Float64Array;
	readonly out: Float64Array;
	readonly error: Float64Array;
}

/** Weights and then biases of a layer lie in one array. */
function layer(from: number, to: number, chance: Chance): Trained {
	const size = to * (from + 1);
	const weights = new Float64Array(size);
	for (let i = 0; i < to * from; i++) weights[i] = chance.bell() * Math.sqrt(2 / from);
	return {
		from,
		to,
		weights,
		slopes: new Float64Array(size),
		first: new Float64Array(size),
		second: new Float64Array(size),
		out: new Float64Array(to),
		error: new Float64Array(to)
	};
}

function member(examples: Examples, recipe: Recipe, chance: Chance): Layer[] {
	const sizes = [examples.inputs, ...recipe.hidden, 1];
	const layers = sizes.slice(1).map((to, i) => layer(sizes[i]!, to, chance));
	const order = Uint32Array.from(examples.truths, (_, i) => i);
	const steps = recipe.epochs * Math.ceil(order.length / BATCH);
	let step = 0;
	for (let epoch = 0; epoch < recipe.epochs; epoch++) {
		for (let i = order.length - 1; i > 0; i--) {
			const j = chance.whole(0, i);
			[order[i], order[j]] = [order[j]!, order[i]!];
		}
		for (let from = 0; from < order.length; from += BATCH) {
			const batch = order.subarray(from, from + BATCH);
			for (const at of batch) learn(layers, examples, at);
			// The rate falls to nothing along half a cosine.
			const rate = recipe.rate * 0.5 * (1 + Math.cos((Math.PI * step) / steps));
			step++;
			for (const each of layers) adjust(each, batch.length, rate, recipe.decay, step);
		}
	}
	return layers.map(({ from, to, weights }) => ({
		weights: [...weights.subarray(0, to * from)].map(short),
		biases: [...weights.subarray(to * from)].map(short)
	}));
}

/** Adds the slopes of one example. */
function learn(layers: readonly Trained[], { rows, inputs, truths, counts }: Examples, at: number) {
	const given = rows.subarray(at * inputs, (at + 1) * inputs);
	let input: Float64Array = given;
	layers.forEach(({ from, to, weights, out }, depth) => {
		const last = depth === layers.length - 1;
		for (let o = 0; o < to; o++) {
			let value = weights[to * from + o]!;
			const row = o * from;
			for (let i = 0; i < from; i++) value += weights[row + i]! * input[i]!;
			out[o] = last || value > 0 ? value : 0;
		}
		input = out;
	});
	const top = layers.at(-1)!;
	top.error[0] = counts[at]! * (probability(top.out[0]!) - truths[at]!);
	for (let depth = layers.length - 1; depth >= 0; depth--) {
		const { from, to, weights, slopes, error } = layers[depth]!;
		const below = layers[depth - 1];
		const inputsOf = below ? below.out : given;
		below?.error.fill(0);
		for (let o = 0; o < to; o++) {
			const wrong = error[o]!;
			if (wrong === 0) continue;
			const row = o * from;
			slopes[to * from + o]! += wrong;
			for (let i = 0; i < from; i++) slopes[row + i]! += wrong * inputsOf[i]!;
			if (below) for (let i = 0; i < from; i++) below.error[i]! += wrong * weights[row + i]!;
		}
		if (below) for (let i = 0; i < from; i++) if (below.out[i] === 0) below.error[i] = 0;
	}
}

function adjust(
	{ weights, slopes, first, second }: Trained,
	count: number,
	rate: number,
	decay: number,
	step: number
): void {
	const early = 1 - 0.9 ** step;
	const late = 1 - 0.999 ** step;
	for (let i = 0; i < weights.length; i++) {
		const slope = slopes[i]! / count;
		first[i] = 0.9 * first[i]! + 0.1 * slope;
		second[i] = 0.999 * second[i]! + 0.001 * slope * slope;
		const move = first[i]! / early / (Math.sqrt(second[i]! / late) + 1e-8);
		weights[i]! -= rate * (move + decay * weights[i]!);
		slopes[i] = 0;
	}
}

/** The committee's logit of every row. */
export function judged(committee: Committee, { rows, inputs }: Examples): Float64Array {
	const judge = judgeOf(committee);
	return Float64Array.from({ length: rows.length / inputs }, (_, i) => judge(rows, i * inputs));
}

/** Platt's scaling of logits that were given to sounds not fitted on, by Newton's method. */
export function scaling(
	logits: Float64Array,
	truths: Float32Array,
	counts: Float32Array
): { slope: number; shift: number } {
	let [slope, shift] = [1, 0];
	for (let round = 0; round < 30; round++) {
		let [ga, gb, aa, ab, bb] = [0, 0, 1e-9, 0, 1e-9];
		logits.forEach((logit, i) => {
			const p = probability(slope * logit + shift);
			const wrong = counts[i]! * (p - truths[i]!);
			const sharp = counts[i]! * p * (1 - p);
			ga += wrong * logit;
			gb += wrong;
			aa += sharp * logit * logit;
			ab += sharp * logit;
			bb += sharp;
		});
		const det = aa * bb - ab * ab;
		slope -= (bb * ga - ab * gb) / det;
		shift -= (aa * gb - ab * ga) / det;
	}
	return { slope: short(slope), shift: short(shift) };
}
