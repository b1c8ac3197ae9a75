/** Where beats stand above a system, and what a pointer that pulls one of them means. */
import { axisAt, systemEnd, systemStart, systemUnder, tickAtAxis } from '#engraving/places.ts';
import type { SheetPlan, SystemPlan } from '#engraving/plan.ts';
import type { PlayedNote } from '#music/note.ts';
import { secondsAt } from '#music/rhythm/clock.ts';
import type { Score } from '#music/score/score.ts';
import type { NumberedBeat } from '#app/state/repairs.ts';
import { strikesIn } from '#app/state/strikes.ts';

export interface Mark {
	readonly beat: NumberedBeat;
	/** CSS pixels in the system. */
	readonly x: number;
}

/** A note takes hold of what is pulled this near to it, CSS pixels. */
const HOLD = 11;

/** The beats that stand above a system. */
export function marksOver(
	score: Score,
	system: SystemPlan,
	beats: readonly NumberedBeat[]
): readonly Mark[] {
	const { beatTicks } = score.beatMap;
	const first = Math.ceil(systemStart(score, system) / beatTicks);
	const end = Math.ceil(systemEnd(score, system) / beatTicks);
	return beats
		.slice(first, end)
		.map((beat) => ({ beat, x: axisAt(score, system, beat.index * beatTicks) }));
}

interface Place {
	readonly system: number;
	readonly x: number;
	/** Seconds. */
	readonly to: number;
}

/** What a point of the sheet means in the recording: a note's beginning, when it is near one. */
export function placeUnder(
	score: Score,
	notes: readonly PlayedNote[],
	plan: SheetPlan,
	point: { readonly x: number; readonly y: number }
): Place {
	const index = systemUnder(plan, point.y);
	const system = plan.systems[index]!;
	const sounds = system.bars
		.flatMap(({ bar }) => strikesIn(score.bars[bar]!, notes))
		.map(({ tick, time }) => ({ x: axisAt(score, system, tick), time }));
	const near = sounds
		.filter(({ x }) => Math.abs(x - point.x) <= HOLD)
		.sort((a, b) => Math.abs(a.x - point.x) - Math.abs(b.x - point.x))[0];
	if (near) return { system: index, x: near.x, to: near.time };
	const left = system.bars[0]!.onsets[0]!.x;
	const x = Math.min(Math.max(point.x, left), system.right);
	const to = secondsAt(score.beatMap, tickAtAxis(score, system, x));
	return { system: index, x, to: Math.max(0, to) };
}
