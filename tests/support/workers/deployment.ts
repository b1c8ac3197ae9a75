/** A deployment on Workers, over a database of the test: what `createApi` is on Node. */
import type { Providers } from '#api/accounts/auth.ts';
import type { Limits } from '#api/limits.ts';
import type { Letter } from '#api/mail/mail.ts';
import type { Fetcher } from '#tests/support/api.ts';
import { openPostbox } from '#tests/support/postbox.ts';
import { leave } from '#tests/support/where.ts';
import { startHrana } from './hrana.ts';

interface Deployed {
	/** Address of the shared `wrangler dev`. */
	readonly worker: string;
	/** The database, migrated. */
	readonly file: string;
	readonly origin: string;
	readonly friend: string;
	readonly secret: string;
	readonly limits: Limits;
	readonly providers: Providers;
	readonly passkeys: boolean;
	/** Letters arrive here; left out where the deployment has no mail server. */
	readonly letters: Letter[] | null;
	readonly clock: { readonly now: number };
}

export interface Deployment extends Fetcher {
	/** The same with other settings, as a second one on the same database. */
	withSettings(settings: Readonly<Record<string, string>>): Fetcher;
	close(): void;
}

export async function deploy(given: Deployed): Promise<Deployment> {
	const hrana = await startHrana(given.file);
	const postbox = given.letters ? await openPostbox(given.letters) : null;
	const settings: Record<string, string> = {
		DATABASE_URL: hrana.url,
		DATABASE_TOKEN: hrana.token,
		AUTH_SECRET: given.secret,
		ORIGIN: given.origin,
		ORIGINS: given.friend,
		RATE_LIMITS: textOf(given.limits),
		PASSKEYS: given.passkeys ? 'on' : 'off',
		...(postbox ? { SMTP_URL: postbox.url, MAIL_FROM: 'genesis@example.org' } : {})
	};
	for (const [name, { clientId, clientSecret }] of Object.entries(given.providers)) {
		settings[`${name.toUpperCase()}_CLIENT_ID`] = clientId;
		settings[`${name.toUpperCase()}_CLIENT_SECRET`] = clientSecret;
	}
	const withSettings = (more: Readonly<Record<string, string>>): Fetcher => {
		const said = JSON.stringify({ ...settings, ...more });
		return {
			async request(path, init = {}) {
				const headers = new Headers(init.headers);
				headers.set('X-Test-Settings', said);
				headers.set('X-Test-Time', `${given.clock.now}`);
				const response = await fetch(given.worker + path, { redirect: 'manual', ...init, headers });
				if (response.status === 501) await missing(response.clone());
				return response;
			}
		};
	};
	return {
		...withSettings({}),
		withSettings,
		close() {
			void hrana.stop();
			postbox?.close();
		}
	};
}

/** A Worker that says what it has none of (`no-recordings`) ends the test, with its own words for it. */
async function missing(answer: Response): Promise<void> {
	const text = await answer.text();
	if (!text) leave('What was asked by HEAD is not done here.');
	const { error, message } = JSON.parse(text) as { error: string; message: string };
	if (error.startsWith('no-')) leave(message);
}

/** As RATE_LIMITS has them. */
const textOf = (limits: Limits): string =>
	Object.entries(limits)
		.map(([name, windows]) => {
			const texts = windows.map(({ most, seconds }) => `${most}/${seconds}`);
			return `${name}=${texts.join('+')}`;
		})
		.join(',');
