/**
 * What it costs to move from one hand to the next: the weights that decide
 * between two playable fingerings. One unit is about a comfortable shift by two frets.
 */
import type { Shape } from '#music/tab/shapes.ts';

/** A shape, and the fret under the first finger while it is held. */
export interface Hand {
	readonly shape: Shape;
	/** From the capo, 1 or more; 0 where nothing is fretted and the hand may be anywhere. */
	readonly at: number;
	/** Effort of holding it, whatever came before. */
	readonly hold: number;
	/** Tells it from the other hands of a search. */
	readonly id: number;
}

/** Frets that the four fingers cover without a stretch, less one. */
export const REACH = 3;

const WEIGHT = {
	/** Each fret up the neck: of two ways that are as easy, the lower is the usual one. */
	height: 0.01,
	/** Beyond this fret the neck joins the body. */
	highFret: 12,
	high: 0.4,
	stretch: 0.9,
	/** An open string under a hand that has left the first position, each fret. */
	openUpHigh: 0.2,
	shift: 0.7,
	shiftFret: 0.3,
	/** A shift is easier when there is time for it, and when open strings sound meanwhile; in notes at the usual pace. */
	shiftTime: 0.75,
	afterOpen: 0.5,
	stringSkip: 0.12,
	cut: 1.6,
	sameFinger: 0.35
} as const;

/** Ways to place the hand for `shape`: the first finger on its lowest fret, or below it. */
export function handsFor(shape: Shape, lastHand: number): readonly Omit<Hand, 'id'>[] {
	if (shape.high === 0) return [{ shape, at: 0, hold: shape.effort }];
	const lowest = Math.max(1, shape.high - REACH - 1);
	const highest = Math.min(shape.low, lastHand);
	const hands: Omit<Hand, 'id'>[] = [];
	for (let at = Math.min(lowest, highest); at <= Math.max(lowest, highest); at++) {
		hands.push({ shape, at, hold: holdEffort(shape, at) });
	}
	return hands;
}

function holdEffort(shape: Shape, at: number): number {
	const open = shape.frets.filter((fret) => fret === 0).length;
	const high = WEIGHT.high * Math.max(0, shape.high - WEIGHT.highFret);
	const beyond = Math.max(0, shape.high - at - REACH) + Math.max(0, at - shape.low);
	const reach = WEIGHT.height * at + high + WEIGHT.stretch * beyond;
	return shape.effort + reach + openEffort(open, at);
}

/** Open strings belong to the first position; further up they sound out of place and have to be damped. */
const openEffort = (open: number, at: number): number =>
	WEIGHT.openUpHigh * Math.max(0, at - 1) * open;

/** Where the hand is before it has fretted anything. */
export const NOWHERE = 0;

/** Where the hand is while `hand` is held, when it was at `from` before: open strings leave it there. */
export const handAt = ({ at }: Hand, from: number): number => (at === 0 ? from : at);

/**
 * Moving the hand and the picking hand from one group to the next, `notes`
 * (at the usual pace) later, when the hand was at `at`.
 */
export function moveEffort(from: Hand, at: number, to: Hand, notes: number): number {
	let effort = to.at === 0 ? openEffort(to.shape.places.length, at) : 0;
	const distance = to.at === 0 || at === NOWHERE ? 0 : Math.abs(to.at - at);
	if (distance > 0) {
		// An open string sounds while the hand travels, so the shift that follows it is cheaper.
		const free = from.at === 0 ? WEIGHT.afterOpen : 1;
		const hurry = 1 / (1 + notes / WEIGHT.shiftTime);
		effort += free * (WEIGHT.shift + WEIGHT.shiftFret * distance) * (0.5 + hurry);
	}
	return effort + skipEffort(from.shape, to.shape) + sameFingerEffort(from.shape, to.shape);
}

function skipEffort(from: Shape, to: Shape): number {
	if (from.middle < 0 || to.middle < 0) return 0;
	return WEIGHT.stringSkip * Math.max(0, Math.abs(to.middle - from.middle) - 1);
}

/** One finger cannot jump to another string at the same fret without a gap, unless it lies flat. */
function sameFingerEffort(from: Shape, to: Shape): number {
	if (from.low === 0 || from.low !== from.high || to.low !== to.high) return 0;
	const moved = from.low === to.low && Math.abs(from.middle - to.middle) > 1;
	return moved ? WEIGHT.sameFinger : 0;
}

/** A note that still has `rest` to sound (notes at the usual pace) ends when the finger leaves it. */
export const cutEffort = (rest: number): number => WEIGHT.cut * Math.min(1, rest);
