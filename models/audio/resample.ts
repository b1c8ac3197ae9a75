/**
 * Any sample rate to another, the model's 22,050 Hz if none is named, chunk by chunk: a polyphase filter,
 * its kernel a sinc under a Kaiser window (Smith, "Digital Audio Resampling").
 *
 * The delay is compensated, so an impulse at t stays at t, and every output
 * sample is the same sum whatever the chunks were.
 */

/** The rate the network was trained at. */
export const MODEL_HZ = 22_050;

/** Length of the kernel in samples of the slower of the two rates. */
const TAPS = 128;
/** Cut-off as a share of the slower rate's Nyquist frequency. */
const ROLL_OFF = 0.97;
/** Kaiser's β: side lobes under −100 dB. */
const BETA = 10;
/** Rates with more phases than this share 1,024 kernels, linearly interpolated (error under −110 dB). */
const MOST_PHASES = 1024;

export interface Resampler {
	/** Takes the next input samples, gives the output samples that are now complete. */
	push(chunk: Float32Array): Float32Array;
	/** Gives the rest, as if silence followed. Nothing may be pushed afterwards. */
	flush(): Float32Array;
}

/** @throws RangeError when `fromHz` is not a positive whole number. */
export function createResampler(fromHz: number, toHz = MODEL_HZ): Resampler {
	if (!Number.isInteger(fromHz) || fromHz <= 0) {
		throw new RangeError(`a sample rate is a positive whole number, got ${fromHz}`);
	}
	return fromHz === toHz ? unchanged() : polyphase(fromHz, toHz);
}

function unchanged(): Resampler {
	return { push: (chunk) => chunk.slice(), flush: () => new Float32Array() };
}

function polyphase(fromHz: number, toHz: number): Resampler {
	const divisor = gcd(fromHz, toHz);
	/** Output n lies at input sample n · step / phases. */
	const phases = toHz / divisor;
	const step = fromHz / divisor;
	const bank = kernels(toHz / fromHz, Math.min(phases, MOST_PHASES));
	const { half } = bank;

	/** Input that later outputs still need; `held[0]` is input sample `first`. */
	let held: Float64Array = new Float64Array(half - 1);
	let first = 1 - half;
	let received = 0;
	/** Place of the next output: input sample `base` plus `phase / phases`. */
	let base = 0;
	let phase = 0;

	function run(chunk: Float32Array, end: number): Float32Array {
		const input = new Float64Array(held.length + chunk.length);
		input.set(held);
		input.set(chunk, held.length);

		const count = Math.max(0, Math.ceil(((end - base) * phases - phase) / step));
		const output = new Float32Array(count);
		for (let n = 0; n < count; n++) {
			output[n] = weigh(bank, input, base - half + 1 - first, phase / phases);
			phase += step;
			base += Math.floor(phase / phases);
			phase %= phases;
		}

		const spent = Math.min(input.length, Math.max(0, base - half + 1 - first));
		held = input.slice(spent);
		first += spent;
		return output;
	}

	return {
		push(chunk) {
			received += chunk.length;
			return run(chunk, received - half);
		},
		flush: () => run(new Float32Array(half), received)
	};
}

interface Bank {
	/** Rows of `2 · half` weights, for fractions 0, 1/rows … 1. */
	readonly weights: Float64Array;
	readonly rows: number;
	readonly half: number;
}

function kernels(ratio: number, rows: number): Bank {
	const slow = Math.min(1, ratio);
	const half = Math.ceil(TAPS / 2 / slow);
	const width = 2 * half;
	const weights = new Float64Array((rows + 1) * width);
	for (let row = 0; row <= rows; row++) {
		const kernel = Float64Array.from({ length: width }, (_, k) => {
			const t = k - half + 1 - row / rows;
			return sinc(ROLL_OFF * slow * t) * kaiser(t / half);
		});
		const sum = kernel.reduce((total, weight) => total + weight, 0);
		weights.set(
			kernel.map((weight) => weight / sum),
			row * width
		);
	}
	return { weights, rows, half };
}

/** The output between input samples: `fraction` of the way after the middle of the kernel at `start`. */
function weigh(
	{ weights, rows, half }: Bank,
	input: Float64Array,
	start: number,
	fraction: number
) {
	const at = fraction * rows;
	const row = Math.round(at);
	if (Math.abs(at - row) < 1e-9) return dot(weights, row * 2 * half, input, start, 2 * half);

	const below = Math.floor(at);
	const low = dot(weights, below * 2 * half, input, start, 2 * half);
	const high = dot(weights, (below + 1) * 2 * half, input, start, 2 * half);
	return low + (high - low) * (at - below);
}

/** Four sums at once: one would wait for its own last addition. Doubles, so that nothing is converted. */
function dot(a: Float64Array, i: number, b: Float64Array, j: number, length: number): number {
	let s = 0;
	let t = 0;
	let u = 0;
	let v = 0;
	let k = 0;
	for (; k + 3 < length; k += 4) {
		s += a[i + k]! * b[j + k]!;
		t += a[i + k + 1]! * b[j + k + 1]!;
		u += a[i + k + 2]! * b[j + k + 2]!;
		v += a[i + k + 3]! * b[j + k + 3]!;
	}
	for (; k < length; k++) s += a[i + k]! * b[j + k]!;
	return s + t + (u + v);
}

function sinc(x: number): number {
	return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

/** Kaiser's window at x in −1…1; the norm at its middle does not matter, each kernel is scaled to sum 1. */
function kaiser(x: number): number {
	return Math.abs(x) > 1 ? 0 : bessel(BETA * Math.sqrt(1 - x * x));
}

/** Modified Bessel function of the first kind, order 0, by its power series. */
function bessel(x: number): number {
	let sum = 1;
	let term = 1;
	for (let k = 1; term > sum * 1e-12; k++) {
		term *= (x / (2 * k)) ** 2;
		sum += term;
	}
	return sum;
}

function gcd(a: number, b: number): number {
	return b === 0 ? a : gcd(b, a % b);
}
