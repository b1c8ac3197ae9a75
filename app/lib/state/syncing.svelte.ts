/** What the page says of the sync, and what a person may do about it. Off until somebody signs in. */
import type { Fate, Owner } from '#app/store/aside.ts';
import type { Database } from '#app/store/db.ts';
import { attempt } from '#app/store/failure.ts';
import { forgetEverything, retryRefused, watchSync, type SyncNews } from '#app/store/sync-news.ts';
import type { Engine } from '#app/sync/engine.ts';
import type { Copy } from '#app/sync/ports.ts';
import type { Activity, Reason } from '#app/sync/syncer.ts';

/** How tabs tell one another what the one that syncs is doing. */
export interface Chorus {
	say(activity: Activity | 'what?'): void;
	/** @returns stops listening */
	hear(onWord: (activity: Activity | 'what?') => void): () => void;
}

interface Parts {
	readonly database: Database;
	readonly chorus: Chorus;
	readonly open: (account: string, onActivity: (activity: Activity) => void) => Promise<Engine>;
	/** The session has ended on the server, or is somebody else's: whose is it? */
	readonly onStranger: () => void;
	/** Something waits, and this page may be gone before it is sent. */
	readonly onLeftBehind: () => void;
}

/** In the order in which they matter: what is worth saying, of all that is true. */
export type SyncState =
	| 'off'
	| 'signed-out'
	| 'undecided'
	| 'full'
	| 'refused'
	| 'offline'
	| 'later'
	| 'syncing'
	| 'waiting'
	| 'synced';

const NOTHING: SyncNews = {
	waiting: 0,
	full: 0,
	invalid: 0,
	newest: 0,
	standing: undefined,
	owner: null
};

export class Syncing {
	activity = $state<Activity | null>(null);
	/** The person is asked what is to become of the library of somebody else. */
	asking = $state(false);
	#news = $state.raw<SyncNews>(NOTHING);
	#engine = $state.raw<Engine | null>(null);
	readonly waiting = $derived(this.#news.waiting);
	readonly copies: readonly Copy[] = $derived(this.#engine?.standing(this.#news)?.copies ?? []);
	readonly state: SyncState = $derived.by(() => {
		const begun = this.#engine?.standing(this.#news)?.account === this.#account;
		return this.activity === 'syncing' && !begun ? 'syncing' : stateOf(this.activity, this.#news);
	});
	/** Whose library this is, as far as it was written down. */
	readonly owner: Owner | null = $derived(this.#news.owner);
	readonly #parts: Parts;
	#account = '';
	#leading = false;
	#asked = false;

	constructor(parts: Parts) {
		this.#parts = parts;
	}

	/** Syncs with an account as long as it is watched. @returns stops */
	watch(account: string): () => void {
		const stop = new AbortController();
		this.#account = account;
		this.activity = 'syncing';
		void this.#run(account, stop.signal);
		const back = (): void => this.#look('back');
		const off = (): void => void (this.activity = 'offline');
		const shown = (): void => {
			if (document.visibilityState === 'visible') back();
			else this.#leave();
		};
		addEventListener('online', back);
		addEventListener('offline', off);
		document.addEventListener('visibilitychange', shown);
		const silent = this.#parts.chorus.hear((word) => this.#onWord(word));
		const blind = watchSync(this.#parts.database, (news) => {
			const more = news.newest > this.#news.newest;
			this.#news = news;
			if (this.activity === 'offline' || document.visibilityState === 'hidden') this.#leave();
			if (more) this.#look('changed');
			// Another tab may have decided.
			else if (this.activity === 'undecided') this.#look('asked');
		});
		this.#parts.chorus.say('what?');
		return () => {
			stop.abort();
			removeEventListener('online', back);
			removeEventListener('offline', off);
			document.removeEventListener('visibilitychange', shown);
			silent();
			blind();
			this.activity = null;
			this.asking = false;
			this.#engine = null;
			this.#leading = false;
			this.#asked = false;
			this.#news = NOTHING;
		};
	}

	/** Now, and also what was refused before. */
	async again(): Promise<void> {
		if (this.activity === 'undecided') {
			this.asking = true;
			return;
		}
		await attempt(() => retryRefused(this.#parts.database));
		this.#look('asked');
	}

	async dismissCopies(): Promise<void> {
		await this.#engine?.seen();
	}

	/** @returns false when there was no room to put the other library aside; nothing has changed then */
	async decide(fate: Fate): Promise<boolean> {
		const decided = (await this.#engine?.decide(this.#account, fate)) ?? false;
		if (decided) this.asking = false;
		this.#look('asked');
		return decided;
	}

	/** Everything of this person leaves this device. */
	async forget(): Promise<void> {
		await attempt(() => forgetEverything(this.#parts.database));
	}

	async #run(account: string, signal: AbortSignal): Promise<void> {
		const engine = await this.#parts.open(account, (activity) => {
			if (signal.aborted) return;
			this.#leading = true;
			this.#now(activity);
			this.#parts.chorus.say(activity);
			if (activity === 'signed-out' || activity === 'other-account') this.#parts.onStranger();
		});
		if (signal.aborted) return;
		this.#engine = engine;
		await engine.syncer.run(account, signal);
	}

	#look(reason: Reason): void {
		this.#engine?.syncer.look(reason);
	}

	#leave(): void {
		const { waiting, full, invalid } = this.#news;
		if (waiting > full + invalid) this.#parts.onLeftBehind();
	}

	#now(activity: Activity): void {
		// Once: what was closed without an answer is asked again only when somebody wants it.
		if (activity === 'undecided' && !this.#asked) this.#asked = this.asking = true;
		else if (activity === 'idle') this.asking = false;
		this.activity = activity;
	}

	#onWord(word: Activity | 'what?'): void {
		if (word !== 'what?') this.#now(word);
		else if (this.#leading && this.activity) this.#parts.chorus.say(this.activity);
	}
}

function stateOf(activity: Activity | null, { waiting, full, invalid }: SyncNews): SyncState {
	if (activity === null || activity === 'storage') return 'off';
	if (activity === 'undecided') return 'undecided';
	if (activity === 'signed-out' || activity === 'other-account') return 'signed-out';
	if (activity === 'syncing' && waiting > full + invalid) return 'syncing';
	if (full > 0) return 'full';
	if (invalid > 0) return 'refused';
	if (activity === 'offline' || activity === 'later') return activity;
	return waiting > 0 ? 'waiting' : 'synced';
}

export function tabChorus(): Chorus {
	const channel = new BroadcastChannel('genesis sync');
	return {
		say: (word) => channel.postMessage(word),
		hear(onWord) {
			const onmessage = ({ data }: MessageEvent): void => onWord(data as Activity | 'what?');
			channel.addEventListener('message', onmessage);
			return () => channel.removeEventListener('message', onmessage);
		}
	};
}
