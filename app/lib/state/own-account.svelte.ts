/** The account page: what the server has of the person, and what they change of it. */
import { untrack } from 'svelte';
import { fail, ok } from '#music/result.ts';
import { asked, type Outcome } from '#app/accounts/asked.ts';
import { squared } from '#app/accounts/picture.ts';
import type { Account } from '#app/state/account.svelte.ts';
import type { Remote } from '#app/sync/remote.ts';

type Answer<Route extends (...args: never[]) => Promise<{ json(): Promise<unknown> }>> = Exclude<
	Awaited<ReturnType<Awaited<ReturnType<Route>>['json']>>,
	{ error: string }
>;

export type Profile = Answer<Remote['api']['account']['$get']>;
export type Device = Answer<Remote['api']['account']['sessions']['$get']>[number];

interface Parts {
	readonly remote: Remote;
	readonly account: Account;
}

export class OwnAccount {
	profile = $state.raw<Profile | null>(null);
	devices = $state.raw<readonly Device[]>([]);
	/** The server could not be reached; what this device remembers is shown. */
	offline = $state(false);
	readonly #parts: Parts;

	constructor(parts: Parts) {
		this.#parts = parts;
	}

	get #own(): Remote['api']['account'] {
		return this.#parts.remote.api.account;
	}

	async load(): Promise<void> {
		const [profile, devices] = await Promise.all([
			asked(this.#own.$get()),
			asked(this.#own.sessions.$get())
		]);
		this.offline = !profile.ok && profile.error.code === 'offline';
		if (profile.ok) this.profile = (await profile.value.json()) as Profile;
		else if (profile.error.code === 'sign-in-first') await this.#parts.account.refresh();
		if (devices.ok) this.devices = (await devices.value.json()) as Device[];
	}

	/** What is used may be more by now. */
	async measure(): Promise<void> {
		if (!untrack(() => this.profile)) return;
		const answer = await asked(this.#own.$get());
		if (!answer.ok || !this.profile) return;
		const { storage } = (await answer.value.json()) as Profile;
		this.profile = { ...this.profile, storage };
	}

	change(change: Partial<Pick<Profile, 'name' | 'bio' | 'language'>>): Promise<Outcome> {
		return this.#keep(this.#own.$patch({ json: change }));
	}

	async setPicture(file: Blob): Promise<Outcome> {
		const body = await squared(file);
		if (!body) return fail({ code: 'not-a-picture' });
		const headers = { 'Content-Type': 'application/octet-stream' };
		return this.#keep(this.#own.avatar.$put({}, { init: { body, headers } }));
	}

	removePicture(): Promise<Outcome> {
		return this.#keep(this.#own.avatar.$delete());
	}

	async endDevice(id: string): Promise<Outcome> {
		const ended = await asked(this.#own.sessions[':id'].$delete({ param: { id } }));
		if (ended.ok) this.devices = this.devices.filter((device) => device.id !== id);
		return ended.ok ? ok(undefined) : ended;
	}

	async endOtherDevices(): Promise<Outcome> {
		const ended = await asked(this.#own.sessions.$delete());
		if (ended.ok) this.devices = this.devices.filter(({ current }) => current);
		return ended.ok ? ok(undefined) : ended;
	}

	async changePassword(currentPassword: string, newPassword: string): Promise<Outcome> {
		const json = { currentPassword, newPassword };
		const changed = await asked(this.#parts.remote.api.auth['change-password'].$post({ json }));
		if (!changed.ok) return changed;
		await this.load();
		return ok(undefined);
	}

	/** A letter with a link to confirm the address. */
	async sendLetter(email: string): Promise<Outcome> {
		const route = this.#parts.remote.api.auth['send-verification-email'];
		const sent = await asked(route.$post({ json: { email } }));
		return sent.ok ? ok(undefined) : sent;
	}

	/** The account is gone; what is on this device stays. */
	async leave(password: string): Promise<Outcome> {
		const gone = await asked(this.#own.delete.$post({ json: password ? { password } : {} }));
		if (!gone.ok) return gone;
		await this.#parts.account.refresh();
		return ok(undefined);
	}

	async #keep(sending: Promise<Response>): Promise<Outcome> {
		const kept = await asked(sending);
		if (!kept.ok) return kept;
		this.profile = (await kept.value.json()) as Profile;
		await this.#parts.account.refresh();
		return ok(undefined);
	}
}
