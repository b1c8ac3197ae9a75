/**
 * What was before each change, so that it can be undone, and done again. States are whole and
 * immutable: to keep one costs a reference. A slider that is pulled is one change, not forty.
 */

/** Changes of the same kind that follow on within this are one, ms. */
const FLURRY_MS = 800;
/** So many changes can be undone. */
const MOST = 200;

export class History<State> {
	#past = $state.raw<readonly State[]>([]);
	#future = $state.raw<readonly State[]>([]);
	#last: { readonly kind: string; readonly at: number } | null = null;

	get canUndo(): boolean {
		return this.#past.length > 0;
	}

	get canRedo(): boolean {
		return this.#future.length > 0;
	}

	/**
	 * @param before the state that is about to change
	 * @param kind what changes: a flurry of one kind is undone at once; null is always a change of its own
	 * @param now ms
	 */
	record(before: State, kind: string | null, now: number): void {
		const { kind: lastKind, at } = this.#last ?? { kind: null, at: 0 };
		const goesOn = kind !== null && kind === lastKind && now - at < FLURRY_MS;
		if (!goesOn) this.#past = [...this.#past, before].slice(-MOST);
		this.#future = [];
		this.#last = kind === null ? null : { kind, at: now };
	}

	/** @returns the state before the last change; undefined when nothing was changed */
	undo(present: State): State | undefined {
		const before = this.#past.at(-1);
		if (before === undefined) return undefined;
		this.#past = this.#past.slice(0, -1);
		this.#future = [...this.#future, present];
		this.#last = null;
		return before;
	}

	/** @returns the state that was undone last; undefined when nothing was */
	redo(present: State): State | undefined {
		const after = this.#future.at(-1);
		if (after === undefined) return undefined;
		this.#future = this.#future.slice(0, -1);
		this.#past = [...this.#past, present];
		this.#last = null;
		return after;
	}

	/** What was done belongs to another document now. */
	clear(): void {
		this.#past = [];
		this.#future = [];
		this.#last = null;
	}
}
