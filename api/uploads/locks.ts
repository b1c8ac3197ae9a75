/**
 * One request at a time for each upload, in turn. Who comes asks the one before to end, as tus
 * wants it: after a lost connection the old request may still wait for bytes that will not come.
 * (The locker of @tus/server waits by asking again and again, with a whole core.)
 */

interface Turn {
	/** Asks the one whose turn it is to end. */
	readonly end: () => void;
	/** When it has. */
	readonly over: Promise<void>;
}

/** How long somebody may wait for the turn, in milliseconds. */
const PATIENCE = 30_000;

/** The shape is that of `Locker` in @tus/utils. */
export class Locks {
	readonly #last = new Map<string, Turn>();
	readonly #late: () => unknown;

	/** @param late what to throw when the one before does not end */
	constructor(late: () => unknown) {
		this.#late = late;
	}

	newLock(id: string): {
		lock(signal: AbortSignal, end: () => void | Promise<void>): Promise<void>;
		unlock(): Promise<void>;
	} {
		let done: () => void = () => {};
		return {
			lock: async (signal, end) => {
				const before = this.#last.get(id);
				const over = new Promise<void>((resolve) => (done = resolve));
				const turn: Turn = {
					end: () => void end(),
					over: Promise.all([before?.over, over]).then(() => {})
				};
				this.#last.set(id, turn);
				void turn.over.then(() => this.#last.get(id) === turn && this.#last.delete(id));
				before?.end();
				if (await inTime(before?.over, signal)) return;
				done();
				throw this.#late();
			},
			unlock: async () => done()
		};
	}
}

async function inTime(over: Promise<void> | undefined, signal: AbortSignal): Promise<boolean> {
	if (!over) return true;
	return new Promise((resolve) => {
		const answer = (came: boolean): void => {
			clearTimeout(timer);
			signal.removeEventListener('abort', gone);
			resolve(came);
		};
		const gone = (): void => answer(false);
		const timer = setTimeout(gone, PATIENCE);
		signal.addEventListener('abort', gone);
		void over.then(() => answer(true));
	});
}
