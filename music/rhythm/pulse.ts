/**
 * Finds the beats: the path through the recording, beat after beat, on which
 * the onsets fall most naturally, found by dynamic programming over the time of
 * a beat and the length of the one before it (after Ellis 2007 and Krebs, Böck
 * and Widmer 2015). The length may drift, so the path follows rubato.
 */
import { ACCENTS, type Onset } from '#music/rhythm/onsets.ts';
import { PHASES, phaseTable, type Division } from '#music/rhythm/phases.ts';

const FRAMES_A_SECOND = 50;
/** Seconds: the beat people tap most readily, and the spread (of the natural logarithm) around it. */
const USUAL_PERIOD = 0.62;
const USUAL_SPREAD = 0.5;
/** Each beat costs this much, a beat without an onset more: otherwise the fastest beat would always win. */
const BEAT_COST = 1.4;
const SILENT_BEAT_COST = 1;
/** Seconds within which a beat moves onto an onset. */
const SNAP = 0.05;

export interface Pulse {
	/** Seconds, strictly increasing. */
	readonly beats: readonly number[];
	readonly division: Division;
	/** How much better than chance: comparable between pulses of the same onsets. */
	readonly score: number;
}

/** The best pulse with beats of `shortest` to `longest` seconds; at least two onsets. */
export function findPulse(
	onsets: readonly Onset[],
	division: Division,
	shortest: number,
	longest: number
): Pulse {
	const low = Math.max(4, Math.round(shortest * FRAMES_A_SECOND));
	const periods = Array.from(
		{ length: Math.max(low, Math.round(longest * FRAMES_A_SECOND)) - low + 1 },
		(_, p) => low + p
	);
	const origin = onsets[0]!.time - longest;
	const { frames, score } = bestPath(onsets, origin, division, periods);
	return {
		beats: snap(
			frames.map((frame) => origin + frame / FRAMES_A_SECOND),
			onsets
		),
		division,
		score
	};
}

function bestPath(
	onsets: readonly Onset[],
	origin: number,
	division: Division,
	periods: readonly number[]
): { frames: number[]; score: number } {
	const count = periods.length;
	const low = periods[0]!;
	const high = periods[count - 1]!;
	const at = Float64Array.from(onsets, ({ time }) => (time - origin) * FRAMES_A_SECOND);
	const first = at[0]!;
	const last = at[at.length - 1]!;
	const length = Math.ceil(last) + high + 1;

	const width = ACCENTS * PHASES;
	const tables = new Float32Array(count * width);
	periods.forEach((period, p) =>
		tables.set(phaseTable(division, period / FRAMES_A_SECOND), p * width)
	);
	const phasesAFrame = Float64Array.from(periods, (period) => PHASES / period);
	const prior = Float64Array.from(periods, (period) => {
		const away = Math.log(period / FRAMES_A_SECOND / USUAL_PERIOD) / USUAL_SPREAD;
		return -BEAT_COST - 0.5 * away * away * (period / FRAMES_A_SECOND);
	});
	const change = changeCosts(periods);
	const reach = Uint8Array.from(periods, (period) => Math.max(2, Math.round(period * 0.1)));

	const ring = high + 1;
	const values = new Float64Array(ring * count).fill(-Infinity);
	const came = new Uint8Array(length * count);
	const gains = new Float64Array(count);
	let from = 0;
	let to = 0;
	let best = { value: -Infinity, frame: 0, period: 0 };

	for (let t = low; t < length; t++) {
		while (to < at.length && at[to]! <= t + 0.5) to++;
		while (from < to && at[from]! <= t + 0.5 - high) from++;
		gains.set(prior);
		const onBeat = to > 0 && t - at[to - 1]! < 3;
		for (let o = from; o < to; o++) {
			const back = t - at[o]!;
			const row = onsets[o]!.accent * PHASES;
			for (let p = Math.max(0, Math.ceil(back + 0.5 - low)); p < count; p++) {
				// An onset up to half a frame after the beat belongs to it, as phase 0 of the circle.
				const phase = (PHASES - back * phasesAFrame[p]! + 0.5) | 0;
				gains[p]! += tables[p * width + row + (phase === PHASES ? 0 : phase)]!;
			}
		}
		const silent = onBeat || (to < at.length && at[to]! - t < 3) ? 0 : SILENT_BEAT_COST;
		const here = (t % ring) * count;
		for (let p = 0; p < count; p++) {
			const start = t - low - p;
			let value = start <= first + 1 ? 0 : -Infinity;
			let source = 255;
			if (start >= low) {
				const there = (start % ring) * count;
				const end = Math.min(count - 1, p + reach[p]!);
				for (let q = Math.max(0, p - reach[p]!); q <= end; q++) {
					const candidate = values[there + q]! - change[p * count + q]!;
					if (candidate > value) {
						value = candidate;
						source = q;
					}
				}
			}
			value += gains[p]! - silent;
			values[here + p] = start < 0 ? -Infinity : value;
			came[t * count + p] = source;
			if (t >= last - 2 && start >= 0 && value > best.value) best = { value, frame: t, period: p };
		}
	}
	return { frames: retrace(best, came, periods), score: best.value };
}

/** What it costs to go from one length to another; half a frame either way is rounding, not a change. */
function changeCosts(periods: readonly number[]): Float64Array {
	return Float64Array.from(
		periods.flatMap((period) =>
			periods.map((other) => {
				const away = Math.max(0, Math.abs(period - other) - 0.6) / Math.min(period, other);
				return 10 * away + 100 * away * away;
			})
		)
	);
}

function retrace(
	end: { readonly frame: number; readonly period: number },
	came: Uint8Array,
	periods: readonly number[]
): number[] {
	const frames = [end.frame];
	let { frame, period } = end;
	for (;;) {
		const source = came[frame * periods.length + period]!;
		frame -= periods[period]!;
		frames.push(frame);
		if (source === 255) return frames.reverse();
		period = source;
	}
}

/** Each beat moves onto the nearest onset close by: what was played together is written together. */
function snap(beats: readonly number[], onsets: readonly Onset[]): number[] {
	let next = 0;
	let before = -Infinity;
	return beats.map((beat, i) => {
		while (next < onsets.length - 1 && near(onsets, next + 1, beat) <= near(onsets, next, beat))
			next++;
		const onset = onsets[next]!.time;
		const room = ((beats[i + 1] ?? beat + 1) - beat) / 4;
		const onOnset = Math.abs(onset - beat) <= Math.min(SNAP, room) && onset > before + 0.02;
		before = onOnset ? onset : Math.max(beat, before + 0.02);
		return before;
	});
}

const near = (onsets: readonly Onset[], i: number, time: number): number =>
	Math.abs(onsets[i]!.time - time);
