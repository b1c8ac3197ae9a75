/**
 * Recordings that are to be in the account, too: whether a person wants that, which of them are
 * there, and which could not go. One row for each account, the same for every tab.
 */
import { liveQuery } from 'dexie';
import { z } from 'zod';
import type { Result } from '#music/result.ts';
import type { Database } from '#app/store/db.ts';
import { Entry } from '#app/store/entry.ts';
import { attempt, type StoreFailure } from '#app/store/failure.ts';

/** `unkept`: the server keeps no recordings; `missing`: it is not here any more. */
const Why = z.enum(['full', 'large', 'unkept', 'refused', 'missing']);
export type Why = z.infer<typeof Why>;

const Tapes = z.object({
	on: z.boolean(),
	/** Those that the account has. */
	sent: z.array(z.string()),
	/** Those that it did not take: they are not tried again until something is asked for. */
	left: z.array(z.object({ id: z.string(), why: Why })),
	/** Those whose scores were deleted here. */
	unwanted: z.array(z.string())
});

type Tapes = z.infer<typeof Tapes>;

const OFF: Tapes = { on: false, sent: [], left: [], unwanted: [] };

const KEYS = 'recordings of ';
const keyOf = (account: string): string => KEYS + account;

export const tapesOf = async (db: Database, account: string): Promise<Tapes> =>
	Tapes.catch(OFF).parse((await db.sync.get(keyOf(account)))?.value ?? OFF);

/** Changes the row of an account in one step. */
export const changeTapes = (
	db: Database,
	account: string,
	change: (tapes: Tapes) => Partial<Tapes>
): Promise<void> =>
	db.transaction('rw', db.sync, async () => {
		const tapes = await tapesOf(db, account);
		await db.sync.put({ key: keyOf(account), value: { ...tapes, ...change(tapes) } });
	});

/** Recordings that have yet to go up, of scores that the account already has. */
export async function waitingTapes(db: Database, account: string): Promise<readonly string[]> {
	const { on, sent, left } = await tapesOf(db, account);
	if (!on) return [];
	const settled = new Set([...sent, ...left.map(({ id }) => id)]);
	const known = new Set(
		(await db.synced.toArray()).flatMap(({ kind, id }) => (kind === 'score' ? id : []))
	);
	const entries = await entriesIn(db);
	const wanted = entries.flatMap(({ id, recording, deleted }) =>
		recording && deleted === null && known.has(id) && !settled.has(recording) ? recording : []
	);
	return [...new Set(wanted)];
}

/**
 * Scores were deleted by a person: what they were heard from need not stay in the account, either.
 * Inside the transaction of the deletion, which holds `db.sync`.
 */
export async function unwant(db: Database, recordings: readonly string[]): Promise<void> {
	for (const { key, value } of await db.sync.where('key').startsWith(KEYS).toArray()) {
		const tapes = Tapes.catch(OFF).parse(value);
		const unwanted = [...tapes.unwanted, ...recordings];
		await db.sync.put({ key, value: { ...tapes, unwanted } });
	}
}

/** Recordings that may leave the account: the deletion has arrived there, and no score has come back. */
export async function unwantedTapes(db: Database, account: string): Promise<readonly string[]> {
	const { unwanted } = await tapesOf(db, account);
	if (unwanted.length === 0) return [];
	const entries = await entriesIn(db);
	const here = new Set(entries.map(({ id }) => id));
	const outbox = await db.outbox.toArray();
	if (outbox.some(({ kind, id }) => kind === 'score' && !here.has(id))) return [];
	const needed = new Set(entries.map((each) => each.recording ?? each.recordingElsewhere));
	return unwanted.filter((id) => !needed.has(id));
}

/** Resolves once a recording has to go up or away, or when it is stopped. */
export const tapeNeeded = (db: Database, account: string, signal: AbortSignal): Promise<void> =>
	new Promise((resolve) => {
		const over = new AbortController();
		const done = (): void => {
			subscription.unsubscribe();
			over.abort();
			resolve();
		};
		const query = liveQuery(async () => [
			...(await waitingTapes(db, account)),
			...(await unwantedTapes(db, account))
		]);
		const subscription = query.subscribe({
			next: (ids) => void (ids.length > 0 && done()),
			error: () => {} // the library says that the database cannot be read
		});
		signal.addEventListener('abort', done, { signal: over.signal });
	});

const entriesIn = async (db: Database): Promise<readonly Entry[]> =>
	(await db.entries.toArray()).flatMap((row) => Entry.safeParse(row).data ?? []);

export interface TapeNews {
	readonly on: boolean;
	readonly waiting: number;
	/** Why those were left that could not go, each once. */
	readonly left: readonly Why[];
}

/** Calls back now and whenever any tab changes it. @returns stops watching */
export function watchTapes(
	db: Database,
	account: string,
	onNews: (news: TapeNews) => void
): () => void {
	const query = liveQuery(async () => {
		const { on, left } = await tapesOf(db, account);
		const waiting = (await waitingTapes(db, account)).length;
		return { on, waiting, left: left.map(({ why }) => why) };
	});
	const subscription = query.subscribe({
		next: onNews,
		error: () => {} // the library says that the database cannot be read
	});
	return () => subscription.unsubscribe();
}

/** Puts a recording here that came from the account: its scores have it from now on. */
export const keepTape = (
	db: Database,
	id: string,
	file: File
): Promise<Result<void, StoreFailure>> =>
	attempt(() =>
		db.transaction('rw', db.recordings, db.entries, async () => {
			await db.recordings.put({ id, file, name: file.name });
			const its = (await entriesIn(db)).filter(
				(each) => each.recordingElsewhere === id && !each.recording
			);
			for (const [i, entry] of its.entries()) {
				// Copies of a score share it, and its room is counted once.
				const recordingBytes = i === 0 ? file.size : 0;
				await db.entries.put({ ...entry, recording: id, recordingElsewhere: null, recordingBytes });
			}
		})
	);
