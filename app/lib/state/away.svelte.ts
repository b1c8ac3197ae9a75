/**
 * Recordings that a server hears instead of this device, each because a person asked for it. What was
 * asked is kept with the score, so a closed tab loses nothing: whoever opens the app next goes on. Of
 * several tabs one does, by a lock.
 */
import type { ScoreDocument } from '#music/document.ts';
import { fail, ok } from '#music/result.ts';
import type { Answer, FarEar, JobNews, Offer } from '#app/away/ports.ts';
import { keepHeard } from '#app/state/keep-heard.ts';
import { Seats } from '#app/state/seats.ts';
import type { AwayProgress, Job } from '#app/state/transcription.svelte.ts';
import type { Entry } from '#app/store/entry.ts';
import type { Locks } from '#app/store/locks.ts';
import type { Recordings } from '#app/store/recordings.ts';
import type { Scores } from '#app/store/scores.ts';
import type { Writer } from '#app/writing/client.ts';

interface Parts {
	/** For this person; empty for whoever it may be. */
	readonly open: (person: string) => Promise<FarEar>;
	readonly scores: Scores;
	readonly recordings: Recordings;
	readonly writer: Pick<Writer, 'write' | 'cardOf'>;
	readonly locks: Locks;
	readonly now: () => number;
	readonly newId: () => string;
	/** Resolves when it is worth trying again, or it is stopped; `times` in a row, from 1, and the seconds that the server asked for. */
	readonly pause: (times: number, said: number, signal: AbortSignal) => Promise<void>;
	readonly onHeard: (id: string) => void;
	readonly onSignedOut: () => void;
}

type Asked = NonNullable<Entry['away']>;

const lockOf = (id: string): string => `away ${id}`;

/** Nobody has to hear of these: they pass, or the person has signed out. */
const PASSING: ReadonlySet<string> = new Set(['offline', 'signed-out']);

export class Away {
	/** Null where no server listens, and until that is known. */
	offer = $state.raw<Offer | null>(null);
	jobs = $state.raw<readonly Job[]>([]);
	readonly #parts: Parts;
	readonly #stops = new Map<string, AbortController>();
	readonly #sending = new Seats(1);
	/** A browser has six connections to a server at most. */
	readonly #watching = new Seats(3);

	constructor(parts: Parts) {
		this.#parts = parts;
	}

	job(id: string): Job | undefined {
		return this.jobs.find((job) => job.id === id);
	}

	/** Asks whether the server listens, and calmly again until it does: its worker may be on its way. @returns stops */
	lookOut(): () => void {
		const stop = new AbortController();
		void this.#look(stop.signal).catch(reportError);
		return () => stop.abort();
	}

	/** Goes on with what this person has asked for, in this tab or another one. @returns stops */
	watch(person: string): () => void {
		const stopWatching = this.#parts.scores.watch(
			(entries) => {
				const asked = entries.filter(({ away, deleted }) => away?.person === person && !deleted);
				for (const entry of asked) if (!this.#stops.has(entry.id)) void this.#run(entry);
				for (const id of this.#stops.keys()) {
					// Another tab has brought it home, or has stopped it.
					if (!asked.some((entry) => entry.id === id)) this.#leave(id);
				}
			},
			() => {}
		);
		return () => {
			stopWatching();
			for (const id of [...this.#stops.keys()]) this.#leave(id);
		};
	}

	/** A person wants the server to hear it, and knows what is sent. */
	async start(id: string, person: string): Promise<void> {
		const away = { person, key: this.#parts.newId(), upload: null, job: null };
		// Why it was not heard before stays known: taken back, it is offered again.
		await this.#parts.scores.note(id, { state: 'waiting', away });
	}

	/** The recording stays here, and can be heard another time. */
	async stop(id: string): Promise<void> {
		const entry = await this.#parts.scores.entry(id);
		this.#leave(id);
		if (!entry?.away) return;
		await this.#parts.scores.note(id, { away: null });
		await this.#forget(entry, entry.away).catch(reportError);
	}

	async #look(signal: AbortSignal): Promise<void> {
		const ear = await this.#parts.open('');
		for (let times = 1; !signal.aborted; times++) {
			const answer = await ear.offer(signal);
			if (answer.ok) this.offer = answer.value;
			if (this.offer || (!answer.ok && !PASSING.has(answer.error.code))) return;
			await this.#parts.pause(times, (!answer.ok && answer.error.wait) || 0, signal);
		}
	}

	async #run({ id, title }: Entry): Promise<void> {
		const stop = new AbortController();
		this.#stops.set(id, stop);
		this.jobs = [...this.jobs, { id, title, progress: null, score: null }];
		const { locks } = this.#parts;
		try {
			let release = await locks.take(lockOf(id));
			while (!release) {
				await locks.freed(lockOf(id));
				stop.signal.throwIfAborted();
				release = await locks.take(lockOf(id));
			}
			try {
				await this.#hear(id, stop.signal);
			} finally {
				release();
			}
		} catch (cause) {
			if (!stop.signal.aborted) {
				await this.#refuse(id, 'away-failed');
				reportError(cause);
			}
		}
		if (this.#stops.get(id) === stop) this.#leave(id);
	}

	async #hear(id: string, signal: AbortSignal): Promise<void> {
		const { scores } = this.#parts;
		const entry = await scores.entry(id);
		if (!entry?.away) return;
		const ear = await this.#parts.open(entry.away.person);
		const asked = entry.away.job ? ok(entry.away.job) : await this.#send(ear, entry, signal);
		if (!asked.ok) return this.#refuse(id, asked.error.code);
		const leave = await this.#watching.take(signal);
		try {
			await this.#bring(ear, id, asked.value, signal);
		} finally {
			leave();
		}
	}

	/** @returns the job, which is remembered; a failure that is final is not noted yet */
	async #send(ear: FarEar, entry: Entry, signal: AbortSignal): Promise<Answer<string>> {
		const { scores, recordings } = this.#parts;
		const { id, recording } = entry;
		const file = recording && (await recordings.read(recording));
		const document = await scores.read(id);
		if (!entry.away || !file || !file.ok || !document.ok) return fail({ code: 'missing' });
		let { away } = entry;
		const note = async (change: Partial<Asked>): Promise<void> => {
			away = { ...away, ...change };
			await scores.note(id, { away });
		};
		const leave = await this.#sending.take(signal);
		try {
			const { key } = away;
			const sent = await this.#patiently(id, signal, (moved) => {
				if (away.upload) return Promise.resolve(ok(away.upload));
				const onShare = (done: number): void => {
					moved();
					this.#update(id, { part: 'sending', done });
				};
				const onCut = (): void => this.#update(id, { offline: true });
				return ear.send(file.value, recording, { signal, onShare, onCut });
			});
			if (!sent.ok) return sent;
			await note({ upload: sent.value });
			const { hearing, writing, title } = document.value;
			const request = { upload: sent.value, title, settings: { hearing, writing }, key };
			const job = await this.#patiently(id, signal, () => ear.ask(request, signal));
			if (job.ok) await note({ job: job.value });
			return job;
		} finally {
			leave();
		}
	}

	async #bring(ear: FarEar, id: string, job: string, signal: AbortSignal): Promise<void> {
		const { onHeard } = this.#parts;
		const end = await this.#patiently(id, signal, (moved) => {
			const onNews = (news: JobNews): void => {
				moved();
				this.#update(id, { part: news.part, done: news.done });
			};
			return ear.watch(job, onNews, signal);
		});
		if (!end.ok) return this.#refuse(id, end.error.code);
		if (end.value.state === 'cancelled') return this.stop(id);
		if (end.value.state === 'failed') return this.#refuse(id, end.value.failure ?? 'away-failed');
		const result = await this.#patiently(id, signal, () => ear.result(job, signal));
		if (!result.ok) return this.#refuse(id, result.error.code);
		const kept = await keepHeard(this.#parts, id, heardIn(result.value), () => Promise.resolve(0));
		if (!kept.ok) return this.#refuse(id, kept.error.code);
		onHeard(id);
	}

	/** Tries again for as long as only the connection is missing, sooner when it has moved on between. */
	async #patiently<T>(
		id: string,
		signal: AbortSignal,
		attempt: (moved: () => void) => Promise<Answer<T>>
	): Promise<Answer<T>> {
		for (let failures = 1; ; failures++) {
			const answer = await attempt(() => (failures = 0));
			signal.throwIfAborted();
			if (answer.ok || !PASSING.has(answer.error.code)) return answer;
			if (answer.error.code === 'signed-out') this.#parts.onSignedOut();
			this.#update(id, { offline: answer.error.code === 'offline' });
			await this.#parts.pause(Math.max(failures, 1), answer.error.wait ?? 0, signal);
			signal.throwIfAborted();
		}
	}

	#update(id: string, change: Partial<AwayProgress>): void {
		this.jobs = this.jobs.map((job) => {
			if (job.id !== id) return job;
			const before = job.progress?.stage === 'away' ? job.progress : SENDING;
			return { ...job, progress: { ...before, offline: false, ...change } };
		});
	}

	async #refuse(id: string, failure: string): Promise<void> {
		const entry = await this.#parts.scores.entry(id);
		await this.#parts.scores.note(id, { state: 'failed', failure, away: null });
		if (entry?.away?.upload) void this.#forget(entry, entry.away).catch(reportError);
	}

	async #forget({ recording }: Entry, { person, upload, job }: Asked): Promise<void> {
		if (!recording) return;
		const file = await this.#parts.recordings.read(recording);
		const ear = await this.#parts.open(person);
		await ear.forget({ name: recording, upload, job }, file.ok ? file.value : null);
	}

	#leave(id: string): void {
		this.#stops.get(id)?.abort();
		this.#stops.delete(id);
		this.jobs = this.jobs.filter((job) => job.id !== id);
	}
}

const SENDING: AwayProgress = { stage: 'away', part: 'sending', done: 0, offline: false };

const heardIn = ({ source, notes }: ScoreDocument) => ({
	seconds: source.seconds,
	endsEarly: source.endsEarly,
	notes
});
