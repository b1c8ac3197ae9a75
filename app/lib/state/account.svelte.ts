/**
 * Who is signed in. Remembered on the device, so that a person who is offline is still known; the
 * server is asked when the app opens, and its word counts. Nothing here is needed to make music.
 */
import { z } from 'zod';
import { ok } from '#music/result.ts';
import { asked, type Outcome } from '#app/accounts/asked.ts';
import type { Remote } from '#app/sync/remote.ts';

const Person = z.object({
	id: z.string(),
	name: z.string(),
	email: z.string(),
	/** Address of the picture on the server. */
	image: z.string().nullable(),
	language: z.enum(['en', 'ko']),
	role: z.enum(['user', 'admin'])
});

export type Person = z.infer<typeof Person>;

export interface Ways {
	readonly providers: readonly ('github' | 'google')[];
	/** One can sign in by a passkey. */
	readonly passkeys: boolean;
	/** Letters arrive, so a forgotten password can be replaced. */
	readonly letters: boolean;
}

interface Parts {
	readonly remote: Remote;
	readonly storage: Storage;
	/** The person that this device knows has changed: somebody came, or left. */
	readonly onChange?: (person: Person | null) => void;
}

const KEY = 'genesis.account';

export class Account {
	person = $state.raw<Person | null>(null);
	signedIn = $derived(this.person !== null);
	readonly #parts: Parts;

	constructor(parts: Parts) {
		this.#parts = parts;
		this.person = remembered(parts.storage);
	}

	/** Asks the server once, and hears of other tabs. Who never signed in causes no request. */
	watch(): () => void {
		if (this.person) void this.refresh();
		const onstorage = (event: StorageEvent): void => {
			if (event.key === KEY || event.key === null) this.#know(remembered(this.#parts.storage));
		};
		addEventListener('storage', onstorage);
		return () => removeEventListener('storage', onstorage);
	}

	/** A server that cannot be reached says nothing about who is signed in. */
	async refresh(): Promise<void> {
		const answer = await asked(this.#parts.remote.api.auth['get-session'].$get());
		if (!answer.ok) return;
		const body = (await answer.value.json()) as { user: unknown } | null;
		this.#remember(body ? Person.parse(body.user) : null);
	}

	/** @returns false when a letter was sent, whose link has to be opened first */
	async register(entry: {
		readonly name: string;
		readonly email: string;
		readonly password: string;
		readonly language: Person['language'];
	}): Promise<Outcome<boolean>> {
		const answer = await asked(this.#parts.remote.api.auth['sign-up'].email.$post({ json: entry }));
		if (!answer.ok) return answer;
		const { user } = (await answer.value.json()) as { user: unknown };
		if (user) await this.refresh();
		return ok(user !== null);
	}

	async signIn(email: string, password: string): Promise<Outcome> {
		const json = { email, password };
		const answer = await asked(this.#parts.remote.api.auth['sign-in'].email.$post({ json }));
		if (!answer.ok) return answer;
		await this.refresh();
		return ok(undefined);
	}

	/** What this server offers; nothing while it cannot be reached. */
	async ways(): Promise<Ways> {
		const answer = await asked(this.#parts.remote.api.account.ways.$get());
		return answer.ok
			? await answer.value.json()
			: { providers: [], passkeys: false, letters: true };
	}

	/** @returns where to go to sign in there */
	async enterBy(provider: Ways['providers'][number]): Promise<Outcome<string>> {
		const route = this.#parts.remote.api.auth.with[':provider'];
		const answer = await asked(route.$post({ param: { provider } }));
		return answer.ok ? ok(((await answer.value.json()) as { url: string }).url) : answer;
	}

	/** A letter with a link to choose a new password. */
	async forgot(email: string): Promise<Outcome> {
		const route = this.#parts.remote.api.auth['request-password-reset'];
		const answer = await asked(route.$post({ json: { email } }));
		return answer.ok ? ok(undefined) : answer;
	}

	/** @param token from the link in the letter */
	async choosePassword(token: string, newPassword: string): Promise<Outcome> {
		const route = this.#parts.remote.api.auth['reset-password'];
		const answer = await asked(route.$post({ json: { token, newPassword } }));
		if (!answer.ok) return answer;
		await this.refresh();
		return ok(undefined);
	}

	/** @param token from the link in the letter */
	async confirm(token: string): Promise<Outcome> {
		const answer = await asked(
			this.#parts.remote.api.auth['verify-email'].$post({ json: { token } })
		);
		if (!answer.ok) return answer;
		await this.refresh();
		return ok(undefined);
	}

	async signOut(): Promise<Outcome> {
		const answer = await asked(this.#parts.remote.api.auth['sign-out'].$post());
		if (!answer.ok && answer.error.code !== 'sign-in-first') return answer;
		this.#remember(null);
		return ok(undefined);
	}

	#remember(person: Person | null): void {
		if (person) this.#parts.storage.setItem(KEY, JSON.stringify(person));
		else this.#parts.storage.removeItem(KEY);
		this.#know(person);
	}

	#know(person: Person | null): void {
		if (JSON.stringify(person) === JSON.stringify(this.person)) return;
		this.person = person;
		this.#parts.onChange?.(person);
	}
}

function remembered(storage: Storage): Person | null {
	try {
		return Person.parse(JSON.parse(storage.getItem(KEY) ?? 'null'));
	} catch {
		return null;
	}
}
