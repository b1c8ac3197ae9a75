/**
 * What the service worker loads when the browser calls for a sync: a script of its own, so that the
 * worker itself stays small. It is put together here, as the page is in `lib/services.ts`.
 */
import { accountHere } from '#app/store/aside.ts';
import { Database, DATABASE } from '#app/store/db.ts';
import { browserLocks } from '#app/store/locks.ts';
import { sendWaiting } from '#app/sync/background.ts';
import { lead } from '#app/sync/leader.ts';
import { practiceKind, progressKind } from '#app/sync/practice-kinds.ts';
import { remote } from '#app/sync/remote.ts';
import { scoreKind } from '#app/sync/score-kind.ts';
import { StoredShelf } from '#app/sync/stored-shelf.ts';
import { transport } from '#app/sync/transport.ts';

/** A tab that is closing still leads for a moment; one that stays does the work itself. */
const PATIENCE_MS = 15_000;

const newId = (): string => crypto.randomUUID();

/** Rejects when the browser should call again. */
async function syncInBackground(): Promise<void> {
	const signal = AbortSignal.timeout(PATIENCE_MS);
	const given = new Promise<null>((resolve) =>
		signal.addEventListener('abort', () => resolve(null))
	);
	const release = await Promise.race([lead(browserLocks(), signal), given]);
	const database = new Database(DATABASE);
	try {
		const account = await accountHere(database);
		if (account === null) return;
		const done = release ? await round(database, account) : (await database.outbox.count()) === 0;
		if (!done) throw new Error('Some changes have not arrived yet.');
	} finally {
		database.close();
		release?.();
	}
}

function round(database: Database, account: string): Promise<boolean> {
	// Names are never given here: what needs one is left to a tab.
	const naming = { newId, title: (title: string) => title };
	const shelf = new StoredShelf(database, [
		scoreKind(database, naming),
		practiceKind(database),
		progressKind(database)
	]);
	const { signal } = new AbortController();
	return sendWaiting({
		account,
		shelf,
		transport: transport(remote(account)),
		newKey: newId,
		signal
	});
}

Object.assign(globalThis, { syncInBackground });
