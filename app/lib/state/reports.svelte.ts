/** What was reported, as an admin works through it. */
import type { Result } from '#music/result.ts';
import type { LinkFailure, Links, Outcome, Report } from '#app/sharing/links.ts';

export class Reports {
	/** Null until the server has answered. */
	open = $state.raw<readonly Report[] | null>(null);
	failure = $state.raw<LinkFailure['code'] | null>(null);

	readonly #links: Links;

	constructor(links: Links) {
		this.#links = links;
	}

	async load(): Promise<void> {
		const found = await this.#links.reports();
		this.failure = found.ok ? null : found.error.code;
		if (found.ok) this.open = found.value;
	}

	/** The other reports of the same score are answered with it, so the list is asked for again. */
	async answer(id: string, outcome: Outcome): Promise<Result<void, LinkFailure>> {
		const done = await this.#links.answer(id, outcome);
		await this.load();
		return done;
	}
}
