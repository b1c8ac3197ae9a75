/** The way down: what other devices changed is put here, each change by itself. */
import { reconcile } from '#app/sync/reconcile.ts';
import type { Inside, Page, Shelf } from '#app/sync/ports.ts';

/**
 * @param since the cursor that the page was asked for with
 * @returns `again` when something in it has to be answered by the server first
 */
export async function take(shelf: Shelf, page: Page, since: number): Promise<'done' | 'again'> {
	if (page.reset) {
		await shelf.atomically(async (inside) => {
			if ((await inside.standing())?.cursor === since) await compareAnew(inside);
		});
		return 'done';
	}
	for (const change of page.changes) {
		const taken = await shelf.atomically((inside) => takeOne(inside, change));
		if (!taken) return 'again';
	}
	await shelf.atomically(async (inside) => {
		const standing = await inside.standing();
		// Another tab may have gone on from here meanwhile.
		if (standing?.cursor !== since) return;
		await inside.setStanding({ ...standing, cursor: page.cursor });
	});
	return 'done';
}

/** @returns false when a push that has not been answered says something of the same thing */
async function takeOne(inside: Inside, change: Page['changes'][number]): Promise<boolean> {
	const { kind, id, revision, content } = change;
	const standing = await inside.standing();
	if (!standing) return true;
	if (standing.sending?.items.some((item) => item.kind === kind && item.id === id)) return false;
	if (revision <= (await inside.revision(kind, id))) return true;
	const syncable = inside.kinds.get(kind);
	const theirs = content === null ? null : (syncable?.parse(content) ?? undefined);
	if (!syncable || theirs === undefined) {
		await inside.setStanding({ ...standing, unread: true });
		return true;
	}
	const waiting = await inside.waitingFor(kind, id);
	if (waiting) {
		await reconcile(inside, waiting, { revision, content });
		return true;
	}
	if (theirs === null) await syncable.remove(id);
	else await syncable.write(id, theirs);
	await inside.setRevision(kind, id, revision);
	return true;
}

/** Everything here meets everything there: what is the same finds so, what differs is kept twice. */
async function compareAnew(inside: Inside): Promise<void> {
	const standing = await inside.standing();
	if (!standing) return;
	await inside.forgetRevisions();
	for (const syncable of inside.kinds.values()) {
		await syncable.disagree?.();
		await inside.mark(syncable.kind, await syncable.ids());
	}
	await inside.setStanding({ ...standing, cursor: 0, sending: null });
}

/** Begins with an account, or goes on with it. The library that is here joins that of the account. */
export const join = (shelf: Shelf, account: string): Promise<void> =>
	shelf.atomically(async (inside) => {
		const standing = await inside.standing();
		if (standing?.account === account) {
			// What could not be read may be readable by now: this may be a newer app.
			if (standing.unread) await inside.setStanding({ ...standing, unread: false, cursor: 0 });
			return;
		}
		await inside.setStanding({
			account,
			cursor: 0,
			sending: null,
			singly: false,
			unread: false,
			copies: []
		});
		await compareAnew(inside);
	});
