/**
 * The best path of beats through what the network heard: dynamic programming
 * over the time of a beat and the length before it (after Ellis 2007 and Krebs,
 * Böck and Widmer 2015). Beats are where they are probable, about as long as is
 * probable, and change their length little by little.
 */
import {
	FRAMES_A_SECOND,
	LONGEST,
	PERIODS,
	periodOf,
	SHORTEST,
	type PulseEvidence
} from '#music/rhythm/pulse-network.ts';

/** What the length of beats around says, beside the beats. */
const PACE = 0.5;
/** What a change of length costs, by its logarithm and that squared. */
const CHANGE = 2;
const CHANGE_SQUARED = 25;
/** The logarithm by which a beat is longer or shorter than the one before, at most; less where changes cost more. */
const REACH = 0.4;

/**
 * The frames of the evidence on which the beats fall.
 *
 * @param first and `last`: frames of the first and last onset
 * @param shortest and `longest`: seconds of a beat
 * @param stiffness how many times as much as usual a change of length costs
 */
export function findBeats(
	evidence: PulseEvidence,
	first: number,
	last: number,
	shortest = SHORTEST,
	longest = LONGEST,
	stiffness = 1
): number[] {
	const lengths = lengthsBetween(shortest * FRAMES_A_SECOND, longest * FRAMES_A_SECOND);
	const count = lengths.length;
	const change = changesOf(lengths, stiffness);
	const bins = lengths.map((length) => periodOf(length / FRAMES_A_SECOND));
	const usual = Math.log(1 / PERIODS);
	const { beat: odds, frames } = evidence;
	// Only as many frames as the longest beat are looked back on.
	const ring = lengths.at(-1)! + 1;
	const values = new Float32Array(ring * count);
	const came = new Uint8Array(frames * count);
	let best = { value: -Infinity, frame: last, length: 0 };
	for (let t = 0; t < frames; t++) {
		const row = (t >> 1) * PERIODS;
		for (let p = 0; p < count; p++) {
			const gain = odds[t]! + PACE * (evidence.periods[row + bins[p]!]! - usual);
			const from = t - lengths[p]!;
			let value = t <= first + lengths[p]! ? 0 : -Infinity;
			let source = 255;
			if (from >= 0) {
				const { low, costs } = change[p]!;
				const there = (from % ring) * count + low;
				for (let k = 0; k < costs.length; k++) {
					const candidate = values[there + k]! - costs[k]!;
					if (candidate > value) {
						value = candidate;
						source = low + k;
					}
				}
			}
			value += gain;
			values[(t % ring) * count + p] = value;
			came[t * count + p] = source;
			const reaches = t + lengths[p]! > last && t <= last + 2;
			if (reaches && value > best.value) best = { value, frame: t, length: p };
		}
	}
	return retrace(best, came, lengths);
}

/** Whole frames, each a thirtieth longer than the one before where frames are fine enough. */
function lengthsBetween(shortest: number, longest: number): number[] {
	const lengths: number[] = [];
	let length = Math.max(4, Math.round(shortest));
	while (length <= Math.max(longest, shortest + 1) && lengths.length < 250) {
		lengths.push(length);
		length = Math.max(length + 1, Math.round(length * 1.035));
	}
	return lengths;
}

/** For each length: the lengths that may go before it, and what it costs. Half a frame is rounding, not a change. */
function changesOf(
	lengths: readonly number[],
	stiffness: number
): readonly { readonly low: number; readonly costs: Float32Array }[] {
	const reach = REACH / Math.sqrt(stiffness);
	return lengths.map((length) => {
		const near = lengths.flatMap((other, q) =>
			Math.abs(Math.log(other / length)) <= Math.max(reach, 1.5 / length) ? [q] : []
		);
		const costs = near.map((q) => {
			const away =
				Math.max(0, Math.abs(lengths[q]! - length) - 0.6) / Math.min(length, lengths[q]!);
			return stiffness * (CHANGE * away + CHANGE_SQUARED * away * away);
		});
		return { low: near[0]!, costs: Float32Array.from(costs) };
	});
}

function retrace(
	end: { readonly frame: number; readonly length: number },
	came: Uint8Array,
	lengths: readonly number[]
): number[] {
	const path = [end.frame];
	let { frame, length } = end;
	for (;;) {
		const source = came[frame * lengths.length + length]!;
		frame -= lengths[length]!;
		if (frame >= 0) path.push(frame);
		if (source === 255) return path.reverse();
		length = source;
	}
}
