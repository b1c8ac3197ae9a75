/** The passkeys of the person, and signing in by one. */
import { ok } from '#music/result.ts';
import { asked, type Outcome } from '#app/accounts/asked.ts';
import {
	disownPasskey,
	knowsPasskeys,
	makePasskey,
	signByPasskey,
	suggestsPasskeys,
	type Signed
} from '#app/accounts/ceremony.ts';
import type { Account } from '#app/state/account.svelte.ts';
import type { Remote } from '#app/sync/remote.ts';

export interface Passkey {
	readonly id: string;
	readonly name: string;
	readonly made: string;
	readonly used: string | null;
}

interface Parts {
	readonly remote: Remote;
	readonly account: Account;
}

/** The server takes an answer for five minutes, in milliseconds; a challenge is replaced before. */
const GOOD_FOR = 4 * 60 * 1000;

export class Passkeys {
	list = $state.raw<readonly Passkey[]>([]);
	/** This browser can make and use them. */
	readonly supported = knowsPasskeys();
	readonly #parts: Parts;

	constructor(parts: Parts) {
		this.#parts = parts;
	}

	get #own(): Remote['api']['account']['passkeys'] {
		return this.#parts.remote.api.account.passkeys;
	}

	get #door(): Remote['api']['auth']['passkey'] {
		return this.#parts.remote.api.auth.passkey;
	}

	async load(): Promise<void> {
		this.list = []; // of whoever was here before
		const answer = await asked(this.#own.$get());
		if (answer.ok) this.list = (await answer.value.json()) as Passkey[];
	}

	/** @param password asked for when the person signed in a while ago (`sign-in-again`) */
	async add(name: string, password?: string): Promise<Outcome> {
		const options = await asked(this.#own.options.$post({ json: password ? { password } : {} }));
		if (!options.ok) return options;
		const made = await makePasskey(await options.value.json());
		if (!made.ok) return made;
		const kept = await asked(this.#own.$post({ json: { name, passkey: made.value } }));
		if (!kept.ok) return kept;
		this.list = [...this.list, (await kept.value.json()) as Passkey];
		return ok(undefined);
	}

	async rename(id: string, name: string): Promise<Outcome> {
		const kept = await asked(this.#own[':id'].$patch({ param: { id }, json: { name } }));
		if (!kept.ok) return kept;
		const renamed = (await kept.value.json()) as Passkey;
		this.list = this.list.map((each) => (each.id === id ? renamed : each));
		return ok(undefined);
	}

	async remove(id: string): Promise<Outcome> {
		const gone = await asked(this.#own[':id'].$delete({ param: { id } }));
		if (!gone.ok) return gone;
		this.list = this.list.filter((each) => each.id !== id);
		return ok(undefined);
	}

	/** The browser asks for a passkey now. */
	async enter(): Promise<Outcome> {
		const options = await asked(this.#door.options.$post());
		if (!options.ok) return options;
		const signed = await signByPasskey(await options.value.json());
		return signed.ok ? this.#enterBy(signed.value) : signed;
	}

	/**
	 * Passkeys are among what the browser suggests for the field of the address, until one is picked or
	 * the page is left. Only what comes of a picked one is said: there is a button for the rest.
	 */
	async suggest(left: AbortSignal): Promise<Outcome> {
		if (!(await suggestsPasskeys())) return ok(undefined);
		for (;;) {
			const options = await asked(this.#door.options.$post());
			if (!options.ok) return ok(undefined);
			const old = AbortSignal.timeout(GOOD_FOR);
			const quietly = AbortSignal.any([left, old]);
			const signed = await signByPasskey(await options.value.json(), quietly);
			if (signed.ok) return this.#enterBy(signed.value);
			if (left.aborted || !old.aborted) return ok(undefined);
			await looked(left);
		}
	}

	async #enterBy(passkey: Signed): Promise<Outcome> {
		const entered = await asked(this.#door.$post({ json: { passkey } }));
		if (!entered.ok) {
			if (entered.error.code === 'passkey-not-found') void disownPasskey(passkey.id);
			return entered;
		}
		await this.#parts.account.refresh();
		return ok(undefined);
	}
}

/** Somebody looks at the page, or has left it: a tab in the background asks the server nothing. */
const looked = (left: AbortSignal): Promise<void> =>
	new Promise((resolve) => {
		if (left.aborted || document.visibilityState === 'visible') return resolve();
		document.addEventListener('visibilitychange', () => resolve(), { once: true });
		left.addEventListener('abort', () => resolve(), { once: true });
	});
