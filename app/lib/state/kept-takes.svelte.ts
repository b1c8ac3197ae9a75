/**
 * Takes outlive their tab: every second goes to the disk while it is recorded, and what a crash
 * left behind is offered on the next visit.
 */
import { ok, type Result } from '#music/result.ts';
import type { StoreFailure } from '#app/store/failure.ts';
import type { Locks } from '#app/store/locks.ts';
import { UNDO_MS } from '#app/store/scores.ts';
import type { KeptTake, Takes } from '#app/store/takes.ts';

/** The disk's side of one take. */
export interface TakeKeeper {
	add(chunk: Blob): void;
	/** It is in the library or was thrown away: nothing is left to offer. */
	drop(): Promise<void>;
	/** It could not be put anywhere else, so it stays to be offered. */
	leave(): void;
}

interface Parts {
	readonly takes: Takes;
	readonly locks: Locks;
	readonly now: () => number;
	readonly newId: () => string;
	/** The pieces as one file, named after when it was begun. */
	readonly file: (pieces: readonly Blob[], begun: number) => File;
	/** Puts it in the library. @returns whether it is there */
	readonly take: (file: File) => Promise<boolean>;
}

/** A tab holds this while it records, so that no other offers what is still being made. */
const lockOf = (id: string): string => `take ${id}`;

export class KeptTakes {
	/** Left behind, the oldest first. */
	found = $state.raw<readonly KeptTake[]>([]);
	readonly #parts: Parts;
	/** Decided about here, but still on the disk. */
	readonly #decided = new Set<string>();
	#all: readonly KeptTake[] = [];

	constructor(parts: Parts) {
		this.#parts = parts;
	}

	/** @returns stops watching */
	watch(): () => void {
		return this.#parts.takes.watch((takes) => {
			this.#all = takes;
			void this.#look();
		});
	}

	/** For a take that begins now. A disk that is full does not stop it: it is in memory too. */
	begin(): TakeKeeper {
		const { takes, locks, now, newId } = this.#parts;
		const id = newId();
		let open = true;
		let release: (() => void) | null = null;
		// The lock first: nobody may see the take without it.
		let whole = locks.take(lockOf(id)).then(async (given) => {
			release = given;
			return (await takes.begin(id, now())).ok;
		});
		return {
			add: (chunk) => {
				// After a piece that is missing the others are of no use.
				if (open) whole = whole.then(async (sound) => sound && (await takes.add(id, chunk)).ok);
			},
			drop: async () => {
				open = false;
				await whole;
				await takes.drop(id);
				release?.();
			},
			leave: () => {
				open = false;
				void whole.then(() => release?.());
			}
		};
	}

	/** Puts a take in the library. */
	async use(take: KeptTake): Promise<Result<void, StoreFailure> | null> {
		const { takes, locks, file } = this.#parts;
		const release = await locks.take(lockOf(take.id));
		if (!release) return null; // another tab was quicker
		this.#decide(take.id);
		let arrived = false;
		try {
			const pieces = await takes.read(take.id);
			if (!pieces.ok) return pieces;
			arrived = await this.#parts.take(file(pieces.value, take.begun));
			if (arrived) await takes.drop(take.id);
			return ok(undefined);
		} finally {
			release();
			// The browser takes a moment to give the lock back.
			if (!arrived) void locks.freed(lockOf(take.id)).then(() => this.#undecide(take.id));
		}
	}

	/** @returns brings it back, as long as the undo has not passed */
	discard(take: KeptTake): () => void {
		this.#decide(take.id);
		const timer = setTimeout(() => void this.#parts.takes.drop(take.id), UNDO_MS);
		return () => {
			clearTimeout(timer);
			this.#undecide(take.id);
		};
	}

	async #look(): Promise<void> {
		const held = await this.#parts.locks.held();
		const left = this.#all.filter(({ id }) => !held.has(lockOf(id)) && !this.#decided.has(id));
		for (const { id, seconds } of left) if (seconds === 0) void this.#parts.takes.drop(id);
		this.found = left.filter(({ seconds }) => seconds > 0).sort((a, b) => a.begun - b.begun);
	}

	#decide(id: string): void {
		this.#decided.add(id);
		this.found = this.found.filter((take) => take.id !== id);
	}

	#undecide(id: string): void {
		this.#decided.delete(id);
		void this.#look();
	}
}
