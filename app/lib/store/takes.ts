/**
 * A recording while it is being made, second by second. What a crash or a closed tab leaves here
 * is offered on the next visit; a take that was finished or thrown away leaves nothing.
 */
import { liveQuery } from 'dexie';
import { fail, ok, type Result } from '#music/result.ts';
import type { Database } from '#app/store/db.ts';
import { attempt, type StoreFailure } from '#app/store/failure.ts';

export interface KeptTake {
	readonly id: string;
	/** When it was begun, ms since 1970. */
	readonly begun: number;
	/** How many pieces of a second there are. */
	readonly seconds: number;
}

export class Takes {
	readonly #db: Database;

	constructor(db: Database) {
		this.#db = db;
	}

	begin(id: string, begun: number): Promise<Result<string, StoreFailure>> {
		return attempt(() => this.#db.takes.put({ id, begun }));
	}

	/** Adds the next piece; they must come in order, since together they are one file. */
	add(take: string, sound: Blob): Promise<Result<number, StoreFailure>> {
		return attempt(() => this.#db.pieces.add({ take, sound }));
	}

	/** Calls back now and whenever a take begins or goes, in any tab. @returns stops watching */
	watch(onTakes: (takes: readonly KeptTake[]) => void): () => void {
		const query = liveQuery(() => this.#db.takes.toArray());
		const subscription = query.subscribe({
			next: (rows) => void Promise.all(rows.map((row) => this.#measure(row))).then(onTakes),
			error: () => onTakes([]) // the library says that the database cannot be read
		});
		return () => subscription.unsubscribe();
	}

	/** The pieces, in the order in which they came. */
	async read(id: string): Promise<Result<readonly Blob[], StoreFailure>> {
		const rows = await attempt(() => this.#db.pieces.where('take').equals(id).sortBy('n'));
		if (!rows.ok) return rows;
		const pieces = rows.value.map(({ sound }) => sound).filter((sound) => sound instanceof Blob);
		return pieces.length > 0 ? ok(pieces) : fail({ code: 'missing' });
	}

	async drop(id: string): Promise<void> {
		const { takes, pieces } = this.#db;
		await attempt(() =>
			this.#db.transaction('rw', takes, pieces, async () => {
				await takes.delete(id);
				await pieces.where('take').equals(id).delete();
			})
		);
	}

	async #measure({ id, begun }: { id: string; begun: number }): Promise<KeptTake> {
		const count = await attempt(() => this.#db.pieces.where('take').equals(id).count());
		return { id, begun, seconds: count.ok ? count.value : 0 };
	}
}
