/**
 * When to sync: after a change, when the network comes back, when the page is looked at, and now
 * and then. One tab does it for all; when that one closes or crashes, the next one goes on.
 */
import type { Locks } from '#app/store/locks.ts';
import { attempt } from '#app/store/failure.ts';
import { syncOnce } from '#app/sync/cycle.ts';
import { lead } from '#app/sync/leader.ts';
import { patience } from '#app/sync/patience.ts';
import type { Shelf, Transport, Trouble } from '#app/sync/ports.ts';

/** `storage`: this browser's database does not answer; `undecided`: the library here is another person's. */
export type Activity =
	| 'syncing'
	| 'idle'
	| 'offline'
	| 'later'
	| 'signed-out'
	| 'other-account'
	| 'undecided'
	| 'storage';

/** Why to look now: a change is no reason to hurry a server that is away. */
export type Reason = 'changed' | 'back' | 'asked';

/** Between looks when nothing happens, and after a change so that its flurry goes together, ms. */
const POLL = 60_000;
const GATHER = 400;

interface Parts {
	readonly shelf: Shelf;
	readonly transport: Transport;
	readonly locks: Locks;
	/** @returns false when the library here is not this account's, and is not to be as yet */
	readonly enter: (account: string) => Promise<boolean>;
	readonly newKey: () => string;
	/** From 0 up to 1. */
	readonly chance: () => number;
	readonly onActivity: (activity: Activity) => void;
	/** After each round in which this device and the server agreed. */
	readonly onAgreed?: (account: string, signal: AbortSignal) => void;
}

export class Syncer {
	readonly #parts: Parts;
	#trouble: Trouble | null = null;
	#wake: (() => void) | null = null;
	/** The database did not answer last time; that it is looked for again is no news. */
	#lost = false;
	/** Something happened while a round was under way. */
	#missed = false;

	constructor(parts: Parts) {
		this.#parts = parts;
	}

	/** Runs until it is stopped. Rejects only for a mistake of ours. */
	async run(account: string, signal: AbortSignal): Promise<void> {
		signal.addEventListener('abort', () => this.#wake?.());
		for (;;) {
			const release = await lead(this.#parts.locks, signal);
			if (!release) return;
			try {
				await this.#rounds(account, signal);
			} catch (cause) {
				if (!signal.aborted) throw cause;
			} finally {
				release();
			}
			if (signal.aborted) return;
			// The tab of a newer version, which has the database now, leads meanwhile.
			await this.#pause(pauseAfter(this.#trouble, 1, this.#parts.chance()));
		}
	}

	look(reason: Reason): void {
		const code = this.#trouble?.code;
		if (code === 'wait') return; // the server has said when
		if (reason === 'changed' && code === 'offline') return;
		this.#missed = true;
		this.#wake?.();
	}

	/** Until it is stopped, or the database does not answer. */
	async #rounds(account: string, signal: AbortSignal): Promise<void> {
		const { shelf, transport, enter, newKey, chance, onActivity, onAgreed } = this.#parts;
		let failures = 0;
		let joined = false;
		while (!signal.aborted) {
			if (!this.#lost) onActivity('syncing');
			this.#missed = false;
			const round = await attempt(async () => {
				joined ||= await enter(account);
				if (!joined) return { code: 'undecided' } as const;
				return syncOnce({ account, shelf, transport, newKey, signal });
			});
			if (signal.aborted) return;
			this.#lost = !round.ok && round.error.code !== 'full';
			// A disk that is full may have room again, and a connection that broke is made anew.
			this.#trouble = round.ok ? round.value : { code: 'wait', seconds: POLL / 1000 };
			if (this.#lost) return onActivity('storage');
			if (!this.#trouble) onAgreed?.(account, signal);
			failures = this.#trouble ? failures + 1 : 0;
			onActivity(activityOf(this.#trouble));
			await this.#pause(pauseAfter(this.#trouble, failures, chance()));
			if (!this.#trouble) await wait(GATHER);
		}
	}

	#pause(ms: number): Promise<void> {
		if (this.#missed) return Promise.resolve();
		return new Promise((resolve) => {
			const timer = setTimeout(() => this.#wake?.(), ms);
			this.#wake = () => {
				clearTimeout(timer);
				this.#wake = null;
				resolve();
			};
		});
	}
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

function activityOf(trouble: Trouble | null): Activity {
	switch (trouble?.code) {
		case undefined:
			return 'idle';
		case 'offline':
			return 'offline';
		case 'signed-out':
		case 'other-account':
		case 'undecided':
			return trouble.code;
		case 'wait':
		case 'refused':
			return 'later';
	}
}

function pauseAfter(trouble: Trouble | null, failures: number, chance: number): number {
	if (!trouble) return POLL;
	return patience(failures, chance, trouble.code === 'wait' ? trouble.seconds : 0);
}
