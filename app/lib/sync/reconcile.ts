/** Two versions of one thing that do not know of each other: nothing that either holds is lost. */
import type { Inside, Stored, Waiting } from '#app/sync/ports.ts';

/**
 * Brings what is here in line with what the server has, when it was changed here too. A deletion
 * gives way to a change: what somebody deleted without having seen it is not gone.
 */
export async function reconcile(inside: Inside, waiting: Waiting, stored: Stored): Promise<void> {
	const { kind, id, edit } = waiting;
	const { revision } = stored;
	const syncable = inside.kinds.get(kind)!;
	const theirs = stored.content === null ? null : syncable.parse(stored.content);
	if (stored.content !== null && theirs === null) return inside.refuse(edit, 'invalid');
	const mine = await syncable.read(id);
	const older = await isOlder(inside, waiting, revision);
	await inside.setRevision(kind, id, revision);
	if (theirs === null) {
		// Deleted elsewhere. What was changed here stays marked, and goes up on the tombstone.
		if (mine === null || mine === 'later') await inside.unmark(edit);
		return;
	}
	if (mine === null && older) return; // deleted in the knowledge of it
	if (mine === null || mine === 'later' || syncable.same(mine, theirs)) {
		await syncable.write(id, theirs);
		return inside.unmark(edit);
	}
	if (older) return; // what is here was made from it, and goes up on it
	const { here, send, copy } = await syncable.settle(mine, theirs);
	await syncable.write(id, here);
	await syncable.agree?.(id, theirs);
	if (!send) await inside.unmark(edit);
	if (!copy) return;
	await syncable.write(copy.id, copy.content);
	await inside.mark(kind, [copy.id]);
	const standing = await inside.standing();
	if (!standing) return;
	await inside.setStanding({
		...standing,
		copies: [...standing.copies, { kind, id: copy.id, of: id }]
	});
}

/**
 * Whether the server has what this device has known already: it was set back to an older backup.
 * Revisions of one thing follow one another, but for the jumps where a server was set back.
 */
export async function isOlder(
	inside: Inside,
	{ kind, id }: Pick<Waiting, 'kind' | 'id'>,
	revision: number
): Promise<boolean> {
	const known = await inside.revision(kind, id);
	const floors = (await inside.standing())?.epoch?.floors ?? [];
	return revision <= known && !floors.some((floor) => revision < floor && floor <= known);
}
