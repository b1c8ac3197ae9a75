/** One take, as the page sees it: asked for, running, paused, finished, or why not. */
import type { RecordFailure, RecordHandlers, Recording, RecordSource } from '#app/audio/record.ts';
import type { TakeKeeper } from '#app/state/kept-takes.svelte.ts';
import type { Result } from '#music/result.ts';

export type Take =
	| { readonly stage: 'idle' }
	| { readonly stage: 'starting' }
	| { readonly stage: 'running' | 'paused' | 'saving'; readonly limited: boolean }
	| { readonly stage: 'failed'; readonly code: RecordFailure['code'] };

type SoundRecording = Pick<
	Recording,
	'seconds' | 'paused' | 'level' | 'pause' | 'resume' | 'finish' | 'cancel'
>;

export interface RecorderOptions {
	readonly start: (
		source: RecordSource,
		handlers: RecordHandlers,
		signal: AbortSignal
	) => Promise<Result<SoundRecording, RecordFailure>>;
	/** What a take is called, without a file's ending. */
	readonly name: (source: RecordSource) => string;
	/** Calls back before the next picture is drawn, and returns what cancels it. */
	readonly nextFrame: (callback: () => void) => () => void;
	/** The disk's side of a take that begins now. */
	readonly keep: () => TakeKeeper;
	/** The finished take. @returns whether it is in the library */
	readonly onFile: (file: File) => Promise<boolean>;
}

/** How fast the meter falls, share of its height a picture: quick up, slow down, as meters do. */
const FALL = 0.94;
/** After this long without sound, say so; seconds. */
const QUIET_SECONDS = 3;
const QUIET = 0.01;
const CLIPPING = 0.99;

export class Recorder {
	take = $state.raw<Take>({ stage: 'idle' });
	source = $state.raw<RecordSource>('microphone');
	seconds = $state.raw(0);
	/** 0–1. */
	level = $state.raw(0);
	hint = $state.raw<'quiet' | 'clipping' | null>(null);

	readonly #options: RecorderOptions;
	#recording: SoundRecording | null = null;
	#keeper: TakeKeeper | null = null;
	#asked = new AbortController();
	#cancelFrame = (): void => {};
	#heardAt = 0;
	#clippedAt = -Infinity;

	constructor(options: RecorderOptions) {
		this.#options = options;
	}

	/** Must be called from a person's gesture. */
	async start(source: RecordSource): Promise<void> {
		this.cancel();
		this.source = source;
		this.take = { stage: 'starting' };
		this.#asked = new AbortController();
		const { signal } = this.#asked;
		const handlers: RecordHandlers = {
			onChunk: (chunk) => {
				// The browser hands over a last piece of what was thrown away.
				if (!signal.aborted) (this.#keeper ??= this.#options.keep()).add(chunk);
			},
			onEnded: (why) => void this.#ended(why)
		};
		const started = await this.#options.start(source, handlers, signal).catch((cause: unknown) => {
			if (signal.aborted) return null;
			throw cause;
		});
		if (!started) return;
		if (!started.ok) {
			this.take = { stage: 'failed', code: started.error.code };
			return;
		}
		this.#recording = started.value;
		this.#heardAt = 0;
		this.take = { stage: 'running', limited: false };
		this.#follow();
	}

	pause(): void {
		this.#recording?.pause();
		this.take = { stage: 'paused', limited: false };
	}

	resume(): void {
		this.#recording?.resume();
		this.#heardAt = this.seconds;
		this.take = { stage: 'running', limited: false };
	}

	/** Ends the take and hands it over. */
	async use(limited = false): Promise<void> {
		const recording = this.#recording;
		if (!recording) return;
		this.#recording = null;
		this.#cancelFrame();
		this.take = { stage: 'saving', limited };
		const finished = await recording.finish(this.#options.name(this.source));
		const keeper = this.#keeper;
		this.#keeper = null;
		if (!finished.ok) {
			this.take = { stage: 'failed', code: finished.error.code };
			return keeper?.drop();
		}
		try {
			// The take leaves its own place only once it has another.
			if (await this.#options.onFile(finished.value)) await keeper?.drop();
			else keeper?.leave();
		} finally {
			this.take = { stage: 'idle' };
		}
	}

	/** Throws away what there is. */
	cancel(): void {
		this.#asked.abort();
		this.#cancelFrame();
		this.#recording?.cancel();
		this.#recording = null;
		void this.#keeper?.drop();
		this.#keeper = null;
		this.take = { stage: 'idle' };
		this.seconds = 0;
		this.level = 0;
		this.hint = null;
	}

	/** A take that ends by itself is kept. */
	async #ended(why: 'limit' | 'source'): Promise<void> {
		await this.use(why === 'limit');
	}

	#follow(): void {
		this.#cancelFrame = this.#options.nextFrame(() => {
			const recording = this.#recording;
			if (!recording) return;
			const level = recording.paused ? 0 : recording.level();
			this.seconds = recording.seconds;
			this.level = Math.max(level, this.level * FALL);
			if (level > QUIET) this.#heardAt = this.seconds;
			if (level >= CLIPPING) this.#clippedAt = this.seconds;
			this.hint = this.#hintNow();
			this.#follow();
		});
	}

	#hintNow(): Recorder['hint'] {
		if (this.seconds - this.#clippedAt < 2) return 'clipping';
		return this.seconds - this.#heardAt > QUIET_SECONDS ? 'quiet' : null;
	}
}
