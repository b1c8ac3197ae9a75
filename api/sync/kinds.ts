/**
 * What else syncs besides scores: its schema, and what has to be written beside it. Scores have
 * columns of their own and are in `#api/db/scores.ts`.
 */
import type { SQL } from 'drizzle-orm';
import type { ZodType } from 'zod';
import { LearningProgress, PracticeSession } from '#music/progress.ts';

export type RecordKind = 'progress' | 'practice';

interface Written<T> {
	readonly ownerId: string;
	readonly id: string;
	/** Null when it was deleted. */
	readonly body: T | null;
	/** True in SQL when the write was accepted; a mirror that runs without it shows what never was. */
	readonly accepted: SQL;
}

interface Rules<T> {
	readonly schema: ZodType<T>;
	/** Statements of the same batch that keep other tables in step. */
	readonly mirror: (written: Written<T>) => readonly SQL[];
}

export const RECORDS = {
	progress: { schema: LearningProgress, mirror: () => [] } satisfies Rules<LearningProgress>,
	practice: { schema: PracticeSession, mirror: () => [] } satisfies Rules<PracticeSession>
};
