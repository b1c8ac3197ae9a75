/**
 * Two devices' records of the same score, made one field by field against what both last agreed
 * on. What only one of them changed is taken; clocks decide nothing.
 */
import type { LearningProgress } from '#music/progress.ts';

/**
 * @param mine of this device
 * @param theirs what the other devices have come to
 * @param base what `mine` was made from; null when this device never had one
 * @returns where both changed one field, this device's choice; of notes, the words of both
 */
export function mergeProgress(
	mine: LearningProgress,
	theirs: LearningProgress,
	base: LearningProgress | null
): LearningProgress {
	const pick = <K extends keyof LearningProgress>(key: K): LearningProgress[K] => {
		if (base) return same(mine[key], base[key]) ? theirs[key] : mine[key];
		return empty(mine[key]) ? theirs[key] : mine[key];
	};
	return {
		id: mine.id,
		// Counted anew from the sessions of both as soon as they are here; until then the further one.
		completion: Math.max(mine.completion, theirs.completion),
		sectionsCompleted: union(mine.sectionsCompleted, theirs.sectionsCompleted),
		sectionsMastered: union(mine.sectionsMastered, theirs.sectionsMastered),
		problemBars: pick('problemBars'),
		accuracy: pick('accuracy'),
		timing: pick('timing'),
		difficulty: pick('difficulty'),
		enjoyment: pick('enjoyment'),
		notes: mergeNotes(mine.notes, theirs.notes, base?.notes ?? ''),
		targetTempo: pick('targetTempo'),
		currentTempo: pick('currentTempo'),
		changed: Math.max(mine.changed, theirs.changed)
	};
}

function mergeNotes(mine: string, theirs: string, base: string): string {
	if (mine === base) return theirs;
	if (theirs === base) return mine;
	if (theirs.includes(mine)) return theirs;
	if (mine.includes(theirs)) return mine;
	return `${theirs}\n\n${mine}`;
}

const union = (a: readonly string[], b: readonly string[]): string[] => [...new Set([...a, ...b])];

const same = (a: unknown, b: unknown): boolean =>
	Array.isArray(a) && Array.isArray(b)
		? a.length === b.length && a.every((value, i) => value === b[i])
		: a === b;

const empty = (value: unknown): boolean =>
	value === null || value === '' || (Array.isArray(value) && value.length === 0);
