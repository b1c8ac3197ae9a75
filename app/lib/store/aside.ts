/**
 * The libraries of other people on this device. Who signs in beside the library of somebody else
 * may leave it to them: it is put aside whole, marks and standing too, and is there again when they
 * come back. Recordings are large and stay where they are; nothing removes one that is needed here.
 */
import { z } from 'zod';
import type { Database } from '#app/store/db.ts';
import { mark, type Kind } from '#app/store/outbox.ts';

/** Whose library this is, as the person was called when it last synced. */
const Owner = z.object({ id: z.string(), name: z.string(), email: z.string() });
export type Owner = z.infer<typeof Owner>;

const Standing = z.looseObject({ account: z.string() });
const Recording = z.looseObject({ recording: z.string() });
const Unsent = z.looseObject({ kind: z.enum(['score', 'progress', 'practice']), id: z.string() });

const TABLES = [
	'documents',
	'entries',
	'practice',
	'progress',
	'outbox',
	'synced',
	'goals'
] as const;

/** What each table is about, where its rows are things that sync. */
const KINDS: Readonly<Record<string, Kind>> = {
	documents: 'score',
	entries: 'score',
	practice: 'practice',
	progress: 'progress'
};

export const ownerIn = (row: { value: unknown } | undefined): Owner | null =>
	Owner.safeParse(row?.value).data ?? null;

export const rememberOwner = async (db: Database, owner: Owner): Promise<void> =>
	void (await db.sync.put({ key: 'owner', value: owner }));

/** The account that the library here belongs to; null when it has never met one. */
export async function accountHere(db: Database): Promise<string | null> {
	const row = await db.sync.get('account');
	return Standing.safeParse(row?.value).data?.account ?? null;
}

/** Recordings of libraries that are put aside. Inside a transaction that holds `db.aside`. */
export async function recordingsAside(db: Database): Promise<ReadonlySet<string>> {
	const rows = await db.aside.where('table').equals('entries').toArray();
	return new Set(rows.flatMap(({ row }) => Recording.safeParse(row).data?.recording ?? []));
}

/**
 * What becomes of the library of somebody else. `keep`: it is put aside. `join`: it is put aside,
 * and stays here, too, belonging to nobody yet. `remove`: what its account has goes from here; what
 * has not reached it is put aside.
 */
export type Fate = 'keep' | 'join' | 'remove';

/** Does nothing when the library is not that of `account`: another tab was first. */
export const partWith = (db: Database, account: string, fate: Fate): Promise<void> =>
	db.transaction('rw', db.tables, async () => {
		if ((await accountHere(db)) !== account) return;
		await setAside(db, account, fate === 'remove' ? await unsentIn(db) : null);
		await db.sync.bulkDelete(['account', 'owner']);
		await db.synced.clear();
		await db.outbox.clear();
		if (fate === 'join') return;
		for (const table of TABLES) await db.table(table).clear();
		if (fate === 'remove') await dropRecordings(db);
	});

/** @param only what is kept, as `kind id`; null for everything */
async function setAside(
	db: Database,
	account: string,
	only: ReadonlySet<string> | null
): Promise<void> {
	const keep = async (table: string, rows: readonly unknown[]): Promise<void> =>
		void (await db.aside.bulkAdd(rows.map((row) => ({ account, table, row }))));
	if (only?.size === 0) return;
	for (const table of TABLES) {
		const rows = (await db.table(table).toArray()) as { kind?: Kind; id: string }[];
		const wanted = rows.filter(({ kind, id }) => {
			const its = kind ?? KINDS[table];
			return !only || !its || only.has(`${its} ${id}`);
		});
		await keep(table, wanted);
	}
	const standing = await db.sync.bulkGet(['account', 'owner', `recordings of ${account}`]);
	const rows = standing.flatMap((row) => row ?? []);
	// What is removed here comes down again when they are back.
	const from = (row: (typeof rows)[number]) =>
		only && row.key === 'account'
			? { ...row, value: { ...Standing.parse(row.value), cursor: 0 } }
			: row;
	await keep('sync', rows.map(from));
}

async function unsentIn(db: Database): Promise<ReadonlySet<string>> {
	const rows = (await db.outbox.toArray()).flatMap((row) => Unsent.safeParse(row).data ?? []);
	return new Set(rows.map(({ kind, id }) => `${kind} ${id}`));
}

/** All but those of libraries that are put aside. */
export async function dropRecordings(db: Database): Promise<void> {
	const needed = await recordingsAside(db);
	for (const table of [db.recordings, db.hearings]) {
		const ids = await table.toCollection().primaryKeys();
		await table.bulkDelete(ids.filter((id) => !needed.has(id)));
	}
}

interface Naming {
	readonly newId: () => string;
	readonly title: (title: string, changed: number) => string;
}

/**
 * Brings back the library of an account that was put aside, beside what is here and belongs to
 * nobody: that is marked, so that it joins the account. Of two versions of one score both are kept.
 */
export const bringBack = (db: Database, account: string, naming: Naming): Promise<void> =>
	db.transaction('rw', db.tables, async () => {
		const rows = await db.aside.where('account').equals(account).toArray();
		if (rows.length === 0) return;
		const back = new Map<string, { readonly id: string }[]>();
		for (const { table } of rows) back.set(table, []);
		for (const { table, row } of rows) back.get(table)!.push(row as { readonly id: string });
		await rename(db, back.get('documents') ?? [], naming);
		for (const table of ['documents', 'practice', 'progress']) {
			const theirs = new Set((back.get(table) ?? []).map(({ id }) => id));
			const here = (await db.table(table).toCollection().primaryKeys()) as string[];
			await db.outbox
				.where('[kind+id]')
				.anyOf([...theirs].map((id) => [KINDS[table]!, id]))
				.delete();
			await mark(
				db,
				KINDS[table]!,
				here.filter((id) => !theirs.has(id))
			);
		}
		for (const [table, theirs] of back) await db.table(table).bulkPut(theirs);
		await db.aside.where('account').equals(account).delete();
	});

/** What is here under the id of another version gets a name of its own. */
async function rename(
	db: Database,
	theirs: readonly { readonly id: string }[],
	{ newId, title }: Naming
): Promise<void> {
	for (const row of theirs) {
		const mine = await db.documents.get(row.id);
		const entry = (await db.entries.get(row.id)) as { readonly title: string } | undefined;
		if (!mine || !entry || same(mine.document, (row as typeof mine).document)) continue;
		const { changed } = mine.document as { readonly changed: number };
		const named = { id: newId(), title: title(entry.title, changed) };
		await db.documents.put({ id: named.id, document: { ...(mine.document as object), ...named } });
		await db.entries.put({ ...entry, ...named, recordingBytes: 0, scoreBytes: 0 });
	}
}

const same = (one: unknown, other: unknown): boolean =>
	JSON.stringify(one) === JSON.stringify(other);
