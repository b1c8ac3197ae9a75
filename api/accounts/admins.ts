/** Who may take shared scores down: accounts whose confirmed address the server's settings name. */
import { and, eq, inArray } from 'drizzle-orm';
import type { Database } from '#api/db/database.ts';
import { user } from '#api/db/schema/accounts.ts';

/** Makes the roles what the settings say; an address that nobody has confirmed makes no admin. */
export async function appointAdmins(database: Database, emails: readonly string[]): Promise<void> {
	const named = and(inArray(user.email, [...emails]), eq(user.emailVerified, true));
	await database.batch([
		database.update(user).set({ role: 'user' }).where(eq(user.role, 'admin')),
		database.update(user).set({ role: 'admin' }).where(named)
	]);
}
