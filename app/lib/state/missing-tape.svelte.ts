/** The recording of one score that is in the account and not on this device: looked for, and fetched. */
import type { Result } from '#music/result.ts';
import type { StoreFailure } from '#app/store/failure.ts';
import type { TapeTransport } from '#app/sync/tape-transport.ts';

interface Parts {
	/** Loaded when there is something to get. */
	readonly open: () => Promise<Pick<TapeTransport, 'list' | 'get'>>;
	readonly keep: (id: string, file: File) => Promise<Result<void, StoreFailure>>;
	/** Fetched without being asked for. */
	readonly eager: () => boolean;
}

/** `none`: there is nothing to offer. `away`: it was there, and could not be fetched just now. */
type Stage = 'none' | 'there' | 'getting' | 'away' | 'gone' | 'no-room';

export class MissingTape {
	stage = $state.raw<Stage>('none');
	/** The id of what has come. */
	came = $state.raw<string | null>(null);
	readonly #parts: Parts;
	#id: string | null = null;
	#stop = new AbortController();

	constructor(parts: Parts) {
		this.#parts = parts;
	}

	/** @param id of the recording that another device heard. @returns stops */
	watch(id: string): () => void {
		this.#id = id;
		this.#stop = new AbortController();
		const { signal } = this.#stop;
		void this.#quietly(signal, async () => {
			const list = await (await this.#parts.open()).list(signal);
			if (!list.ok || !list.value.includes(id)) return;
			this.stage = 'there';
			if (this.#parts.eager()) await this.#fetch(id, signal);
		});
		return () => {
			this.#stop.abort();
			this.stage = 'none';
		};
	}

	get(): void {
		const id = this.#id;
		const { signal } = this.#stop;
		if (id && this.stage !== 'getting') void this.#quietly(signal, () => this.#fetch(id, signal));
	}

	async #fetch(id: string, signal: AbortSignal): Promise<void> {
		this.stage = 'getting';
		const file = await (await this.#parts.open()).get(id, signal);
		if (!file.ok) this.stage = 'away';
		else if (!file.value) this.stage = 'gone';
		else {
			const kept = await this.#parts.keep(id, file.value);
			if (kept.ok) this.came = id;
			this.stage = kept.ok ? 'none' : 'no-room';
		}
	}

	/** Leaving the page is no mistake. */
	async #quietly(signal: AbortSignal, work: () => Promise<void>): Promise<void> {
		try {
			await work();
		} catch (cause) {
			if (!signal.aborted) throw cause;
		}
	}
}
