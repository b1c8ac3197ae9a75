/** Takes away what has ended: windows of limits, sessions, links in letters, answers kept for a day. */
import { lte } from 'drizzle-orm';
import type { Database } from './database.ts';
import { session, verification } from './schema/accounts.ts';
import { idempotencyKeys, rateLimits } from './schema/machinery.ts';

const DAY = 24 * 60 * 60 * 1000;

/** Run it now and then: nothing of this says anything any more, and some of it is about people. */
export async function tidy(database: Database, now: number): Promise<void> {
	const ended = new Date(now);
	await database.batch([
		database.delete(rateLimits).where(lte(rateLimits.resets, now)),
		database.delete(session).where(lte(session.expiresAt, ended)),
		database.delete(verification).where(lte(verification.expiresAt, ended)),
		database.delete(idempotencyKeys).where(lte(idempotencyKeys.created, new Date(now - DAY)))
	]);
}
