/** The way down: what other devices changed is put here, each change by itself. */
import { standingWith } from '#app/sync/account.ts';
import { isOlder, reconcile } from '#app/sync/reconcile.ts';
import type { Epoch, Inside, Page, Shelf, Standing } from '#app/sync/ports.ts';

/**
 * @param since the cursor that the page was asked for with
 * @returns `again` when the server has to be asked, or answered, before this page can be taken
 */
export async function take(
	shelf: Shelf,
	account: string,
	page: Page,
	since: number
): Promise<'done' | 'again'> {
	const { changes, cursor, more, reset, epoch } = page;
	const turned = await shelf.atomically(async (inside) => {
		const standing = await standingWith(inside, account);
		const other = standing?.epoch && standing.epoch.id !== epoch.id;
		if (!other && !reset) return false;
		// Another tab may have gone on from here meanwhile.
		if (standing?.cursor !== since) return true;
		await (other ? catchUp(inside, standing, epoch) : compareAnew(inside, standing));
		return true;
	});
	if (turned) return 'again';
	for (const change of changes) {
		const taken = await shelf.atomically((inside) => takeOne(inside, account, change));
		if (!taken) return 'again';
	}
	await shelf.atomically(async (inside) => {
		const standing = await standingWith(inside, account);
		if (standing?.cursor !== since) return;
		const comparing = standing.comparing && more;
		const known = standing.epoch ?? epoch;
		await inside.setStanding({ ...standing, cursor, comparing, epoch: known });
	});
	return 'done';
}

/** @returns false when a push that has not been answered says something of the same thing */
async function takeOne(
	inside: Inside,
	account: string,
	change: Page['changes'][number]
): Promise<boolean> {
	const { kind, id, revision, content } = change;
	const standing = await standingWith(inside, account);
	if (!standing) return true;
	if (standing.sending?.items.some((item) => item.kind === kind && item.id === id)) return false;
	const known = await inside.revision(kind, id);
	if (revision <= known && !standing.comparing) return true;
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
	if (revision === known) return true;
	// All that is here waits while it is compared: this was deleted since.
	if (theirs && (await isOlder(inside, change, revision))) await inside.mark(kind, [id]);
	else if (theirs) await syncable.write(id, theirs);
	else await syncable.remove(id);
	await inside.setRevision(kind, id, revision);
	return true;
}

/**
 * An older backup is in the server's place. Everything here waits to be sent; what the server still
 * has of it is found while all of that is read, and what then still waits, the server lacks.
 */
async function catchUp(inside: Inside, standing: Standing, { id, floors }: Epoch): Promise<void> {
	await markAll(inside);
	const known = [...new Set([...(standing.epoch?.floors ?? []), ...floors])];
	await inside.setStanding({
		...standing,
		cursor: 0,
		sending: null,
		comparing: true,
		epoch: { id, floors: known }
	});
}

/** Everything here meets everything there: what is the same finds so, what differs is kept twice. */
async function compareAnew(inside: Inside, standing: Standing): Promise<void> {
	await inside.forgetRevisions();
	await markAll(inside);
	await inside.setStanding({ ...standing, cursor: 0, sending: null, comparing: false });
}

async function markAll(inside: Inside): Promise<void> {
	for (const syncable of inside.kinds.values()) {
		await syncable.disagree?.();
		await inside.mark(syncable.kind, await syncable.ids());
	}
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
		await compareAnew(inside, {
			account,
			cursor: 0,
			sending: null,
			singly: false,
			unread: false,
			epoch: null,
			comparing: false,
			copies: []
		});
	});
