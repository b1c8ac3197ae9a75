/**
 * How an account and the library of this device come together. What was made signed out, or by the
 * same person, joins the account unasked; what belongs to another person waits for a decision.
 */
import { accountHere, bringBack, partWith, rememberOwner, type Owner } from '#app/store/aside.ts';
import type { Database } from '#app/store/db.ts';
import type { Shelf } from '#app/sync/ports.ts';
import { join } from '#app/sync/take.ts';

interface Entrance {
	readonly database: Database;
	readonly shelf: Shelf;
	readonly naming: Parameters<typeof bringBack>[2];
}

/** @returns false when the library here is somebody else's, and nobody has said what to do with it */
export async function enter(
	{ database, shelf, naming }: Entrance,
	account: string,
	owner: Owner | null
): Promise<boolean> {
	const whose = await accountHere(database);
	if (whose !== null && whose !== account) {
		if ((await database.documents.count()) > 0) return false;
		await partWith(database, whose, 'keep');
	}
	if (whose !== account) await bringBack(database, account, naming);
	await join(shelf, account);
	if (owner?.id === account) await rememberOwner(database, owner);
	return true;
}
