/**
 * Accounts by better-auth on our own tables. What it decides alone: passwords (scrypt), sessions,
 * cookies, links in mails. Its own addresses are not served: our routes check what is sent and call
 * it (`routes/auth.ts`). Rate limits are ours (`limits.ts`), since they are shared by processes.
 */
import { betterAuth } from 'better-auth';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { account, passkey, session, user, verification } from '#api/db/schema/accounts.ts';
import type { Database } from '#api/db/database.ts';
import { letterTo, type LetterKind } from '#api/mail/letters.ts';
import type { Mail } from '#api/mail/mail.ts';
import { passkeysOf, wasForged } from './passkeys.ts';
import { PASSWORD_LENGTH } from './passwords.ts';

const MINUTE = 60;
const DAY = 24 * 60 * MINUTE;

/** Where our routes say from which address the request came; what a client sends under it is dropped. */
export const ADDRESS_HEADER = 'x-genesis-address';

export type Provider = 'github' | 'google';
export type Providers = Partial<
	Readonly<Record<Provider, { readonly clientId: string; readonly clientSecret: string }>>
>;

export interface AuthOptions {
	readonly database: Database;
	readonly mail: Mail;
	readonly secret: string;
	/** Where people open the app, without a slash at the end. */
	readonly origin: string;
	/** Other origins that may sign in (CORS allow list). */
	readonly origins?: readonly string[];
	/** Letters arrive, so an account is entered only after its address was confirmed. */
	readonly confirmed?: boolean;
	readonly providers?: Providers;
	/** Work that no answer waits for: a letter's time must not tell whether an address is known. */
	readonly background?: (work: Promise<unknown>) => void;
}

export function createAuth(options: AuthOptions) {
	const { database, mail, secret, origin, origins = [], confirmed = false } = options;
	const write = (reader: object, kind: LetterKind, link?: string): Promise<void> =>
		mail(letterTo(reader as Parameters<typeof letterTo>[0], kind, link));

	return betterAuth({
		baseURL: origin,
		basePath: '/api/auth',
		secret,
		trustedOrigins: [origin, ...origins],
		database: drizzleAdapter(database, {
			provider: 'sqlite',
			schema: { account, passkey, session, user, verification }
		}),
		telemetry: { enabled: false },
		logger: {
			level: 'error',
			log: (_, message, ...details: readonly unknown[]) => {
				if (!wasForged(message, details[0])) console.error(message, ...details);
			}
		},
		rateLimit: { enabled: false },
		onAPIError: { errorURL: `${origin}/account` },
		emailAndPassword: {
			enabled: true,
			minPasswordLength: PASSWORD_LENGTH.least,
			maxPasswordLength: PASSWORD_LENGTH.most,
			requireEmailVerification: confirmed,
			resetPasswordTokenExpiresIn: 60 * MINUTE,
			revokeSessionsOnPasswordReset: true,
			onExistingUserSignUp: ({ user }) => write(user, 'known', `${origin}/account`),
			onPasswordReset: ({ user }) => write(user, 'changed', `${origin}/account/reset`),
			// Behind # a token is in no log and no referrer, and a mail scanner that opens links uses none up.
			sendResetPassword: ({ user, token }) =>
				write(user, 'reset', `${origin}/account/reset#${token}`)
		},
		emailVerification: {
			sendOnSignUp: true,
			sendOnSignIn: false, // `routes/auth.ts` does, within the limits of letters
			expiresIn: 60 * MINUTE,
			sendVerificationEmail: ({ user, token }) =>
				write(user, 'confirm', `${origin}/account/confirm#${token}`)
		},
		socialProviders: { ...options.providers },
		// Who registered an address without owning it must not get the account of the one who does.
		account: { accountLinking: { disableImplicitLinking: true } },
		// Whether somebody is there is asked by our routes, more strictly (`presence.ts`).
		session: { expiresIn: 7 * DAY, updateAge: DAY, freshAge: 0 },
		plugins: [passkeysOf(origin)],
		user: {
			additionalFields: {
				role: { type: 'string', input: false },
				bio: { type: 'string', required: false, input: false },
				language: { type: 'string', required: false }
			}
		},
		databaseHooks: {
			user: {
				create: {
					// A picture elsewhere would tell its host who looks at it; the policy blocks it anyway.
					before: async (made) => ({
						data: { ...made, name: made.name.slice(0, 80) || 'Genesis', image: null }
					})
				}
			}
		},
		advanced: {
			cookiePrefix: '__Host-genesis',
			// The prefix above asks for exactly these, and browsers take localhost as secure.
			useSecureCookies: false,
			defaultCookieAttributes: { secure: true, httpOnly: true, sameSite: 'lax', path: '/' },
			ipAddress: { ipAddressHeaders: [ADDRESS_HEADER] },
			backgroundTasks: {
				handler: options.background ?? ((work) => void work.catch(console.error))
			}
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

interface Asking {
	/** Null when the request carries no session that is still good. */
	readonly user: SignedIn | null;
	/** Cookies to hand back: a session that is used slides on. */
	readonly cookies: readonly string[];
}

export async function whoAsks(auth: Auth, headers: Headers): Promise<Asking> {
	if (!headers.has('cookie')) return { user: null, cookies: [] };
	const { response, headers: answered } = await auth.api.getSession({
		headers,
		returnHeaders: true
	});
	const cookies = answered.getSetCookie();
	if (!response) return { user: null, cookies };
	const role = response.user.role === 'admin' ? 'admin' : 'user';
	return { user: { id: response.user.id, role, sessionId: response.session.id }, cookies };
}
