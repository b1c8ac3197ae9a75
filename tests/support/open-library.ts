/** A library on a real database of its own, with an ear that says what a test tells it to. */
import type { ListenCode, Listened } from '#models/listened.ts';
import type { Transcriber } from '#models/client.ts';
import { CONTOUR_BINS, KEYS } from '#models/activations.ts';
import { cardOf } from '#music/card/card-of.ts';
import { NOTHING_SAID } from '#music/details.ts';
import type { ScoreDocument } from '#music/document.ts';
import type { PlayedNote } from '#music/note.ts';
import { fail, ok, type Result } from '#music/result.ts';
import { DEFAULT_HEARING, DEFAULT_WRITING } from '#music/settings.ts';
import { seconds } from '#music/time.ts';
import { writeScore } from '#music/write.ts';
import { storedNotes, storedWriting } from '#music/stored.ts';
import { Database } from '#app/store/db.ts';
import type { Entry } from '#app/store/entry.ts';
import { Recordings } from '#app/store/recordings.ts';
import { Scores } from '#app/store/scores.ts';
import type { Writer } from '#app/writing/client.ts';

export interface OpenLibrary {
	readonly db: Database;
	readonly scores: Scores;
	readonly recordings: Recordings;
	/** The library as it stands, once. */
	entries(): Promise<readonly Entry[]>;
	close(): Promise<void>;
}

export function openLibrary(): OpenLibrary {
	const db = new Database(`test ${crypto.randomUUID()}`);
	const scores = new Scores(db);
	return {
		db,
		scores,
		recordings: new Recordings(db),
		entries: () =>
			new Promise((resolve, reject) => {
				const stop = scores.watch(
					(entries) => {
						resolve(entries);
						queueMicrotask(() => stop());
					},
					() => reject(new Error('the library could not be listed'))
				);
			}),
		close: () => db.delete({ disableAutoOpen: true })
	};
}

/** Writes on this thread, and remembers nothing. */
export const writer: Pick<Writer, 'write' | 'cardOf'> = {
	write: (_purpose, notes, settings) => Promise.resolve(writeScore(notes, settings)),
	cardOf: (score) => cardOf(score, [])
};

export const document = (title: string, notes: readonly PlayedNote[] = []): ScoreDocument => ({
	version: 3,
	id: crypto.randomUUID(),
	title,
	...NOTHING_SAID,
	created: 1,
	changed: 1,
	source: { fileName: 'take.wav', seconds: 4, endsEarly: false },
	hearing: { ...DEFAULT_HEARING },
	writing: storedWriting(DEFAULT_WRITING),
	notes: storedNotes(notes),
	corrections: []
});

const listened = (notes: readonly PlayedNote[]): Listened => ({
	activations: {
		frames: 1,
		note: new Uint8Array(KEYS),
		onset: new Uint8Array(KEYS),
		contour: new Uint8Array(CONTOUR_BINS)
	},
	seconds: seconds(4),
	peaks: new Float32Array(8),
	endsEarly: false,
	engine: 'onnx-wasm',
	notes
});

interface Asked {
	readonly file: Blob;
	readonly signal: AbortSignal;
	hears(notes: readonly PlayedNote[]): void;
	failsWith(code: ListenCode): void;
	breaks(cause: Error): void;
}

/** An ear that waits to be told what it hears. */
export class ToldEar implements Pick<Transcriber, 'listen'> {
	readonly asked: Asked[] = [];

	listen: Transcriber['listen'] = (file, { signal }) =>
		new Promise<Result<Listened, { code: ListenCode }>>((resolve, reject) => {
			signal.addEventListener('abort', () => reject(signal.reason as Error));
			this.asked.push({
				file,
				signal,
				hears: (notes) => resolve(ok(listened(notes))),
				failsWith: (code) => resolve(fail({ code })),
				breaks: reject
			});
		});
}
