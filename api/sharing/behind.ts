/** The score behind a link, for the routes that are asked by a token. */
import type { Context } from 'hono';
import { shared, type Shared } from '#api/db/shares.ts';
import type { Env } from '#api/env.ts';
import { Refused } from '#api/errors.ts';

/** A link that has ended and one that never was look the same. Throws `Refused` 404 for both. */
export async function scoreBehind(c: Context<Env>, token: string): Promise<Shared> {
	const found = await shared(c.var.services.database, token, c.var.user?.id ?? null);
	if (!found) throw new Refused(404, 'gone', 'There is no such link, or it has ended.');
	return found;
}
