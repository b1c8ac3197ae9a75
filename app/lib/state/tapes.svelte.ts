/** What the page says of recordings in the account, and the switch for it: off until somebody wants it. */
import type { Database } from '#app/store/db.ts';
import { attempt } from '#app/store/failure.ts';
import { changeTapes, watchTapes, type TapeNews, type Why } from '#app/store/tapes.ts';

const NOTHING: TapeNews = { on: false, waiting: 0, left: [] };

export class Tapes {
	#news = $state.raw<TapeNews>(NOTHING);
	readonly on = $derived(this.#news.on);
	/** How many have yet to go up. */
	readonly waiting = $derived(this.#news.waiting);
	readonly left: readonly Why[] = $derived(this.#news.left);
	readonly #database: Database;
	#account: string | null = null;

	constructor(database: Database) {
		this.#database = database;
	}

	/** Of one account, as long as it is watched. @returns stops */
	watch(account: string): () => void {
		this.#account = account;
		const blind = watchTapes(this.#database, account, (news) => (this.#news = news));
		return () => {
			blind();
			this.#account = null;
			this.#news = NOTHING;
		};
	}

	async set(on: boolean): Promise<void> {
		await this.#change({ on, left: [] });
	}

	/** What was left is tried once more. */
	async again(): Promise<void> {
		await this.#change({ left: [] });
	}

	async #change(change: { on?: boolean; left: [] }): Promise<void> {
		const account = this.#account;
		if (account !== null) await attempt(() => changeTapes(this.#database, account, () => change));
	}
}
