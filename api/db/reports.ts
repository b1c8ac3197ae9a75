/** What was said against shared scores, and what became of it. */
import { and, asc, count, eq, isNull, sql } from 'drizzle-orm';
import type { Database } from '#api/db/database.ts';
import { user } from '#api/db/schema/accounts.ts';
import { scores } from '#api/db/schema/scores.ts';
import { reports, shares } from '#api/db/schema/sharing.ts';
import { knowMusic, takingDown } from '#api/db/takedowns.ts';

export type Reason = (typeof reports.$inferSelect)['reason'];
export type Outcome = NonNullable<(typeof reports.$inferSelect)['outcome']>;

/** How many open reports an admin sees at once; the next ones follow when these are answered. */
const PAGE = 50;

interface Report {
	readonly id: string;
	readonly ownerId: string;
	readonly scoreId: string;
	readonly reporterId: string | null;
	readonly reason: Reason;
	readonly text: string;
	readonly created: Date;
}

/** When so many are open, one more says nothing new. */
const MOST_OPEN = 20;

export async function addReport(database: Database, report: Report): Promise<void> {
	const [open] = await database
		.select({ count: count() })
		.from(reports)
		.where(
			and(
				eq(reports.ownerId, report.ownerId),
				eq(reports.scoreId, report.scoreId),
				isNull(reports.resolved)
			)
		);
	if ((open?.count ?? 0) < MOST_OPEN) await database.insert(reports).values(report);
}

/** Reports that nobody has answered, the oldest first, with a link to look at. */
export function openReports(database: Database) {
	return database
		.select({
			id: reports.id,
			reason: reports.reason,
			text: reports.text,
			created: reports.created,
			title: scores.title,
			artist: scores.artist,
			by: user.name,
			visibility: scores.visibility,
			token: sql<
				string | null
			>`(SELECT ${shares.token} FROM ${shares} WHERE ${shares.ownerId} = ${reports.ownerId} AND ${shares.scoreId} = ${reports.scoreId} LIMIT 1)`
		})
		.from(reports)
		.innerJoin(scores, and(eq(scores.ownerId, reports.ownerId), eq(scores.id, reports.scoreId)))
		.innerJoin(user, eq(user.id, reports.ownerId))
		.where(isNull(reports.resolved))
		.orderBy(asc(reports.created))
		.limit(PAGE);
}

/** Answers every open report of the same score at once. @returns whether there was such a report */
export async function resolve(
	database: Database,
	id: string,
	outcome: Outcome,
	now: Date
): Promise<boolean> {
	const [found] = await database
		.select({ ownerId: reports.ownerId, scoreId: reports.scoreId })
		.from(reports)
		.where(and(eq(reports.id, id), isNull(reports.resolved)));
	if (!found) return false;
	const { ownerId, scoreId } = found;
	const answered = database
		.update(reports)
		.set({ outcome, resolved: now })
		.where(
			and(eq(reports.ownerId, ownerId), eq(reports.scoreId, scoreId), isNull(reports.resolved))
		);
	if (outcome === 'dismissed') {
		await answered;
		return true;
	}
	await knowMusic(database, ownerId, scoreId);
	const [first, ...rest] = takingDown(crypto.randomUUID(), ownerId, scoreId, now);
	await database.batch([
		database.run(first!),
		...rest.map((statement) => database.run(statement)),
		answered
	]);
	return true;
}
