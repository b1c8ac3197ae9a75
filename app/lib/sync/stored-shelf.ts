/** Where the sync stands, in the browser's database: the same rows for every tab and for the worker. */
import { z } from 'zod';
import type { Database } from '#app/store/db.ts';
import { mark, type Kind } from '#app/store/outbox.ts';
import type { Syncable } from '#app/sync/kinds.ts';
import type { Inside, Shelf, Standing, Waiting } from '#app/sync/ports.ts';

const KindName = z.enum(['score', 'progress', 'practice']);
const Count = z.int().min(0);

/** What cannot be read was written by another version: everything is compared anew. */
const StoredStanding: z.ZodType<Standing> = z.object({
	account: z.string(),
	cursor: Count,
	sending: z
		.object({
			key: z.string(),
			items: z.array(
				z.object({
					kind: KindName,
					id: z.string(),
					base: Count,
					edit: Count,
					content: z.record(z.string(), z.unknown()).nullable()
				})
			)
		})
		.nullable(),
	singly: z.boolean(),
	unread: z.boolean(),
	epoch: z
		.object({ id: z.string(), floors: z.array(Count) })
		.nullable()
		.default(null),
	comparing: z.boolean().default(false),
	copies: z.array(z.object({ kind: KindName, id: z.string(), of: z.string() }))
});

export const standingIn = (row: { value: unknown } | undefined): Standing | null =>
	StoredStanding.safeParse(row?.value).data ?? null;

export class StoredShelf implements Shelf {
	readonly #db: Database;
	readonly #inside: Inside;
	readonly #tables: readonly string[];

	constructor(db: Database, kinds: readonly Syncable[]) {
		this.#db = db;
		this.#inside = insideOf(db, new Map(kinds.map((kind) => [kind.kind, kind])));
		const own = kinds.flatMap(({ tables }) => tables);
		this.#tables = [...new Set(['outbox', 'synced', 'sync', ...own])];
	}

	/** The inner function says `async`, since by that Dexie knows to keep the transaction over an await. */
	atomically<T>(work: (inside: Inside) => Promise<T>): Promise<T> {
		return this.#db.transaction('rw', [...this.#tables], async () => work(this.#inside));
	}
}

function insideOf(db: Database, kinds: ReadonlyMap<Kind, Syncable>): Inside {
	return {
		kinds,
		standing: async () => standingIn(await db.sync.get('account')),
		setStanding: async (value) => void (await db.sync.put({ key: 'account', value })),
		waiting: async () => (await db.outbox.toArray()) as Waiting[],
		waitingFor: async (kind, id) => (await db.outbox.get({ kind, id })) as Waiting | undefined,
		mark: (kind, ids) => mark(db, kind, ids),
		unmark: (edit) => db.outbox.delete(edit),
		refuse: async (edit, refused) => void (await db.outbox.update(edit, { refused })),
		revision: async (kind, id) => (await db.synced.get([kind, id]))?.revision ?? 0,
		setRevision: async (kind, id, revision) => void (await db.synced.put({ kind, id, revision })),
		forgetRevisions: () => db.synced.clear()
	};
}
