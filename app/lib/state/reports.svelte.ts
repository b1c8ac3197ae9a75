/** What was reported and what is taken down, as an admin works through it. */
import type { Result } from '#music/result.ts';
import type { LinkFailure, Links, Outcome, Report, Takedown } from '#app/sharing/links.ts';

export class Reports {
	/** Null until the server has answered. */
	open = $state.raw<readonly Report[] | null>(null);
	/** Taken down, the newest first; null until the server has answered. */
	down = $state.raw<readonly Takedown[] | null>(null);
	failure = $state.raw<LinkFailure['code'] | null>(null);

	readonly #links: Links;

	constructor(links: Links) {
		this.#links = links;
	}

	async load(): Promise<void> {
		const [found, down] = await Promise.all([this.#links.reports(), this.#links.takedowns()]);
		const failed = [found, down].find((each) => !each.ok);
		this.failure = failed && !failed.ok ? failed.error.code : null;
		if (found.ok) this.open = found.value;
		if (down.ok) this.down = down.value;
	}

	/** The other reports of the same score are answered with it, so the list is asked for again. */
	async answer(id: string, outcome: Outcome): Promise<Result<void, LinkFailure>> {
		const done = await this.#links.answer(id, outcome);
		await this.load();
		return done;
	}

	/** Its owner may share it again. */
	async lift(id: string): Promise<Result<void, LinkFailure>> {
		const done = await this.#links.lift(id);
		await this.load();
		return done;
	}
}
