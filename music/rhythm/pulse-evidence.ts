/** What speaks for a hypothesis of beats, as numbers that a judge was fitted to: no unit, none of them large. */
import type { Hypothesis } from '#music/rhythm/hypotheses.ts';
import { ACCENTS, type Onset } from '#music/rhythm/onsets.ts';

/** How many numbers `pulseEvidence` writes. */
export const PULSE_FEATURES = 32;

/** An onset this near to a place in the beat is on it: seconds, and share of the beat. */
const NEAR = 0.03;
const NEAR_OF_BEAT = 0.035;
/** Seconds of a beat from which the logarithm of its length is counted. */
const USUAL_BEAT = 0.6;

/** Sums over the onsets at one kind of place in the beat. */
interface Tally {
	count: number;
	strength: number;
	bass: number;
	fresh: number;
	length: number;
}

const tally = (): Tally => ({ count: 0, strength: 0, bass: 0, fresh: 0, length: 0 });

function add(sum: Tally, { accent, bass, fresh, longest }: Onset): void {
	sum.count++;
	sum.strength += accent / (ACCENTS - 1);
	sum.bass += bass;
	sum.fresh += fresh;
	sum.length += Math.log(0.1 + longest);
}

/** `onsets` in order, at least two. */
export function pulseEvidence(hypothesis: Hypothesis, onsets: readonly Onset[]): Float64Array {
	const { beats, division, gain, level } = hypothesis;
	const count = beats.length;
	const all = tally();
	const on = tally();
	const half = tally();
	const quarter = tally();
	const third = tally();
	const filled = new Uint8Array(count);
	const halved = new Uint8Array(count);
	const strengths = new Float64Array(count);
	let away = 0;
	let beat = 0;
	for (const onset of onsets) {
		while (beat < count - 2 && beats[beat + 1]! <= onset.time) beat++;
		const length = beats[beat + 1]! - beats[beat]!;
		const into = (onset.time - beats[beat]!) / length;
		const near = Math.min(0.12, NEAR / length + NEAR_OF_BEAT);
		add(all, onset);
		const whole = Math.round(into);
		const at = (place: number): boolean => Math.abs(into - Math.floor(into) - place) <= near;
		if (Math.abs(into - whole) <= near) {
			add(on, onset);
			const i = Math.min(count - 1, Math.max(0, beat + whole));
			filled[i] = 1;
			strengths[i] = Math.max(strengths[i]!, (onset.accent + 1) / ACCENTS);
			away += Math.abs(into - whole) / near;
		} else if (at(1 / 2)) {
			add(half, onset);
			halved[beat] = 1;
		} else if (at(1 / 3) || at(2 / 3)) add(third, onset);
		else if (at(1 / 4) || at(3 / 4)) add(quarter, onset);
	}
	const first = beats.findIndex((time) => time >= onsets[0]!.time - NEAR);
	const last = beats.findLastIndex((time) => time <= onsets.at(-1)!.time + NEAR);
	const sounding = Math.max(1, last - first + 1);
	const heard = strengths.subarray(Math.max(0, first), last + 1);
	const seconds = (beats[count - 1]! - beats[0]!) / (count - 1);
	const long = Math.log(seconds / USUAL_BEAT);
	const share = (sum: Tally): number => sum.count / all.count;
	const more = (sum: Tally, of: Exclude<keyof Tally, 'count'>): number =>
		sum.count === 0 ? 0 : sum[of] / sum.count - all[of] / all.count;
	const total = (flags: Uint8Array): number => flags.reduce((sum, flag) => sum + flag, 0);
	return Float64Array.of(
		long,
		long * long,
		share(on),
		share(half),
		share(quarter),
		share(third),
		1 - share(on) - share(half) - share(quarter) - share(third),
		total(filled) / sounding,
		total(halved) / sounding,
		more(on, 'strength'),
		more(half, 'strength'),
		more(on, 'bass'),
		more(half, 'bass'),
		more(on, 'fresh'),
		more(half, 'fresh'),
		more(on, 'length'),
		more(half, 'length'),
		on.bass / Math.max(1, all.bass),
		half.bass / Math.max(1, all.bass),
		unsteadiness(beats),
		Math.log(all.count / sounding),
		gain,
		division === 'triple' ? 1 : 0,
		Math.abs(Math.log(level)),
		level > 1 ? 1 : 0,
		contrast(heard, 2),
		contrast(heard, 3),
		contrast(heard, 4),
		likeness(heard, 1),
		likeness(heard, 2) - likeness(heard, 3),
		on.count === 0 ? 1 : away / on.count,
		Math.log(sounding / 50)
	);
}

/** How much the beat's length changes from beat to beat: the root mean square of its logarithm's steps. */
function unsteadiness(beats: readonly number[]): number {
	let sum = 0;
	for (let i = 2; i < beats.length; i++) {
		const step = Math.log((beats[i]! - beats[i - 1]!) / (beats[i - 1]! - beats[i - 2]!));
		sum += Math.min(0.25, step * step);
	}
	return Math.sqrt(sum / Math.max(1, beats.length - 2));
}

/** How far the strongest of every `n` beats stands above the others, on average. */
function contrast(strengths: Float64Array, n: number): number {
	const sums = new Float64Array(n);
	const counts = new Float64Array(n);
	strengths.forEach((strength, i) => {
		sums[i % n]! += strength;
		counts[i % n]! += 1;
	});
	const means = sums.map((sum, i) => sum / Math.max(1, counts[i]!));
	const all = means.reduce((sum, mean) => sum + mean, 0) / n;
	return Math.max(...means) - all;
}

/** How alike beats are that are `lag` apart: the correlation of their strengths. */
function likeness(strengths: Float64Array, lag: number): number {
	const mean = strengths.reduce((sum, value) => sum + value, 0) / Math.max(1, strengths.length);
	let dot = 0;
	let square = 1e-6;
	strengths.forEach((value, i) => {
		square += (value - mean) ** 2;
		if (i >= lag) dot += (value - mean) * (strengths[i - lag]! - mean);
	});
	return dot / square;
}
