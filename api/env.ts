/** What the API needs from outside, handed in by its entry, so that a test can hand in a file of its own. */
import { OpenAPIHono } from '@hono/zod-openapi';
import type { Auth, SignedIn } from './accounts/auth.ts';
import type { Database } from './db/database.ts';
import type { Mail } from './mail/mail.ts';

export interface Services {
	readonly database: Database;
	readonly auth: Auth;
	readonly mail: Mail;
	/** Where people open the app, without a slash at the end; links in mails and previews begin with it. */
	readonly origin: string;
	readonly version: string;
	/** Milliseconds since 1970. */
	readonly now: () => number;
}

export interface Env {
	Variables: {
		services: Services;
		/** Null when nobody is signed in. */
		user: SignedIn | null;
	};
}

/** A router whose every failed validation has the one shape of refusals. */
export const router = (): OpenAPIHono<Env> =>
	new OpenAPIHono<Env>({
		defaultHook: (result, c) => {
			if (result.success) return undefined;
			return c.json(
				{
					error: 'invalid-request',
					message: 'The request does not have the form that this address takes.',
					issues: result.error.issues
				},
				400
			);
		}
	});
