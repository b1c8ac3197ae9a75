/** Whose library this is: somebody else may have signed in between two steps of a round. */
import type { Inside, Standing } from '#app/sync/ports.ts';

/** @returns null when the library is not that of this account, or no longer */
export async function standingWith(inside: Inside, account: string): Promise<Standing | null> {
	const standing = await inside.standing();
	return standing?.account === account ? standing : null;
}
