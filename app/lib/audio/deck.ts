/**
 * The recording that the player has in hand. One on this device is opened at once; one on the
 * server when somebody presses play, and again with the next press where it could not be reached.
 */
import { openTape, type Tape, type TapeFailure, type TapeSource } from '#app/audio/recording.ts';

export class Deck {
	readonly #onLost: () => void;
	#source: TapeSource | null = null;
	#tape: Tape | null = null;
	#reaching: Promise<TapeFailure | null> | null = null;

	/** @param onLost the recording could not be read on: what plays goes on without it */
	constructor(onLost: () => void) {
		this.#onLost = onLost;
	}

	get tape(): Tape | null {
		return this.#tape;
	}

	/** There is a recording on the server that has not been opened. */
	get away(): boolean {
		return typeof this.#source === 'string' && !this.#tape;
	}

	/** Takes another recording. @returns why it cannot be played */
	async load(source: TapeSource | null, signal: AbortSignal): Promise<TapeFailure | null> {
		const opened = source instanceof Blob ? await openTape(source) : null;
		if (signal.aborted) {
			if (opened?.ok) opened.value.close();
			return null;
		}
		this.close();
		this.#source = source;
		this.#tape = opened?.ok ? opened.value : null;
		return opened && !opened.ok ? opened.error : null;
	}

	/** Opens the recording that is away. @returns why it cannot be played */
	async reach(): Promise<TapeFailure | null> {
		return (this.#reaching ??= this.#reach().finally(() => (this.#reaching = null)));
	}

	async #reach(): Promise<TapeFailure | null> {
		const source = this.#source;
		if (typeof source !== 'string') return null;
		const opened = await openTape(source, () => {
			if (this.#source !== source) return;
			this.#tape?.close();
			this.#tape = null;
			this.#onLost();
		});
		if (!opened.ok) return opened.error;
		if (this.#source === source) this.#tape = opened.value;
		else opened.value.close();
		return null;
	}

	close(): void {
		this.#tape?.close();
		this.#tape = null;
		this.#source = null;
	}
}
