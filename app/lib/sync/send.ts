/** The way up: what was changed here becomes a push, and its answer is taken in. */
import { standingWith } from '#app/sync/account.ts';
import { reconcile } from '#app/sync/reconcile.ts';
import type { Departed, Inside, Outcome, Sending, Shelf, Waiting } from '#app/sync/ports.ts';

/** Most things in one push; the server takes no more. */
const MOST = 50;

/** Characters of a push, but for a single bigger thing. */
const MOST_LENGTH = 2_000_000;

/** @returns the push that has to be answered first, or a new one; null when nothing waits */
export const depart = (
	shelf: Shelf,
	account: string,
	newKey: () => string
): Promise<Sending | null> =>
	shelf.atomically(async (inside) => {
		const standing = await standingWith(inside, account);
		if (!standing) return null;
		if (standing.sending) return standing.sending;
		// Before that, nobody could tell later that the server had forgotten what it took.
		if (standing.comparing || !standing.epoch) return null;
		const items = await pack(inside, standing.singly ? 1 : MOST);
		if (items.length === 0) {
			if (standing.singly) await inside.setStanding({ ...standing, singly: false });
			return null;
		}
		const sending = { key: newKey(), items };
		await inside.setStanding({ ...standing, sending });
		return sending;
	});

async function pack(inside: Inside, most: number): Promise<Departed[]> {
	const items: Departed[] = [];
	let length = 0;
	for (const waiting of await inside.waiting()) {
		if (waiting.refused || !inside.kinds.has(waiting.kind)) continue;
		const item = await itemFor(inside, waiting);
		if (!item) continue;
		length += item.content ? JSON.stringify(item.content).length : 0;
		if (items.length > 0 && length > MOST_LENGTH) break;
		items.push(item);
		if (items.length === most) break;
	}
	return items;
}

async function itemFor(inside: Inside, waiting: Waiting): Promise<Departed | null> {
	const { kind, id, edit } = waiting;
	const content = await inside.kinds.get(kind)!.read(id);
	const base = await inside.revision(kind, id);
	// Not fit to be sent, which marks it again once it is; or gone before anybody knew of it.
	if (content === 'later' || (content === null && base === 0)) {
		await inside.unmark(edit);
		return null;
	}
	return { kind, id, edit, base, content };
}

/** Takes in what became of a push. An answer that comes late, or twice, finds that it was answered. */
export const arrive = (
	shelf: Shelf,
	{ key, items }: Sending,
	outcomes: readonly Outcome[]
): Promise<void> =>
	shelf.atomically(async (inside) => {
		const standing = await inside.standing();
		if (standing?.sending?.key !== key) return;
		await inside.setStanding({ ...standing, sending: null });
		for (const [i, item] of items.entries()) {
			const outcome = outcomes[i];
			if (outcome) await settle(inside, item, outcome);
		}
	});

async function settle(inside: Inside, item: Departed, outcome: Outcome): Promise<void> {
	const { kind, id, edit } = item;
	const syncable = inside.kinds.get(kind)!;
	if (outcome.status === 'full') return inside.refuse(edit, 'full');
	if (outcome.status === 'saved') {
		await inside.setRevision(kind, id, outcome.revision);
		if (item.content) await syncable.agree?.(id, item.content);
		return inside.unmark(edit);
	}
	const { stored } = outcome;
	const theirs = stored.content === null ? null : syncable.parse(stored.content);
	const same =
		item.content === null || theirs === null
			? item.content === stored.content
			: syncable.same(item.content, theirs);
	if (same) {
		// It had been taken before, and the answer was forgotten by everybody.
		await inside.setRevision(kind, id, stored.revision);
		if (theirs) await syncable.agree?.(id, theirs);
		return inside.unmark(edit);
	}
	const waiting = await inside.waitingFor(kind, id);
	if (waiting) await reconcile(inside, waiting, stored);
}

/** A push that the server takes in no way: again one by one, and what is still refused is put aside. */
export const refused = (shelf: Shelf, { key, items }: Sending): Promise<void> =>
	shelf.atomically(async (inside) => {
		const standing = await inside.standing();
		if (standing?.sending?.key !== key) return;
		await inside.setStanding({ ...standing, sending: null, singly: true });
		if (items.length === 1) await inside.refuse(items[0]!.edit, 'invalid');
	});
