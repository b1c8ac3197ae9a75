/**
 * What it costs to move from one hand to the next: the weights that decide
 * between two playable fingerings. One unit is about a comfortable shift by two frets.
 */
import type { Shape } from '#music/tab/shapes.ts';

/** A shape, and the fret under the first finger while it is held. */
export interface Hand {
	readonly shape: Shape;
	/** From the capo, 1 or more. */
	readonly at: number;
	/** Effort of holding it, whatever came before. */
	readonly hold: number;
}

/** Frets that the four fingers cover without a stretch, less one. */
export const REACH = 3;

const WEIGHT = {
	/** Each fret up the neck: low positions are where most music lies. */
	height: 0.03,
	/** Beyond this fret the neck joins the body. */
	highFret: 12,
	high: 0.4,
	stretch: 0.9,
	/** An open string in the middle of a passage high on the neck. */
	openUpHigh: 0.12,
	shift: 0.55,
	shiftFret: 0.22,
	/** A shift is easier when there is time for it; beats. */
	shiftTime: 0.75,
	stringSkip: 0.12,
	cut: 1.6,
	sameFinger: 0.35
} as const;

/** Ways to place the hand for `shape`: the first finger on its lowest fret or below it, or one fret above with a stretch. */
export function handsFor(shape: Shape, lastHand: number): readonly Hand[] {
	const lowest = shape.high === 0 ? 1 : Math.max(1, shape.high - REACH - 1);
	const highest = shape.high === 0 ? lastHand : Math.min(shape.low, lastHand);
	const hands: Hand[] = [];
	for (let at = Math.min(lowest, highest); at <= Math.max(lowest, highest); at++) {
		hands.push({ shape, at, hold: holdEffort(shape, at) });
	}
	return hands;
}

function holdEffort(shape: Shape, at: number): number {
	let effort = shape.effort + WEIGHT.height * at;
	const open = shape.frets.filter((fret) => fret === 0).length;
	if (shape.high === 0 || open > 0) effort += WEIGHT.openUpHigh * Math.max(0, at - 2) * open;
	if (shape.high === 0) return effort;
	effort += WEIGHT.high * Math.max(0, shape.high - WEIGHT.highFret);
	const beyond = Math.max(0, shape.high - at - REACH) + Math.max(0, at - shape.low);
	return effort + WEIGHT.stretch * beyond;
}

/** Moving the hand and the picking hand between two groups, `beats` (quarters) apart. */
export function moveEffort(from: Hand, to: Hand, beats: number): number {
	let effort = 0;
	const distance = Math.abs(to.at - from.at);
	if (distance > 0) {
		// An open string sounds while the hand travels, so the shift that follows it is cheaper.
		const free = from.shape.high === 0 || to.shape.high === 0 ? 0.5 : 1;
		const hurry = 1 / (1 + beats / WEIGHT.shiftTime);
		effort += free * (WEIGHT.shift + WEIGHT.shiftFret * distance) * (0.5 + hurry);
	}
	const skip = Math.abs(to.shape.middle - from.shape.middle) - 1;
	if (skip > 0) effort += WEIGHT.stringSkip * skip;
	return effort + sameFingerEffort(from.shape, to.shape);
}

/** One finger cannot jump to another string at the same fret without a gap, unless it lies flat. */
function sameFingerEffort(from: Shape, to: Shape): number {
	if (from.low === 0 || from.low !== from.high || to.low !== to.high) return 0;
	const moved = from.low === to.low && Math.abs(from.middle - to.middle) > 1;
	return moved ? WEIGHT.sameFinger : 0;
}

/** A note that still has `rest` of a beat to sound is cut by what comes next. */
export const cutEffort = (rest: number): number => WEIGHT.cut * Math.min(1, rest);
