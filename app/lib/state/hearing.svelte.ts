/** How one open score comes to be heard: by this device, or by a server that a person has asked. */
import { mayBeHeardAway } from '#app/away/worth.ts';
import type { Account } from '#app/state/account.svelte.ts';
import type { Away } from '#app/state/away.svelte.ts';
import type { Ear } from '#app/state/ear.svelte.ts';
import type { Errand } from '#app/state/errand.ts';
import type { Library } from '#app/state/library.svelte.ts';
import type { Job, Refused, Transcription } from '#app/state/transcription.svelte.ts';
import type { Entry } from '#app/store/entry.ts';

interface Parts {
	readonly account: Account;
	readonly away: Away;
	readonly ear: Ear;
	readonly errand: Errand;
	readonly library: Library;
	readonly transcription: Transcription;
}

export class Hearing {
	/** The person was not signed in when they wanted to ask, and now they are back. */
	asking = $state(false);
	readonly id: string;
	readonly entry: Entry | undefined = $derived.by(() =>
		this.#parts.library.entries?.find(({ id }) => id === this.id)
	);
	readonly job: Job | undefined = $derived.by(
		() => this.#parts.transcription.job(this.id) ?? this.#parts.away.job(this.id)
	);
	readonly refused: Refused | null = $derived.by(() => {
		const { refused } = this.#parts.transcription;
		return refused?.id === this.id ? refused : null;
	});
	/** It was asked of the server by an account that is not signed in here. */
	readonly orphaned: boolean = $derived.by(() => {
		const { person } = this.#parts.account;
		return !this.job && this.entry?.away != null && this.entry.away.person !== person?.id;
	});
	/** A server listens, and has not been asked. */
	readonly mayAsk: boolean = $derived.by(
		() => this.#parts.away.offer !== null && Boolean(this.entry?.recording) && !this.entry?.away
	);
	/** It takes this device more than twice the recording, or was in vain for a reason that is not the recording's. */
	readonly hard: boolean = $derived.by(
		() => this.#parts.ear.slow || mayBeHeardAway(this.entry?.failure ?? null)
	);
	/** This device listens to it now, and takes long. */
	readonly slow: boolean = $derived.by(
		() => this.#parts.ear.slow && this.job !== undefined && this.job.progress?.stage !== 'away'
	);
	/** Only where it would be of use is a server asked whether it listens. */
	readonly #wanted: boolean = $derived.by(() => {
		const { entry } = this;
		if (!entry?.recording || entry.away || entry.state === 'ready') return false;
		return this.asking || this.hard;
	});
	readonly #parts: Parts;

	constructor(parts: Parts, id: string) {
		this.#parts = parts;
		this.id = id;
		this.asking = parts.errand.take(id);
	}

	/** In an effect: asks, while that is of use, whether there is a server that listens. @returns stops */
	watch(): (() => void) | undefined {
		return this.#wanted ? this.#parts.away.lookOut() : undefined;
	}

	/** By this device. */
	listen(): void {
		const { away, transcription } = this.#parts;
		if (!this.entry) return;
		void away.stop(this.id);
		transcription.start(this.id, this.entry.title);
	}

	/** By the server; it does nothing without an account. */
	send(): void {
		const { account, away, transcription } = this.#parts;
		this.asking = false;
		if (!account.person) return;
		transcription.stop(this.id);
		void away.start(this.id, account.person.id);
	}

	/** Whoever hears it. */
	stop(): void {
		this.#parts.transcription.stop(this.id);
		void this.#parts.away.stop(this.id);
	}

	/** The person goes to sign in, and comes back to this score. */
	goSigningIn(): void {
		this.#parts.errand.keep(this.id);
	}
}
