/** So many at a time: connections of one page to one server are few, and a narrow line is narrower shared. */

export class Seats {
	#free: number;
	readonly #waiting: (() => void)[] = [];

	constructor(number: number) {
		this.#free = number;
	}

	/** Those who came first sit first. @returns gives the seat back. @throws the signal's reason */
	async take(signal: AbortSignal): Promise<() => void> {
		if (this.#free === 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
		else this.#free -= 1;
		if (signal.aborted) this.#pass();
		signal.throwIfAborted();
		return () => this.#pass();
	}

	#pass(): void {
		const next = this.#waiting.shift();
		if (next) next();
		else this.#free += 1;
	}
}
