/**
 * Groups beats into bars: the metre and the first downbeat under which the beats that the network
 * heard as downbeats are downbeats, and that it heard the piece to be counted in.
 */
import { beatsInBar, isCompound } from '#music/rhythm/count.ts';
import { METRES } from '#music/rhythm/pulse-network.ts';
import type { Metre } from '#music/settings.ts';

export interface Bars {
	readonly metre: Metre;
	/** Index of the first downbeat, less than the beats of a bar. */
	readonly downbeat: number;
	/** Log odds against counting the beats at random. */
	readonly score: number;
}

/** What the network says of the whole piece, in beats that agree. */
const NAMED = 12;

/**
 * @param odds for each beat, the log odds that it is a downbeat
 * @param named for each of `METRES`, how the piece is counted: log probabilities
 * @param inBar beats in a bar, when a person has said so
 */
export function findBars(
	odds: readonly number[],
	named: readonly number[],
	inBar: number | null
): Bars {
	let best: Bars = { metre: METRES[2]!, downbeat: 0, score: -Infinity };
	METRES.forEach((metre, k) => {
		const beats = beatsInBar(metre);
		if (inBar !== null && beats !== inBar) return;
		for (let downbeat = 0; downbeat < Math.min(beats, odds.length); downbeat++) {
			const score = fit(odds, beats, downbeat) + NAMED * named[k]!;
			if (score > best.score) best = { metre, downbeat, score };
		}
	});
	if (best.score > -Infinity || inBar === null) return best;
	return { ...best, downbeat: phaseOf(odds, inBar) };
}

function fit(odds: readonly number[], beats: number, downbeat: number): number {
	let sum = 0;
	for (let i = downbeat; i < odds.length; i += beats) sum += odds[i]!;
	return sum;
}

function phaseOf(odds: readonly number[], beats: number): number {
	const phases = Array.from({ length: Math.min(beats, odds.length) }, (_, p) =>
		fit(odds, beats, p)
	);
	return Math.max(0, phases.indexOf(Math.max(...phases)));
}

/**
 * In place of `every` beats of one metre there are `parts` of another when a person says that a
 * piece is counted in it: a bar of 3/4 is a bar of 6/8 with other beats.
 */
export function recounted(found: Metre, told: Metre): readonly [parts: number, every: number] {
	const [from, to] = [eighths(found), eighths(told)];
	const quarters = from === 2 || to === 2;
	const dotted = isCompound(found) !== isCompound(told);
	if (dotted && quarters && !sameBar(found, told)) return [1, 1];
	return [from / commonDivisor(from, to), to / commonDivisor(from, to)];
}

const sameBar = (one: Metre, other: Metre): boolean =>
	one.beats / one.unit === other.beats / other.unit && beatsInBar(one) !== beatsInBar(other);

/** Eighths in a beat. */
const eighths = (metre: Metre): number => (isCompound(metre) ? 3 : 8 / metre.unit);

const commonDivisor = (a: number, b: number): number => (b === 0 ? a : commonDivisor(b, a % b));
