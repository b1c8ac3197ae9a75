/** A worker that is watched: Comlink never hears of a worker that dies, so without this a job would hang. */
import { proxy, wrap, type Remote } from 'comlink';
import type { WorkerApi } from '#models/worker.ts';

/** The worker broke, or was ended while a call was under way. */
export class WorkerDied extends Error {
	override readonly name = 'WorkerDied';
}

/**
 * A worker says that it lives every two seconds, or by what it reports: while the model runs without
 * a pause its timers wait. This many looks in vain, and it is given up.
 */
const LOOK_MS = 10_000;
const MOST_MISSES = 3;

export class LiveWorker {
	readonly #worker: Worker;
	readonly #remote: Remote<WorkerApi>;
	readonly #died: Promise<never>;
	readonly #die: (cause: WorkerDied) => void;
	readonly #watch: ReturnType<typeof setInterval>;
	#beats = 0;
	#misses = 0;

	constructor() {
		const { promise, reject } = Promise.withResolvers<never>();
		promise.catch(() => undefined); // it may die while nobody is waiting
		this.#died = promise;
		this.#die = reject;
		this.#worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
		this.#worker.addEventListener('error', (event) => {
			event.preventDefault();
			this.#die(new WorkerDied(event.message || 'the worker could not start'));
		});
		this.#worker.addEventListener('messageerror', () =>
			this.#die(new WorkerDied('a message of the worker could not be read'))
		);
		this.#remote = wrap<WorkerApi>(this.#worker);
		void this.#remote.beat(proxy(() => this.lives()));
		this.#watch = setInterval(() => this.#look(), LOOK_MS);
	}

	/** @throws WorkerDied when the worker ends before it answers. */
	call<T>(ask: (api: Remote<WorkerApi>) => Promise<T>): Promise<T> {
		return Promise.race([ask(this.#remote), this.#died]);
	}

	/** Something was heard of it. */
	lives(): void {
		this.#beats++;
	}

	terminate(): void {
		clearInterval(this.#watch);
		this.#worker.terminate();
		this.#die(new WorkerDied('the worker was ended'));
	}

	/** Counts looks and not minutes: a laptop that slept wakes to one late look, not to a dead worker. */
	#look(): void {
		this.#misses = this.#beats === 0 ? this.#misses + 1 : 0;
		this.#beats = 0;
		if (this.#misses < MOST_MISSES) return;
		this.#die(new WorkerDied('the worker gives no sign of life'));
	}
}
