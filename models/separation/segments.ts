/**
 * Sound of any length through a function of segments of one length: they overlap by a quarter and
 * fade into each other by triangles, as Demucs' own `apply_model` does (MIT, Meta).
 */
import type { Stereo } from './separator.ts';

/** Share of a segment that the next one covers anew. */
const OVERLAP = 0.25;

/**
 * @param length of a segment, in samples
 * @param each gets a segment, filled up with zeros at the end of the sound, and gives as much
 */
export async function* bySegments(
	sound: AsyncIterable<Stereo>,
	length: number,
	each: (segment: Stereo) => Promise<Stereo>
): AsyncGenerator<Stereo> {
	const step = Math.max(1, Math.floor((1 - OVERLAP) * length));
	const weights = Float32Array.from({ length }, (_, i) => Math.min(i + 1, length - i));
	let held: Stereo = silence(0);
	/** Weighted sums of what earlier segments have said of the samples that `held` begins with. */
	let sums = silence(length);
	let weighed = new Float32Array(length);

	async function pass(final: number | null): Promise<Stereo> {
		const segment = { left: fit(held.left, length), right: fit(held.right, length) };
		const { left, right } = await each(segment);
		for (let i = 0; i < length; i++) {
			sums.left[i]! += left[i]! * weights[i]!;
			sums.right[i]! += right[i]! * weights[i]!;
			weighed[i]! += weights[i]!;
		}
		const count = final ?? step;
		const mean = (channel: Float32Array): Float32Array =>
			channel.slice(0, count).map((sum, i) => sum / weighed[i]!);
		const done = { left: mean(sums.left), right: mean(sums.right) };
		sums = { left: shifted(sums.left, count), right: shifted(sums.right, count) };
		weighed = shifted(weighed, count);
		held = { left: held.left.subarray(count), right: held.right.subarray(count) };
		return done;
	}

	for await (const { left, right } of sound) {
		held = { left: joined(held.left, left), right: joined(held.right, right) };
		while (held.left.length > length) yield await pass(null);
	}
	if (held.left.length > 0) yield await pass(held.left.length);
}

const silence = (length: number): Stereo => ({
	left: new Float32Array(length),
	right: new Float32Array(length)
});

function fit(samples: Float32Array, length: number): Float32Array {
	const fitted = new Float32Array(length);
	fitted.set(samples.subarray(0, length));
	return fitted;
}

function shifted(values: Float32Array, by: number): Float32Array<ArrayBuffer> {
	const rest = new Float32Array(values.length);
	rest.set(values.subarray(by));
	return rest;
}

function joined(a: Float32Array, b: Float32Array): Float32Array {
	const both = new Float32Array(a.length + b.length);
	both.set(a);
	both.set(b, a.length);
	return both;
}
