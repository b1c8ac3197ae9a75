/** How one score is shared, while its owner looks at it: every change is one request, and what the server says then is shown. */
import type { Result } from '#music/result.ts';
import type { Allowed, LinkFailure, Links, Sharing as Shared } from '#app/sharing/links.ts';

export class Sharing {
	now = $state.raw<Shared | null>(null);
	failure = $state.raw<LinkFailure['code'] | null>(null);
	busy = $state(false);
	readonly link = $derived(this.now?.links[0] ?? null);

	readonly #id: string;
	readonly #links: Links;

	constructor(id: string, links: Links) {
		this.#id = id;
		this.#links = links;
	}

	load(): Promise<void> {
		return this.#settle(this.#links.of(this.#id));
	}

	make(): Promise<void> {
		return this.#settle(this.#links.make(this.#id));
	}

	/** Ends every link: the score is private again. */
	end(): Promise<void> {
		return this.#settle(this.#links.show(this.#id, 'private'));
	}

	async allow(change: Allowed): Promise<void> {
		if (this.link) await this.#settle(this.#links.allow(this.#id, this.link.token, change));
	}

	show(visibility: 'unlisted' | 'public'): Promise<void> {
		return this.#settle(this.#links.show(this.#id, visibility));
	}

	async #settle(asking: Promise<Result<Shared, LinkFailure>>): Promise<void> {
		this.busy = true;
		const answer = await asking;
		this.busy = false;
		this.failure = answer.ok ? null : answer.error.code;
		if (answer.ok) this.now = answer.value;
	}
}
