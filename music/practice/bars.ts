/**
 * What all sittings with a score did to each of its bars, and which of them give trouble.
 */
import type { PracticeSession } from '#music/progress.ts';

export interface BarState {
	/** From its first beat to its last. */
	readonly times: number;
	/** The fastest of them, quarter notes a minute; 0 when it was never played. */
	readonly tempo: number;
	/** In how many sittings it was played at the target tempo. */
	readonly sittings: number;
	/** Times in a loop or slowed, since it was last played through at the target tempo. */
	readonly again: number;
}

/** A tempo is reached when it is missed by so little, as the steps of the speed allow. */
const REACHED = 0.985;
/** So often again and again before a bar is said to give trouble. */
const OFTEN = 4;
/** … and so much more often than the page as a whole: who plays all of it slowly has no problem bar. */
const STANDS_OUT = 1.5;
/** Played through so often at the target tempo in one sitting, a bar is forgiven. */
const FORGIVEN = 2;

/** Whether a tempo is as good as the target. */
export const reaches = (tempo: number, target: number): boolean => tempo >= target * REACHED;

/** One state for each bar of the page, in order. Sessions may come in any order. */
export function barStates(
	sessions: readonly PracticeSession[],
	bars: number,
	target: number
): readonly BarState[] {
	const states = Array.from({ length: bars }, () => ({
		times: 0,
		tempo: 0,
		sittings: 0,
		again: 0
	}));
	for (const session of sessions.toSorted(byTime)) {
		for (const played of session.bars) {
			const state = states[played.bar];
			if (!state) continue; // the page was longer then
			const reached = reaches(played.tempo, target);
			const through = played.times - played.again;
			state.times += played.times;
			state.tempo = Math.max(state.tempo, played.tempo);
			state.sittings += reached ? 1 : 0;
			state.again = reached && through >= FORGIVEN ? 0 : state.again + played.again;
		}
	}
	return states;
}

/** Bars that were looped or slowed again and again, ascending. */
export function problemBars(states: readonly BarState[]): readonly number[] {
	const all = states.reduce((sum, { again }) => sum + again, 0);
	const usual = states.length > 0 ? all / states.length : 0;
	return states.flatMap(({ again }, bar) =>
		again >= OFTEN && again >= usual * STANDS_OUT ? [bar] : []
	);
}

/** By when they began; two that began at once by their ids, so that every device agrees. */
export const byTime = (a: PracticeSession, b: PracticeSession): number =>
	a.started - b.started || (a.id < b.id ? -1 : 1);
