/** The score whose recording a person wanted the server to hear when an account was missing: they come back to it. */

const KEY = 'genesis.errand';

export class Errand {
	readonly #storage: Storage;

	/** @param storage of the tab, which outlives another service's page between here and the account */
	constructor(storage: Storage) {
		this.#storage = storage;
	}

	/** Id of the score; null when nothing is waiting. */
	get score(): string | null {
		return this.#storage.getItem(KEY);
	}

	keep(score: string): void {
		this.#storage.setItem(KEY, score);
	}

	/** @returns whether it was this score's */
	take(score: string): boolean {
		const taken = this.score === score;
		if (taken) this.drop();
		return taken;
	}

	drop(): void {
		this.#storage.removeItem(KEY);
	}
}
