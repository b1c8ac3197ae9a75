/** Proof that it is the person who asks, and not somebody at their open browser. */
import { and, eq } from 'drizzle-orm';
import { account, session } from '#api/db/schema/accounts.ts';
import type { Services } from '#api/env.ts';
import { Refused } from '#api/errors.ts';

/** Whoever signed in so many milliseconds ago is there. */
const JUST_NOW = 10 * 60 * 1000;

/**
 * @returns false when the account has no password
 * Throws `Refused` when it has another one.
 */
export async function provePassword(
	{ database, auth }: Services,
	id: string,
	password: string | undefined
): Promise<boolean> {
	const [own] = await database
		.select({ hash: account.password })
		.from(account)
		.where(and(eq(account.userId, id), eq(account.providerId, 'credential')));
	if (!own?.hash) return false;
	const { password: passwords } = await auth.$context;
	if (password && (await passwords.verify({ hash: own.hash, password }))) return true;
	throw new Refused(400, 'invalid-password', 'This is not the password of the account.');
}

export async function signedInJustNow(
	{ database, now }: Services,
	sessionId: string
): Promise<boolean> {
	const [current] = await database.select().from(session).where(eq(session.id, sessionId));
	return current !== undefined && now() - current.createdAt.getTime() < JUST_NOW;
}

export const signInAgain = (): Refused => new Refused(403, 'sign-in-again', 'Sign in again first.');
