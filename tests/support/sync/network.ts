/**
 * A network that loses, repeats, delays and reorders: a request may arrive long after its sender
 * has given up, twice, or never, and so may its answer.
 */
import type { Answer, Outcome, Page, Transport } from '#app/sync/ports.ts';
import type { Chance } from './chance.ts';

/** The server, as a request reaches it. */
export interface Reached {
	push: (...args: Parameters<Transport['push']>) => Promise<Answer<readonly Outcome[]>>;
	changes: (...args: Parameters<Transport['changes']>) => Promise<Answer<Page>>;
}

interface Request {
	readonly device: number;
	readonly reach: () => Promise<unknown>;
	/** Undefined once its sender no longer listens. */
	answer: ((answer: unknown) => void) | undefined;
	readonly answers: unknown[];
}

const OFFLINE = { ok: false, error: { code: 'offline' } } as const;

/** Requests that are remembered to arrive late. */
const MOST = 12;

export class Network {
	readonly #server: Reached;
	readonly #chance: Chance;
	#requests: Request[] = [];

	constructor(server: Reached, chance: Chance) {
		this.#server = server;
		this.#chance = chance;
	}

	from(device: number): Transport {
		const send = <T>(reach: () => Promise<T>): Promise<T> =>
			new Promise((resolve) => {
				const answer = resolve as (answer: unknown) => void;
				this.#requests.push({ device, reach, answer, answers: [] });
				if (this.#requests.length > MOST) this.#requests.shift()!.answer?.(OFFLINE);
			});
		return {
			push: (...args) => send(() => this.#server.push(...args)),
			changes: (...args) => send(() => this.#server.changes(...args))
		};
	}

	/** Something happens to one of the requests. */
	async move(): Promise<void> {
		if (this.#requests.length === 0) return;
		const request = this.#chance.of(this.#requests);
		const what = this.#chance.next();
		if (request.answers.length === 0 || what < 0.2) request.answers.push(await request.reach());
		else if (what < 0.8) listen(request, this.#chance.of(request.answers));
		else if (what < 0.9) listen(request, OFFLINE);
		else this.#requests = this.#requests.filter((each) => each !== request || request.answer);
	}

	/** A tab that crashed hears no answer; its requests are still under way. */
	forget(device: number): void {
		for (const request of this.#requests) if (request.device === device) request.answer = undefined;
	}

	/** Everything that is still under way arrives after all. */
	async drain(): Promise<void> {
		for (const { reach } of this.#requests) await reach();
	}
}

function listen(request: Request, answer: unknown): void {
	request.answer?.(answer);
	request.answer = undefined;
}
