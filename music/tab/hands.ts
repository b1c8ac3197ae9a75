/** The hands that can take a step: every shape for it, held from every place that reaches it. */
import type { Pitch } from '#music/note.ts';
import type { TabStaff } from '#music/score/score.ts';
import { handsFor, REACH, type Hand } from '#music/tab/effort.ts';
import { LAST_FRET } from '#music/tab/fretboard.ts';
import type { Position } from '#music/tab/position.ts';
import { shapesOf, type Held } from '#music/tab/shapes.ts';

/** Hands considered for one step. */
const WIDTH = 24;

/** What is struck together. Times in ticks. */
export interface Step {
	/** Ascending; the others are parallel to them. */
	readonly pitches: readonly Pitch[];
	readonly sure: readonly number[];
	readonly pins: readonly (Position | undefined)[];
	readonly ends: readonly number[];
	readonly start: number;
}

/** For a step: the hands that can take it while other notes are held, the most comfortable first. */
export type HandsOf = (step: Step) => (held: Held | null) => readonly Hand[];

/** Finds each step's hands once: music repeats itself. */
export function handsFinder(tab: TabStaff): HandsOf {
	const seen = new Map<string, Map<number, readonly Hand[]>>();
	const last = Math.max(1, LAST_FRET - tab.capo - REACH);
	let id = 1;
	return ({ pitches, sure, pins }) => {
		const key = `${pitches.join()} ${sure.join()} ${pins.map((pin) => pin?.string ?? '').join()}`;
		const known = seen.get(key) ?? new Map<number, readonly Hand[]>();
		seen.set(key, known);
		return (held) => {
			const around = held === null ? 0 : (held.strings * 32 + held.high) * 32 + lowOf(held);
			const before = known.get(around);
			if (before !== undefined) return before;
			const hands = shapesOf(pitches, tab, { sure, pins, ...(held && { held }) })
				.flatMap((shape) => handsFor(shape, last))
				.sort((a, b) => a.hold - b.hold)
				.slice(0, WIDTH)
				.map((hand): Hand => ({ ...hand, id: id++ }));
			known.set(around, hands);
			return hands;
		};
	};
}

const lowOf = ({ low, high }: Held): number => (high === 0 ? 0 : low);
