/** What every way of signing in does once it has succeeded. */
import { eq } from 'drizzle-orm';
import { session } from '#api/db/schema/accounts.ts';
import type { Env } from '#api/env.ts';

/** Whoever signs in gets a new session, and the one that the browser came with ends. */
export async function leaveFormer({ user, services }: Env['Variables']): Promise<void> {
	if (user) await services.database.delete(session).where(eq(session.id, user.sessionId));
}
