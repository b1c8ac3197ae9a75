/**
 * What a pointer means on the sheet. A click is a place in time; a drag, or a
 * click with Shift held, is a loop of whole bars.
 */
import { barAt, barUnder, systemUnder, tickUnder } from '#engraving/places.ts';
import type { SheetPlan, SystemPlan } from '#engraving/plan.ts';
import type { Score } from '#music/score/score.ts';
import type { TickRange } from './range.ts';

/** A hand is never quite still: less than this is a click, CSS pixels. */
const DRAG = 12;

interface Point {
	readonly x: number;
	readonly y: number;
}

/** One press, from down to up. */
export class Press {
	readonly #score: Score;
	readonly #plan: SheetPlan;
	readonly #start: Point;
	#moved = false;

	constructor(score: Score, plan: SheetPlan, start: Point) {
		this.#score = score;
		this.#plan = plan;
		this.#start = start;
	}

	/** The loop that would be made by letting go here; null while it is still a click. */
	move(point: Point): TickRange | null {
		this.#moved ||= Math.abs(point.x - this.#start.x) > DRAG;
		if (!this.#moved) return null;
		return rangeOfBars(this.#score, this.#bar(this.#start), this.#bar(point));
	}

	/** Where the click is, ticks. */
	get tick(): number {
		return tickUnder(this.#system(this.#start), this.#start.x);
	}

	#bar(point: Point): number {
		return barUnder(this.#system(point), point.x).bar;
	}

	#system({ y }: Point): SystemPlan {
		return this.#plan.systems[systemUnder(this.#plan, y)]!;
	}
}

/** From the bar of one tick to the bar of another, both whole. */
export const loopBetween = (score: Score, a: number, b: number): TickRange =>
	rangeOfBars(score, barAt(score, a), barAt(score, b));

function rangeOfBars(score: Score, a: number, b: number): TickRange {
	const first = score.bars[Math.min(a, b)]!;
	const last = score.bars[Math.max(a, b)]!;
	return { from: first.start, to: last.start + last.length };
}
