/** A person as the app and other people see them. */
import { z } from '@hono/zod-openapi';
import { eq } from 'drizzle-orm';
import type { Database } from '#api/db/database.ts';
import { account, user } from '#api/db/schema/accounts.ts';
import { Refused } from '#api/errors.ts';
import type { SignedIn } from './auth.ts';

const CONTROL = /[\p{Cc}\p{Cs}\p{Co}\p{Cn}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

/** Letters that a person can see; nothing that turns the direction of the page around it. */
const line = (most: number) =>
	z
		.string()
		.trim()
		.min(1)
		.max(most)
		.refine((text) => !CONTROL.test(text), 'holds characters that cannot be seen');

export const Name = line(80);
export const Bio = z
	.string()
	.trim()
	.max(1_000)
	.refine(
		(text) => !CONTROL.test(text.replaceAll('\n', '')),
		'holds characters that cannot be seen'
	);
export const Language = z.enum(['en', 'ko']);
export const Email = z.email().max(254).toLowerCase();

export const Profile = z
	.object({
		id: z.string(),
		name: z.string(),
		email: z.string(),
		confirmed: z.boolean(),
		/** Address of the picture on this server. */
		image: z.string().nullable(),
		bio: z.string(),
		language: Language,
		role: z.enum(['user', 'admin']),
		tier: z.enum(['free', 'supporter']),
		/** Bytes. */
		storage: z.object({ used: z.number(), limit: z.number() }),
		/** Ways this person can sign in. */
		ways: z.array(z.string()),
		created: z.string()
	})
	.openapi('Profile');

export type Profile = z.infer<typeof Profile>;

/** Everything that the account page shows. Throws `Refused` when the account has gone meanwhile. */
export async function profileOf(database: Database, id: string): Promise<Profile> {
	const [found] = await database.select().from(user).where(eq(user.id, id));
	if (!found) throw signInFirst();
	const ways = await database
		.select({ provider: account.providerId })
		.from(account)
		.where(eq(account.userId, id));
	return {
		id,
		name: found.name,
		email: found.email,
		confirmed: found.emailVerified,
		image: found.image,
		bio: found.bio,
		language: found.language,
		role: found.role,
		tier: found.subscriptionTier,
		storage: { used: found.storageUsed, limit: found.storageLimit },
		ways: ways.map(({ provider }) => (provider === 'credential' ? 'password' : provider)),
		created: found.createdAt.toISOString()
	};
}

const signInFirst = (): Refused => new Refused(401, 'sign-in-first', 'Sign in first.');

/** For routes that are for somebody. Throws `Refused` 401 when nobody is signed in. */
export function signedIn(user: SignedIn | null): SignedIn {
	if (!user) throw signInFirst();
	return user;
}

/** For routes that are for admins. Throws `Refused`: 401 when nobody is signed in, 403 when somebody else is. */
export function admin(user: SignedIn | null): SignedIn {
	const who = signedIn(user);
	if (who.role !== 'admin') throw new Refused(403, 'forbidden', 'Only admins may do this.');
	return who;
}
