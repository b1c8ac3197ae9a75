/**
 * What was practised, as rows: mirrored from the records that sync, in the batch that writes them,
 * so that the two can never tell different stories.
 */
import { sql, type SQL } from 'drizzle-orm';
import { dayOf } from '#music/practice/days.ts';
import type { LearningProgress, PracticeSession } from '#music/progress.ts';
import type { Database } from './database.ts';

interface Written<T> {
	readonly ownerId: string;
	readonly id: string;
	/** Null when it was deleted. */
	readonly body: T | null;
	/** True in SQL when the write was accepted. */
	readonly accepted: SQL;
}

/** Statements that keep `practice_sessions` in step with one session. */
export function mirrorSession({ ownerId, id, body, accepted }: Written<PracticeSession>): SQL[] {
	const gone = sql`
		DELETE FROM practice_sessions WHERE owner_id = ${ownerId} AND id = ${id} AND ${accepted}`;
	if (!body) return [gone];
	const { score, started, seconds, bars, tempo, loops } = body;
	const [first = null, last = null] = [bars[0]?.bar, bars.at(-1)?.bar];
	return [
		gone,
		sql`
		INSERT INTO practice_sessions
			(owner_id, id, score_id, started, day, seconds, first_bar, last_bar, tempo, loops)
		SELECT ${ownerId}, ${id}, ${score}, ${started}, ${dayOf(body)}, ${seconds}, ${first}, ${last},
			${tempo}, ${loops}
		WHERE ${accepted}`
	];
}

/** Statements that keep `learning_progress` in step with one record. */
export function mirrorProgress({ ownerId, id, body, accepted }: Written<LearningProgress>): SQL[] {
	const gone = sql`
		DELETE FROM learning_progress
		WHERE owner_id = ${ownerId} AND score_id = ${id} AND ${accepted}`;
	if (!body) return [gone];
	return [
		gone,
		sql`
		INSERT INTO learning_progress
			(owner_id, score_id, completion, sections_completed, sections_mastered, problem_bars,
				accuracy, timing, difficulty_rating, enjoyment_rating, notes, target_tempo,
				current_tempo, changed)
		SELECT ${ownerId}, ${id}, ${body.completion}, ${body.sectionsCompleted.length},
			${body.sectionsMastered.length}, ${JSON.stringify(body.problemBars)}, ${body.accuracy},
			${body.timing}, ${body.difficulty}, ${body.enjoyment}, ${body.notes},
			${body.targetTempo}, ${body.currentTempo}, unixepoch('subsec') * 1000
		WHERE ${accepted}`
	];
}

export interface Totals {
	readonly seconds: number;
	readonly sessions: number;
	readonly scores: number;
	/** Mean share of the bars at tempo, of the scores that have a record; null without one. */
	readonly completion: number | null;
	readonly dailyGoalMinutes: number;
	/** The days on which anything was practised, the latest first, at most 366. */
	readonly days: readonly { readonly day: number; readonly seconds: number }[];
}

/** What one person has practised, in all and by that person's own days. */
export async function practiceTotals(database: Database, ownerId: string): Promise<Totals> {
	const [[total], [goal], days] = await Promise.all([
		database.all<{ seconds: number; sessions: number; scores: number }>(sql`
			SELECT coalesce(sum(seconds), 0) AS seconds, count(*) AS sessions,
				count(DISTINCT score_id) AS scores
			FROM practice_sessions WHERE owner_id = ${ownerId}`),
		database.all<{ minutes: number; completion: number | null }>(sql`
			SELECT daily_goal_minutes AS minutes,
				(SELECT avg(completion) FROM learning_progress WHERE owner_id = user.id) AS completion
			FROM user WHERE id = ${ownerId}`),
		database.all<{ day: number; seconds: number }>(sql`
			SELECT day, sum(seconds) AS seconds FROM practice_sessions
			WHERE owner_id = ${ownerId} GROUP BY day ORDER BY day DESC LIMIT 366`)
	]);
	return {
		...(total ?? { seconds: 0, sessions: 0, scores: 0 }),
		completion: goal?.completion ?? null,
		dailyGoalMinutes: goal?.minutes ?? 0,
		days
	};
}

/** Sets the goal of a person, minutes a day. */
export async function setDailyGoal(
	database: Database,
	ownerId: string,
	minutes: number
): Promise<void> {
	await database.run(sql`UPDATE user SET daily_goal_minutes = ${minutes} WHERE id = ${ownerId}`);
}
