/** The door: a file comes in, is kept, and becomes a score that waits to be heard. */
import { NOTHING_SAID, titleFrom } from '#music/details.ts';
import { ScoreDocument } from '#music/document.ts';
import { fail, ok, type Result } from '#music/result.ts';
import { DEFAULT_HEARING, DEFAULT_WRITING, type WriteSettings } from '#music/settings.ts';
import { storedWriting } from '#music/stored.ts';
import { playedIn, writingOf } from '#app/store/brands.ts';
import { summarise } from '#app/store/entry.ts';
import type { StoreFailure } from '#app/store/failure.ts';
import type { Recordings } from '#app/store/recordings.ts';
import type { Scores } from '#app/store/scores.ts';
import type { Transcription } from '#app/state/transcription.svelte.ts';
import type { Writer } from '#app/writing/client.ts';

export interface IntakeFailure {
	readonly code: StoreFailure['code'] | 'empty' | 'not-a-score';
}

/** What is known of a recording beforehand. */
export interface Known {
	readonly title?: string;
	/** Settings that a person would otherwise choose in the inspector. */
	readonly writing?: Partial<WriteSettings>;
}

interface Parts {
	readonly scores: Scores;
	readonly recordings: Recordings;
	readonly transcription: Pick<Transcription, 'start'>;
	readonly writer: Pick<Writer, 'write' | 'cardOf'>;
	readonly now: () => number;
	readonly newId: () => string;
}

export class Intake {
	readonly #parts: Parts;

	constructor(parts: Parts) {
		this.#parts = parts;
	}

	/** @returns the id of the score that the file became */
	take(file: File, known: Known = {}): Promise<Result<string, IntakeFailure>> {
		const isScore = file.type === 'application/json' || file.name.toLowerCase().endsWith('.json');
		return isScore ? this.#restore(file) : this.#record(file, known);
	}

	async #record(file: File, known: Known): Promise<Result<string, IntakeFailure>> {
		if (file.size === 0) return fail({ code: 'empty' });
		const title = known.title ?? titleFrom(file.name);
		const { scores, recordings, transcription, now, newId } = this.#parts;
		const recording = newId();
		// Kept before anything is heard: a tab that closes loses nothing.
		const kept = await recordings.keep(recording, file);
		if (!kept.ok) return kept;
		const document: ScoreDocument = {
			version: 3,
			id: newId(),
			title,
			...NOTHING_SAID,
			created: now(),
			changed: now(),
			source: { fileName: file.name, seconds: 0, endsEarly: false },
			hearing: { ...DEFAULT_HEARING },
			writing: storedWriting({ ...DEFAULT_WRITING, ...known.writing }),
			notes: [],
			corrections: []
		};
		const listed = await scores.put(document, undefined, {
			state: 'waiting',
			recording,
			recordingBytes: file.size
		});
		if (!listed.ok) return listed;
		transcription.start(document.id, title);
		return ok(document.id);
	}

	/** A score that was exported comes back as a new one, so that nothing is overwritten. */
	async #restore(file: File): Promise<Result<string, IntakeFailure>> {
		const parsed = ScoreDocument.safeParse(await readJson(file));
		if (!parsed.success) return fail({ code: 'not-a-score' });
		const { scores, writer, now, newId } = this.#parts;
		const taken = await scores.read(parsed.data.id);
		const isNew = !taken.ok && taken.error.code === 'missing';
		const document = {
			...parsed.data,
			id: isNew ? parsed.data.id : newId(),
			// What a command line or a server has made was never kept before.
			created: parsed.data.created || now(),
			changed: now()
		};
		// Written once for what the library says of it: instrument, key, metre.
		const score =
			document.notes.length > 0
				? await writer.write(`door ${document.id}`, playedIn(document), writingOf(document))
				: null;
		const kept = await scores.put(document, score ? summarise(score) : undefined, {
			opened: now(),
			card: score && writer.cardOf(score)
		});
		return kept.ok ? ok(document.id) : kept;
	}
}

async function readJson(file: File): Promise<unknown> {
	try {
		return JSON.parse(await file.text()) as unknown;
	} catch {
		return undefined; // not JSON, so not a score: the parse that follows says so
	}
}
