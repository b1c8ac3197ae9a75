/** Between time and place on a planned sheet: where a tick stands, and which tick a point means. */
import type { BarPlan, SheetPlan, SystemPlan } from '#engraving/plan.ts';
import type { Bar, Score } from '#music/score/score.ts';

const endOf = (bar: Bar): number => bar.start + bar.length;

/** When the last bar of the system ends, ticks. */
export const systemEnd = (score: Score, system: SystemPlan): number =>
	endOf(score.bars[system.bars.at(-1)!.bar]!);

export const systemStart = (score: Score, system: SystemPlan): number =>
	score.bars[system.firstBar]!.start;

/** Index of the system that holds a tick; the nearest one for a tick outside the score. */
export function systemAt(plan: SheetPlan, score: Score, tick: number): number {
	let low = 0;
	let high = plan.systems.length - 1;
	while (low < high) {
		const middle = (low + high + 1) >> 1;
		if (systemStart(score, plan.systems[middle]!) <= tick) low = middle;
		else high = middle - 1;
	}
	return low;
}

/** Index in the score of the bar that holds a tick; the nearest one for a tick outside the score. */
export function barAt(score: Score, tick: number): number {
	let low = 0;
	let high = score.bars.length - 1;
	while (low < high) {
		const middle = (low + high + 1) >> 1;
		if (score.bars[middle]!.start <= tick) low = middle;
		else high = middle - 1;
	}
	return low;
}

/** The x of a tick among the heads of its system: from onset to onset the cursor moves evenly. */
export function axisAt(score: Score, system: SystemPlan, tick: number): number {
	const last = system.bars.at(-1)!;
	let x = system.bars[0]!.onsets[0]!.x;
	let at = systemStart(score, system);
	for (const bar of system.bars) {
		for (const onset of bar.onsets) {
			if (onset.tick >= tick) return between(at, x, onset.tick, onset.x, tick);
			({ tick: at, x } = onset);
		}
	}
	return between(at, x, systemEnd(score, system), last.x + last.width, tick);
}

/** What stands at `place`, when `a` stands at `from` and `b` at `to`. */
function between(from: number, a: number, to: number, b: number, place: number): number {
	if (to <= from) return b;
	const share = Math.min(Math.max((place - from) / (to - from), 0), 1);
	return a + (b - a) * share;
}

/** The x of a tick as a border: at the start or end of a bar, its bar line. */
export function borderAt(score: Score, system: SystemPlan, tick: number): number {
	for (const bar of system.bars) {
		const { start, length } = score.bars[bar.bar]!;
		if (tick <= start) return bar.x;
		if (tick === start + length) return bar.x + bar.width;
	}
	return axisAt(score, system, tick);
}

/** The tick at an x of its system, between onsets too: the inverse of `axisAt`. */
export function tickAtAxis(score: Score, system: SystemPlan, x: number): number {
	const last = system.bars.at(-1)!;
	let at = systemStart(score, system);
	let from = system.bars[0]!.onsets[0]!.x;
	for (const bar of system.bars) {
		for (const onset of bar.onsets) {
			if (onset.x >= x) return between(from, at, onset.x, onset.tick, x);
			({ tick: at, x: from } = onset);
		}
	}
	return between(from, at, last.x + last.width, systemEnd(score, system), x);
}

/** The system that a point of the sheet lies in; the nearest one for a point outside. */
export const systemUnder = (plan: SheetPlan, y: number): number => {
	const index = plan.systems.findIndex((system) => y < system.y + system.height);
	return index < 0 ? plan.systems.length - 1 : index;
};

/** The bar under a point of its system. */
export function barUnder(system: SystemPlan, x: number): BarPlan {
	return system.bars.find((bar) => x < bar.x + bar.width) ?? system.bars.at(-1)!;
}

/** The tick that a click means: the onset nearest to it in the bar that was hit. */
export function tickUnder(system: SystemPlan, x: number): number {
	const { onsets } = barUnder(system, x);
	const nearest = onsets.reduce((best, onset) =>
		Math.abs(onset.x - x) < Math.abs(best.x - x) ? onset : best
	);
	return nearest.tick;
}
