/**
 * The page's side of the ear: one worker listens, one recording at a time, and
 * another reads notes from activations, so that a knob never waits for a recording.
 *
 * To cancel is to terminate the worker: a GPU call cannot be interrupted, and
 * the model is small enough that starting over costs less than waiting. A worker
 * that dies or falls silent is replaced, and its successor goes on from the last
 * window that was heard.
 */
import { proxy } from 'comlink';
import type { Activations } from '#models/activations.ts';
import { Checkpoint } from '#models/checkpoint.ts';
import { EAR_FILES, type EarFiles } from '#models/engine/files.ts';
import type { Trial } from '#models/engine/select.ts';
import type {
	DecodedSound,
	Listened,
	ListenFailure,
	ListenProgress,
	ListenRequest
} from '#models/listened.ts';
import { WorkerDied } from '#models/live-worker.ts';
import { recall, remember, type Memory } from '#models/memory.ts';
import { WorkerSlot } from '#models/worker-slot.ts';
import type { PlayedNote } from '#music/note.ts';
import type { Reading } from '#music/readings.ts';
import { fail, type Result } from '#music/result.ts';
import type { HearSettings } from '#music/settings.ts';
import type { Seconds } from '#music/time.ts';

export type { Listened, ListenFailure, ListenProgress } from '#models/listened.ts';

export interface ListenJob {
	/** Cancels: the promise rejects with the signal's reason. */
	readonly signal: AbortSignal;
	readonly hearing: HearSettings;
	readonly onProgress?: (progress: ListenProgress) => void;
	/** Notes so far, each second or two; all that begin before `until` are there. */
	readonly onNotes?: (notes: readonly PlayedNote[], until: Seconds) => void;
	/** Asked when no worker can decode the file: `decodeAudioData` exists on the page only. Null: it cannot either. */
	readonly fallbackDecode?: (blob: Blob, signal: AbortSignal) => Promise<DecodedSound | null>;
}

interface Options {
	readonly files?: EarFiles;
	/** Where the engine that won is kept. */
	readonly memory?: Memory;
}

/** Deaths of the worker in one job after which the job is given up. */
const MOST_DEATHS = 3;

const MAY_BE_DECODED_BY_THE_PAGE: readonly ListenFailure['code'][] = [
	'not-audio',
	'unsupported-codec',
	'corrupt'
];

export class Transcriber {
	readonly #files: EarFiles;
	readonly #memory: Memory;
	readonly #listening = new WorkerSlot();
	readonly #reading = new WorkerSlot();
	#tried: readonly Trial[] = [];

	constructor({ files = EAR_FILES, memory = globalThis.localStorage }: Options = {}) {
		this.#files = files;
		this.#memory = memory;
		this.#tried = recall(memory, navigator.userAgent)?.tried ?? [];
	}

	/** What was tried when an engine was last chosen on this device, for the settings; empty before the first job. */
	get tried(): readonly Trial[] {
		return this.#tried;
	}

	/** Jobs wait for one another. @throws the signal's reason; bugs. */
	listen(source: Blob, job: ListenJob): Promise<Result<Listened, ListenFailure>> {
		return this.#listening.next(job.signal, () => this.#listen(source, job));
	}

	/** Reads the notes again, without the model. */
	hear(activations: Activations, hearing: HearSettings): Promise<readonly PlayedNote[]> {
		return this.#read(() => this.#reading.worker.call((api) => api.hear(activations, hearing)));
	}

	/** What else `notes[index]` may be, the likeliest first. */
	readings(
		activations: Activations,
		notes: readonly PlayedNote[],
		index: number
	): Promise<readonly Reading[]> {
		return this.#read(() =>
			this.#reading.worker.call((api) => api.readings(activations, notes, index))
		);
	}

	#read<T>(ask: () => Promise<T>): Promise<T> {
		return this.#reading.next(null, () =>
			ask().catch((cause: unknown) => {
				if (!(cause instanceof WorkerDied)) throw cause;
				this.#reading.end(); // it died while it was idle
				return ask();
			})
		);
	}

	/** Frees the workers at once; the next job makes another. */
	dispose(): void {
		this.#listening.end();
		this.#reading.end();
	}

	async #listen(source: Blob, job: ListenJob): Promise<Result<Listened, ListenFailure>> {
		if (source.size === 0) return fail({ code: 'empty' });
		const stop = (): void => this.#listening.end();
		job.signal.addEventListener('abort', stop);
		try {
			const first = await this.#untilDone(source, job);
			if (first.ok || !MAY_BE_DECODED_BY_THE_PAGE.includes(first.error.code)) return first;
			const decoded = await job.fallbackDecode?.(source, job.signal);
			job.signal.throwIfAborted();
			return decoded ? await this.#untilDone(decoded, job) : first;
		} finally {
			job.signal.removeEventListener('abort', stop);
		}
	}

	async #untilDone(
		source: Blob | DecodedSound,
		job: ListenJob
	): Promise<Result<Listened, ListenFailure>> {
		const checkpoint = new Checkpoint();
		for (let deaths = 0; ;) {
			try {
				return await this.#once(source, job, checkpoint);
			} catch (cause) {
				job.signal.throwIfAborted();
				if (!(cause instanceof WorkerDied)) throw cause;
				this.#listening.end();
				deaths++;
				if (deaths === MOST_DEATHS) return fail({ code: 'crashed', detail: cause.message });
			}
		}
	}

	#once(
		source: Blob | DecodedSound,
		{ hearing, onProgress, onNotes }: ListenJob,
		checkpoint: Checkpoint
	): Promise<Result<Listened, ListenFailure>> {
		const browser = navigator.userAgent;
		const request: ListenRequest = {
			source,
			hearing,
			remembered: recall(this.#memory, browser)?.engine ?? null,
			heard: checkpoint.whole()
		};
		checkpoint.clear();
		if (request.heard) checkpoint.add(request.heard);
		const { worker } = this.#listening;
		const events = proxy({
			progress: (progress: ListenProgress) => onProgress?.(progress),
			notes: (notes: readonly PlayedNote[], until: Seconds) => onNotes?.(notes, until),
			heard: (part: Activations) => {
				worker.lives();
				checkpoint.add(part);
			},
			engine: (engine: Listened['engine'], tried: readonly Trial[]) => {
				// An engine that was only remembered has not been tried again: what is known stays.
				if (tried.some(({ ms, reason }) => ms !== null || reason !== null)) this.#tried = tried;
				remember(this.#memory, browser, { engine, tried: this.#tried });
			}
		});
		return worker.call(async (api) => await api.listen(request, this.#files, events));
	}
}
