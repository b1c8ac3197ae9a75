/** What was reported, what is taken down and what the server could not hear, as an admin works through it. */
import type { Result } from '#music/result.ts';
import type {
	FailedJob,
	LinkFailure,
	Links,
	Outcome,
	Report,
	Takedown
} from '#app/sharing/links.ts';

export class Reports {
	/** Null until the server has answered. */
	open = $state.raw<readonly Report[] | null>(null);
	/** Taken down, the newest first; null until the server has answered. */
	down = $state.raw<readonly Takedown[] | null>(null);
	/** Given up by the server's ear, the newest first; null until the server has answered. */
	failed = $state.raw<readonly FailedJob[] | null>(null);
	failure = $state.raw<LinkFailure['code'] | null>(null);

	readonly #links: Links;

	constructor(links: Links) {
		this.#links = links;
	}

	async load(): Promise<void> {
		const [found, down, failed] = await Promise.all([
			this.#links.reports(),
			this.#links.takedowns(),
			this.#links.failedJobs()
		]);
		const trouble = [found, down, failed].find((each) => !each.ok);
		this.failure = trouble && !trouble.ok ? trouble.error.code : null;
		if (found.ok) this.open = found.value;
		if (down.ok) this.down = down.value;
		if (failed.ok) this.failed = failed.value;
	}

	/** The other reports of the same score are answered with it, so the list is asked for again. */
	async answer(id: string, outcome: Outcome): Promise<Result<void, LinkFailure>> {
		const done = await this.#links.answer(id, outcome);
		await this.load();
		return done;
	}

	/** The server hears the recording again, after all others that wait. */
	async retry(id: string): Promise<Result<void, LinkFailure>> {
		const done = await this.#links.retryJob(id);
		await this.load();
		return done;
	}

	/** It is not listed any more; its owner still sees that it failed. */
	async letGo(id: string): Promise<Result<void, LinkFailure>> {
		const done = await this.#links.letGoJob(id);
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
