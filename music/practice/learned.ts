/**
 * How far a person is with a score. What can be counted is counted anew from the sessions each
 * time, so that it is the same on every device that has them.
 */
import { barStates, byTime, problemBars, reaches } from '#music/practice/bars.ts';
import type { PracticePage } from '#music/practice/page.ts';
import type { LearningProgress, PracticeSession } from '#music/progress.ts';

/** A section is mastered once each of its bars was played at the target tempo in so many sittings. */
const MASTERED = 3;

/** What a new record says: nothing yet. */
export const notStarted = (score: string): LearningProgress => ({
	id: score,
	completion: 0,
	sectionsCompleted: [],
	sectionsMastered: [],
	problemBars: [],
	accuracy: null,
	timing: null,
	difficulty: null,
	enjoyment: null,
	notes: '',
	targetTempo: null,
	currentTempo: null,
	changed: 0
});

/** The tempo that a person works towards: the recording's own, unless another was chosen. */
export const targetOf = (progress: LearningProgress, page: Pick<PracticePage, 'tempo'>): number =>
	progress.targetTempo ?? page.tempo;

/** The record with everything that is counted counted anew; what a person said stays. */
export function learned(
	progress: LearningProgress,
	sessions: readonly PracticeSession[],
	page: PracticePage
): LearningProgress {
	const states = barStates(sessions, page.bars, targetOf(progress, page));
	const within = (least: number): string[] => [
		...new Set(
			page.sections
				.filter(
					({ from, to }) =>
						to > from && states.slice(from, to).every(({ sittings }) => sittings >= least)
				)
				.map(({ name }) => name)
		)
	];
	const latest = sessions.toSorted(byTime).findLast(({ tempo }) => tempo !== null);
	return {
		...progress,
		completion: completionOf(
			states.map(({ tempo }) => tempo),
			targetOf(progress, page)
		),
		sectionsCompleted: within(1),
		sectionsMastered: within(MASTERED),
		problemBars: [...problemBars(states)],
		currentTempo: latest?.tempo ?? null
	};
}

/** The share of the bars that were played at the target tempo. */
function completionOf(tempi: readonly number[], target: number): number {
	if (tempi.length === 0) return 0;
	return tempi.filter((tempo) => reaches(tempo, target)).length / tempi.length;
}
