/**
 * Accounts by better-auth on our own tables. What it decides alone: passwords (scrypt), sessions,
 * cookies, links in mails. Rate limits are ours (`limits.ts`), since they are shared by processes.
 */
import { betterAuth } from 'better-auth';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { account, session, user, verification } from '#api/db/schema/accounts.ts';
import type { Database } from '#api/db/database.ts';
import type { Mail } from '#api/mail/mail.ts';

const DAY = 24 * 60 * 60;

export interface AuthOptions {
	readonly database: Database;
	readonly mail: Mail;
	readonly secret: string;
	/** Where people open the app, without a slash at the end. */
	readonly origin: string;
	/** Other origins that may sign in (CORS allow list). */
	readonly origins?: readonly string[];
}

export function createAuth({ database, mail, secret, origin, origins = [] }: AuthOptions) {
	return betterAuth({
		baseURL: origin,
		basePath: '/api/auth',
		secret,
		trustedOrigins: [origin, ...origins],
		database: drizzleAdapter(database, {
			provider: 'sqlite',
			schema: { account, session, user, verification }
		}),
		telemetry: { enabled: false },
		rateLimit: { enabled: false },
		emailAndPassword: {
			enabled: true,
			minPasswordLength: 10,
			maxPasswordLength: 128,
			revokeSessionsOnPasswordReset: true,
			sendResetPassword: ({ user, url }) =>
				mail({ to: user.email, subject: 'Genesis Music', text: url })
		},
		emailVerification: {
			sendOnSignUp: true,
			sendVerificationEmail: ({ user, url }) =>
				mail({ to: user.email, subject: 'Genesis Music', text: url })
		},
		session: { expiresIn: 7 * DAY, updateAge: DAY },
		user: {
			deleteUser: { enabled: true },
			additionalFields: {
				role: { type: 'string', input: false },
				bio: { type: 'string', required: false },
				language: { type: 'string', required: false }
			}
		},
		advanced: {
			cookiePrefix: '__Host-genesis',
			// The prefix above asks for exactly these, and browsers take localhost as secure.
			useSecureCookies: false,
			defaultCookieAttributes: { secure: true, httpOnly: true, sameSite: 'lax', path: '/' }
		}
	});
}

export type Auth = ReturnType<typeof createAuth>;

/** Who asks, as far as routes need to know. */
export interface SignedIn {
	readonly id: string;
	readonly role: 'user' | 'admin';
	readonly sessionId: string;
}

/** @returns null when the request carries no session that is still good */
export async function whoAsks(auth: Auth, headers: Headers): Promise<SignedIn | null> {
	if (!headers.has('cookie')) return null;
	const found = await auth.api.getSession({ headers });
	if (!found) return null;
	const role = found.user.role === 'admin' ? 'admin' : 'user';
	return { id: found.user.id, role, sessionId: found.session.id };
}
