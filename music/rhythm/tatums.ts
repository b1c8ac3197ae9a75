/**
 * The grids of the shortest values that the onsets of a performance fall on, found without any
 * idea of the beat: one steady through the whole piece, as a click or a band keeps it, and ones
 * that follow a player who breathes. Beats are every second, third, fourth … of their points.
 */
import type { Onset } from '#music/rhythm/onsets.ts';

/** Seconds between points. */
const QUICKEST = 0.09;
const SLOWEST = 0.36;
/** How much of the onsets' weight has to lie on a steady grid: the length of their mean vector on its circle. */
export const STEADY = 0.45;
/** Seconds of music after which nobody has kept to one click. */
const TOO_LONG = 900;
/** Steady grids looked at. */
const MOST = 2;
/** The circle may slip by this much of a turn from the beginning to the end between two tempos tried. */
const SLIP = 0.25;

const FRAMES_A_SECOND = 100;
/** A point with a onset, and one without. */
const STRUCK = 1;
const SILENT = -0.45;
/** Frames within which a onset is on a point. */
const NEAR = 2;
/** What a change of the step costs, by its logarithm and that squared. */
const CHANGE = 8;
const CHANGE_SQUARED = 150;
const BANDS = [
	[0.09, 0.17],
	[0.15, 0.36]
] as const;

export interface Grid {
	/** Seconds, from a little before the first onset to a little after the last. */
	readonly points: readonly number[];
	/** How much of the onsets lies on it, 0–1, when its step never changes; otherwise 0. */
	readonly steady: number;
}

export function tatumsOf(onsets: readonly Onset[]): Grid[] {
	if (onsets.length < 8) return [];
	const breathing = BANDS.map(([low, high]) => followed(onsets, low, high));
	return [...steady(onsets), ...breathing.map((points) => ({ points, steady: 0 }))];
}

function steady(onsets: readonly Onset[]): Grid[] {
	const first = onsets[0]!.time;
	const last = onsets.at(-1)!.time;
	if (last - first > TOO_LONG) return [];
	const times = Float64Array.from(onsets, ({ time }) => time - first);
	const rate = SLIP / Math.max(1, last - first);
	const lowest = 1 / SLOWEST;
	// Where each onset stands on the circle of a rate, and how far it turns from one rate to the next.
	const x = times.map((time) => Math.cos(2 * Math.PI * time * lowest));
	const y = times.map((time) => Math.sin(2 * Math.PI * time * lowest));
	const turnX = times.map((time) => Math.cos(2 * Math.PI * time * rate));
	const turnY = times.map((time) => Math.sin(2 * Math.PI * time * rate));
	const found: Steady[] = [];
	let before: Steady = { step: SLOWEST, turn: 0, strength: 1 };
	let rising = false;
	for (let each = lowest; each < 1 / QUICKEST; each += rate) {
		let sumX = 0;
		let sumY = 0;
		for (let i = 0; i < x.length; i++) {
			const own = x[i]!;
			sumX += own;
			sumY += y[i]!;
			x[i] = own * turnX[i]! - y[i]! * turnY[i]!;
			y[i] = own * turnY[i]! + y[i]! * turnX[i]!;
		}
		const strength = Math.hypot(sumX, sumY) / x.length;
		if (rising && strength < before.strength) found.push(before);
		rising = strength > before.strength;
		before = { step: 1 / each, turn: Math.atan2(sumY, sumX) / (2 * Math.PI), strength };
	}
	return found
		.filter(({ strength }) => strength >= STEADY)
		.sort((a, b) => b.strength - a.strength)
		.slice(0, MOST)
		.map(({ step, turn, strength }) => {
			const from = first + (turn - 1) * step;
			const length = Math.ceil((last - from) / step) + 2;
			return { points: Array.from({ length }, (_, i) => from + i * step), steady: strength };
		});
}

interface Steady {
	/** Seconds from point to point. */
	readonly step: number;
	/** Where the points are, as a share of a step. */
	readonly turn: number;
	readonly strength: number;
}

/** The path of points that most onsets lie on, by dynamic programming over the time of a point and the step before it. */
function followed(onsets: readonly Onset[], quickest: number, slowest: number): number[] {
	const from = onsets[0]!.time - slowest;
	const frames = Math.ceil((onsets.at(-1)!.time + slowest - from) * FRAMES_A_SECOND);
	const gains = new Float32Array(frames).fill(SILENT);
	for (const { time } of onsets) {
		const at = (time - from) * FRAMES_A_SECOND;
		for (let f = Math.ceil(at - NEAR); f <= at + NEAR; f++) {
			const near = STRUCK * (1 - 0.3 * Math.abs(f - at));
			if (near > (gains[f] ?? Infinity)) gains[f] = near;
		}
	}
	const low = Math.round(quickest * FRAMES_A_SECOND);
	const count = Math.round(slowest * FRAMES_A_SECOND) - low + 1;
	const costs = Float32Array.from({ length: count * count }, (_, i) => {
		const [p, q] = [Math.floor(i / count), i % count];
		const away = Math.max(0, Math.abs(p - q) - 0.6) / (low + Math.min(p, q));
		return CHANGE * away + CHANGE_SQUARED * away * away;
	});
	const ring = low + count;
	const values = new Float32Array(ring * count);
	const came = new Uint8Array(frames * count);
	let best = { value: -Infinity, frame: 0, step: 0 };
	const begins = low + count;
	for (let t = 0; t < frames; t++) {
		for (let p = 0; p < count; p++) {
			const back = t - low - p;
			let value = t < begins ? 0 : -Infinity;
			let source = 255;
			if (back >= 0) {
				const there = (back % ring) * count;
				const end = Math.min(count - 1, p + 3);
				for (let q = Math.max(0, p - 3); q <= end; q++) {
					const candidate = values[there + q]! - costs[p * count + q]!;
					if (candidate > value) {
						value = candidate;
						source = q;
					}
				}
			}
			value += gains[t]!;
			values[(t % ring) * count + p] = value;
			came[t * count + p] = source;
			if (t + low + p >= frames && value > best.value) best = { value, frame: t, step: p };
		}
	}
	const path: number[] = [];
	for (let { frame, step } = best; frame >= 0;) {
		path.push(from + frame / FRAMES_A_SECOND);
		const source = came[frame * count + step]!;
		if (source === 255) break;
		frame -= low + step;
		step = source;
	}
	return path.reverse();
}
