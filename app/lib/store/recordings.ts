/**
 * Recordings, kept compressed as they came, and what the network said about
 * them. Copies of a score share both, so a copy costs no room.
 */
import type { Activations } from '#models/activations.ts';
import { fail, ok, type Result } from '#music/result.ts';
import type { Database } from '#app/store/db.ts';
import { attempt, type StoreFailure } from '#app/store/failure.ts';
import { pack, unpack } from '#app/store/pack.ts';

/** What listening left behind: enough to hear again with other settings, and to draw the strip. */
export interface Hearing {
	readonly activations: Activations;
	readonly peaks: Float32Array;
}

export class Recordings {
	readonly #db: Database;

	constructor(db: Database) {
		this.#db = db;
	}

	keep(id: string, file: File): Promise<Result<string, StoreFailure>> {
		return attempt(() => this.#db.recordings.put({ id, file, name: file.name }));
	}

	async read(id: string): Promise<Result<File, StoreFailure>> {
		const row = await attempt(() => this.#db.recordings.get(id));
		if (!row.ok) return row;
		if (!(row.value?.file instanceof Blob)) return fail({ code: 'missing' });
		const { file, name } = row.value;
		return ok(new File([file], name, { type: file.type }));
	}

	async keepHearing(id: string, hearing: Hearing): Promise<Result<number, StoreFailure>> {
		const packed = await pack(hearing.activations);
		const { peaks } = hearing;
		const row = { id, frames: hearing.activations.frames, packed, peaks };
		const kept = await attempt(() => this.#db.hearings.put(row));
		return kept.ok ? ok(packed.size + peaks.byteLength) : kept;
	}

	async peaks(id: string): Promise<Float32Array | undefined> {
		const row = await attempt(() => this.#db.hearings.get(id));
		return row.ok && row.value?.peaks instanceof Float32Array ? row.value.peaks : undefined;
	}

	async activations(id: string): Promise<Result<Activations, StoreFailure>> {
		const row = await attempt(() => this.#db.hearings.get(id));
		if (!row.ok) return row;
		if (!row.value) return fail({ code: 'missing' });
		const activations = await unpack(row.value.packed, row.value.frames);
		return activations ? ok(activations) : fail({ code: 'unreadable' });
	}
}
