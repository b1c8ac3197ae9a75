/**
 * Recordings on their way to becoming notes: one is heard at a time, the others
 * wait their turn. The recording is already kept when it gets here, so
 * whatever happens, it can be listened to again.
 */
import type { Transcriber } from '#models/client.ts';
import type { ListenCode as EarCode, Listened, ListenProgress } from '#models/listened.ts';
import type { ScoreDocument } from '#music/document.ts';
import type { Result } from '#music/result.ts';
import type { PlayedNote } from '#music/note.ts';
import type { Score } from '#music/score/score.ts';
import { storedNotes } from '#music/stored.ts';
import { fallbackDecode } from '#app/audio/fallback-decode.ts';
import type { HeavyFailure } from '#app/assets/heavy.ts';
import type { AwayCode, Part } from '#app/away/ports.ts';
import { keepHeard } from '#app/state/keep-heard.ts';
import { writingOf } from '#app/store/brands.ts';
import type { StoreFailure } from '#app/store/failure.ts';
import type { Recordings } from '#app/store/recordings.ts';
import type { Scores } from '#app/store/scores.ts';
import type { Turns } from '#app/state/turns.svelte.ts';
import type { Writer } from '#app/writing/client.ts';

export type ListenCode = EarCode | StoreFailure['code'] | AwayCode | 'offline' | 'damaged';

/** How far the server is with it. */
export interface AwayProgress {
	readonly stage: 'away';
	readonly part: Part;
	/** Share of `part` while it is sent, then of the whole job, 0–1. */
	readonly done: number;
	/** There is no connection just now. */
	readonly offline: boolean;
}

export interface Job {
	/** The score's id. */
	readonly id: string;
	readonly title: string;
	/** Null while it waits for another one. */
	readonly progress: ListenProgress | AwayProgress | null;
	/** What has been heard so far, already written. */
	readonly score: Score | null;
}

/** A recording that could not be heard, and why. */
export interface Refused {
	readonly id: string;
	readonly title: string;
	readonly code: ListenCode;
	/** Whether the recording stays in the library. */
	readonly kept: boolean;
}

/**
 * Until when the first page is written while the rest is heard, seconds. A few times and not
 * further than a page: drawing is work for the thread that must stay free.
 */
const PREVIEWS = [6, 14, 30] as const;

/** There was no sound in it at all, so there is nothing to keep. */
const NOT_A_RECORDING: ReadonlySet<string> = new Set(['empty', 'not-audio']);

interface Parts {
	readonly transcriber: Pick<Transcriber, 'listen'>;
	/** Brings the ear's big files here, when they are not. */
	readonly prepare: (
		signal: AbortSignal,
		onProgress: (done: number) => void
	) => Promise<Result<void, HeavyFailure>>;
	readonly writer: Pick<Writer, 'write' | 'cardOf'>;
	readonly scores: Scores;
	readonly recordings: Recordings;
	/** Another tab may be hearing the same recording. */
	readonly turns: Pick<Turns, 'take'>;
	readonly now: () => number;
	/** Which engine listens is known, or another one does. */
	readonly onEngine: () => void;
	/** Called with each score that was heard to its end and kept. */
	readonly onHeard: (id: string) => void;
}

export class Transcription {
	jobs = $state.raw<readonly Job[]>([]);
	/** The last one that failed, until it is dismissed. */
	refused = $state.raw<Refused | null>(null);
	readonly #parts: Parts;
	readonly #stops = new Map<string, AbortController>();
	/** What gives each job's turn back; null when another tab has it. */
	readonly #turns = new Map<string, Promise<(() => void) | null>>();
	#running = false;

	constructor(parts: Parts) {
		this.#parts = parts;
	}

	job(id: string): Job | undefined {
		return this.jobs.find((job) => job.id === id);
	}

	/** Puts a kept recording in the queue; does nothing when it is there already. */
	start(id: string, title: string): void {
		if (this.job(id)) return;
		if (this.refused?.id === id) this.refused = null;
		this.jobs = [...this.jobs, { id, title, progress: null, score: null }];
		this.#stops.set(id, new AbortController());
		this.#turns.set(id, this.#parts.turns.take(id));
		void this.#run();
	}

	/** The recording stays, and can be heard another time. */
	stop(id: string): void {
		if (this.refused?.id === id) this.refused = null;
		this.#stops.get(id)?.abort();
		this.#leave(id);
	}

	dismiss(): void {
		this.refused = null;
	}

	async #run(): Promise<void> {
		if (this.#running) return;
		this.#running = true;
		try {
			for (let job = this.jobs[0]; job; job = this.jobs[0]) {
				const stop = this.#stops.get(job.id);
				const signal = stop?.signal;
				try {
					const mine = await this.#turns.get(job.id);
					if (mine && signal && !signal.aborted) await this.#hear(job, signal);
				} catch (cause) {
					if (!signal?.aborted) {
						await this.#refuse(job, 'crashed');
						reportError(cause);
					}
				}
				// Stopped and begun again meanwhile, it is another job now.
				if (this.#stops.get(job.id) === stop) this.#leave(job.id);
			}
		} finally {
			this.#running = false;
		}
	}

	async #hear(job: Job, signal: AbortSignal): Promise<void> {
		const { transcriber, prepare, scores, recordings } = this.#parts;
		const document = await scores.read(job.id);
		const entry = await scores.entry(job.id);
		if (!document.ok) return this.#refuse(job, document.error.code);
		if (!entry?.recording) return this.#refuse(job, 'missing');
		const file = await recordings.read(entry.recording);
		if (!file.ok) return this.#refuse(job, file.error.code);

		const prepared = await prepare(signal, (done) =>
			this.#update(job.id, { progress: loading(done) })
		);
		if (!prepared.ok) return this.#refuse(job, prepared.error.code);

		let engine: ListenProgress['engine'] = null;
		const heard = await transcriber.listen(file.value, {
			signal,
			hearing: document.value.hearing,
			onProgress: (progress) => {
				if (progress.engine !== engine) this.#parts.onEngine();
				({ engine } = progress);
				this.#update(job.id, { progress });
			},
			fallbackDecode,
			onNotes: this.#preview(job.id, document.value)
		});
		if (signal.aborted) return;
		if (!heard.ok) return this.#refuse(job, heard.error.code);
		await this.#keep(job, entry.recording, heard.value);
	}

	async #keep(job: Job, recording: string, heard: Listened): Promise<void> {
		const { recordings, onHeard } = this.#parts;
		const { seconds, endsEarly } = heard;
		const made = { seconds, endsEarly, notes: storedNotes(heard.notes) };
		const kept = await keepHeard(this.#parts, job.id, made, async () => {
			const hearing = await recordings.keepHearing(recording, heard);
			return hearing.ok ? hearing.value : 0;
		});
		if (!kept.ok) return this.#refuse(job, kept.error.code);
		onHeard(job.id);
	}

	#preview(
		id: string,
		document: ScoreDocument
	): (notes: readonly PlayedNote[], until: number) => void {
		let next = 0;
		return (notes, until) => {
			const due = PREVIEWS.findLastIndex((seconds) => seconds <= until);
			if (due < next || notes.length === 0) return;
			next = due + 1;
			const first = notes.filter((note) => note.start < PREVIEWS[due]!);
			void this.#parts.writer.write(id, first, writingOf(document)).then((score) => {
				if (score) this.#update(id, { score });
			});
		};
	}

	async #refuse(job: Job, code: ListenCode): Promise<void> {
		const kept = !NOT_A_RECORDING.has(code) && code !== 'missing';
		this.refused = { id: job.id, title: job.title, code, kept };
		if (kept) await this.#parts.scores.note(job.id, { state: 'failed', failure: code });
		else {
			await this.#parts.scores.bin(job.id, 0);
			await this.#parts.scores.emptyBin(0);
		}
	}

	#update(id: string, change: Partial<Job>): void {
		this.jobs = this.jobs.map((job) => (job.id === id ? { ...job, ...change } : job));
	}

	#leave(id: string): void {
		void this.#turns.get(id)?.then((giveBack) => giveBack?.());
		this.#turns.delete(id);
		this.#stops.delete(id);
		this.jobs = this.jobs.filter((job) => job.id !== id);
	}
}

const loading = (done: number): ListenProgress => ({
	stage: 'loading',
	done,
	secondsLeft: null,
	engine: null
});
