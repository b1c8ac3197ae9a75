/** What the API needs from outside, handed in by its entry, so that a test can hand in a file of its own. */
import { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { UpgradeWebSocket } from 'hono/ws';
import type { Auth, Provider, SignedIn } from './accounts/auth.ts';
import type { Database } from './db/database.ts';
import type { Files } from './files/files.ts';
import type { Limits } from './limits.ts';
import type { Log } from './log.ts';
import type { Mail } from './mail/mail.ts';
import type { Fonts } from './pictures/preview.ts';
import type { Raster } from './pictures/raster.ts';
import type { FetchLink } from './uploads/link.ts';
import type { Landing } from './uploads/uploads.ts';
import type { Bus } from './queue/bus.ts';
import type { Queue } from './queue/queue.ts';
import type { Watch } from './watch.ts';

export interface Services {
	readonly database: Database;
	readonly auth: Auth;
	readonly mail: Mail;
	/** Where people open the app, without a slash at the end; links in mails and previews begin with it. */
	readonly origin: string;
	/** Other origins whose pages may call the API with the person's cookies. */
	readonly origins: readonly string[];
	/** Whom one can sign in by, besides a password. */
	readonly providers: readonly Provider[];
	/** One can sign in by a passkey: `origin` is such that browsers make some for it. */
	readonly passkeys: boolean;
	/** Letters arrive, so an address is confirmed before its account is entered. */
	readonly confirmed: boolean;
	readonly limits: Limits;
	/** The network address that a request came from. */
	readonly address: (c: Context<Env>) => string;
	readonly raster: Raster;
	/** Null where recordings cannot be kept. */
	readonly files: Files | null;
	/** Null where uploads cannot land. */
	readonly landing: Landing | null;
	/** Null where the server fetches nothing. */
	readonly fetchLink: FetchLink | null;
	/** Null where no worker is in reach. */
	readonly jobs: Jobs | null;
	/** Null where there are no WebSockets. */
	readonly live: UpgradeWebSocket | null;
	/** For the text in pictures. */
	readonly fonts: () => Promise<Fonts>;
	readonly version: string;
	readonly log: Log;
	/** Null where nobody watches. */
	readonly watch: Watch | null;
	/** Milliseconds since 1970. */
	readonly now: () => number;
}

/** The server's ear, as far as the API knows of it. */
export interface Jobs {
	readonly queue: Queue;
	/** Who watches a job or a person hears of changes. */
	readonly bus: Bus;
	/** Workers show it. */
	readonly token: string;
}

export interface Env {
	Variables: {
		services: Services;
		/** Null when nobody is signed in. */
		user: SignedIn | null;
		/** Its lines name the request. */
		log: Log;
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
