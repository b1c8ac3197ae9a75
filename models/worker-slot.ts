/** Room for one worker: made when it is needed, one job at a time, let go when it has long been idle. */
import { LiveWorker } from '#models/live-worker.ts';

/** How long an idle worker may keep the model and the memory it holds. */
const IDLE_MS = 30_000;

export class WorkerSlot {
	#live: LiveWorker | undefined;
	#idle: ReturnType<typeof setTimeout> | undefined;
	#last: Promise<unknown> = Promise.resolve();

	get worker(): LiveWorker {
		return (this.#live ??= new LiveWorker());
	}

	/** Runs `job` when those before it are done. @throws the signal's reason, and what the job throws. */
	next<T>(signal: AbortSignal | null, job: () => Promise<T>): Promise<T> {
		const turn = this.#last.then(async () => {
			signal?.throwIfAborted();
			clearTimeout(this.#idle);
			try {
				return await job();
			} finally {
				this.#idle = setTimeout(() => this.end(), IDLE_MS);
			}
		});
		this.#last = turn.catch(() => undefined);
		return turn;
	}

	/** Ends the worker at once; the next job makes another. */
	end(): void {
		clearTimeout(this.#idle);
		this.#live?.terminate();
		this.#live = undefined;
	}
}
