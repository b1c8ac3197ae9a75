/**
 * What else syncs besides scores: its schema, and what has to be written beside it. Scores have
 * columns of their own and are in `#api/db/scores.ts`.
 */
import type { SQL } from 'drizzle-orm';
import { mirrorProgress, mirrorSession } from '#api/db/practice.ts';
import { LearningProgress, PracticeSession } from '#music/progress.ts';

interface Written<T> {
	readonly ownerId: string;
	readonly id: string;
	/** Null when it was deleted. */
	readonly body: T | null;
	/** True in SQL when the write was accepted; a mirror that runs without it shows what never was. */
	readonly accepted: SQL;
}

/** Statements of the same batch that keep other tables in step. */
type Mirror<T> = (written: Written<T>) => readonly SQL[];

export const RECORDS: {
	readonly progress: { schema: typeof LearningProgress; mirror: Mirror<LearningProgress> };
	readonly practice: { schema: typeof PracticeSession; mirror: Mirror<PracticeSession> };
} = {
	progress: { schema: LearningProgress, mirror: mirrorProgress },
	practice: { schema: PracticeSession, mirror: mirrorSession }
};
