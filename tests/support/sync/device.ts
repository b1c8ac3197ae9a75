/** A device with a library in memory, so that a hundred thousand of them fit into an hour. */
import type { LearningProgress } from '#music/progress.ts';
import type { Content, Syncable } from '#app/sync/kinds.ts';
import type { Kind } from '#app/store/outbox.ts';
import type { Inside, Shelf, Standing, Waiting } from '#app/sync/ports.ts';
import { document } from '#tests/support/open-library.ts';

/** A score whose title is the edit that made it. */
export const scoreOf = (id: string, title: string, changed: number): Content => ({
	document: { ...document(title), id, changed },
	card: null,
	recording: null
});

/** Notes to which each edit adds its name: of two versions, both are kept in one. */
export const notesOf = (id: string, names: readonly string[], changed: number): Content =>
	({
		id,
		completion: 0,
		sectionsCompleted: [],
		sectionsMastered: [],
		problemBars: [],
		accuracy: null,
		timing: null,
		difficulty: null,
		enjoyment: null,
		notes: [...names].toSorted().join(' '),
		targetTempo: null,
		currentTempo: null,
		changed
	}) satisfies LearningProgress;

/** The edits that a content carries. */
export function namesIn(content: Content): readonly string[] {
	const { document: score, notes } = content as { document?: { title: string }; notes?: string };
	return score ? [score.title] : (notes ?? '').split(' ').filter(Boolean);
}

export class Device implements Shelf {
	readonly kept = new Map<string, Content>();
	readonly #newId: () => string;
	#outbox: Waiting[] = [];
	#revisions = new Map<string, number>();
	#standing: Standing | null = null;
	#edits = 0;
	#last: Promise<unknown> = Promise.resolve();
	/** Its clock is ahead by this, in milliseconds. */
	ahead = 0;

	constructor(newId: () => string) {
		this.#newId = newId;
	}

	atomically<T>(work: (inside: Inside) => Promise<T>): Promise<T> {
		const turn = this.#last.then(() => work(this.#inside));
		this.#last = turn;
		return turn;
	}

	/** What a person does: at once, and marked. */
	change(kind: Kind, id: string, content: Content | null): void {
		if (content) this.kept.set(`${kind} ${id}`, content);
		else this.kept.delete(`${kind} ${id}`);
		this.#mark(kind, id);
	}

	things(): readonly (readonly [kind: Kind, id: string, content: Content])[] {
		return [...this.kept].map(([key, content]) => {
			const [kind, id] = key.split(' ');
			return [kind as Kind, id!, content];
		});
	}

	get standing(): Standing | null {
		return this.#standing;
	}

	get waiting(): readonly Waiting[] {
		return this.#outbox;
	}

	#mark(kind: Kind, id: string): void {
		this.#outbox = this.#outbox.filter((each) => each.kind !== kind || each.id !== id);
		this.#outbox.push({ edit: ++this.#edits, kind, id });
	}

	readonly #syncable = (
		kind: Kind,
		same: Syncable['same'],
		settle: Syncable['settle']
	): Syncable => ({
		kind,
		tables: [],
		ids: async () => this.things().flatMap(([of, id]) => (of === kind ? id : [])),
		read: async (id) => this.kept.get(`${kind} ${id}`) ?? null,
		write: async (id, content) => void this.kept.set(`${kind} ${id}`, content),
		remove: async (id) => void this.kept.delete(`${kind} ${id}`),
		parse: (content) => content as Content,
		same,
		settle
	});

	readonly #inside: Inside = {
		standing: async () => this.#standing,
		setStanding: async (standing) => void (this.#standing = standing),
		waiting: async () => [...this.#outbox],
		waitingFor: async (kind, id) => this.#outbox.find((w) => w.kind === kind && w.id === id),
		mark: async (kind, ids) => ids.forEach((id) => this.#mark(kind, id)),
		unmark: async (edit) => void (this.#outbox = this.#outbox.filter((w) => w.edit !== edit)),
		refuse: async (edit, refused) =>
			void (this.#outbox = this.#outbox.map((w) => (w.edit === edit ? { ...w, refused } : w))),
		revision: async (kind, id) => this.#revisions.get(`${kind} ${id}`) ?? 0,
		setRevision: async (kind, id, n) => void this.#revisions.set(`${kind} ${id}`, n),
		forgetRevisions: async () => this.#revisions.clear(),
		kinds: new Map<Kind, Syncable>([
			[
				'score',
				this.#syncable('score', sameNames, (mine, theirs) => {
					const id = this.#newId();
					const { document: score } = mine as { document: { title: string; changed: number } };
					return {
						here: theirs,
						send: false,
						copy: { id, content: scoreOf(id, score.title, score.changed) }
					};
				})
			],
			[
				'progress',
				this.#syncable('progress', sameNames, (mine, theirs) => ({
					here: notesOf(
						theirs['id'] as string,
						[...new Set([...namesIn(mine), ...namesIn(theirs)])],
						0
					),
					send: true
				}))
			]
		])
	};
}

const sameNames: Syncable['same'] = (one, other) =>
	namesIn(one).join(' ') === namesIn(other).join(' ');
