/**
 * One round of syncing: everything up, then everything down, until both sides agree or something
 * is in the way. It may be stopped anywhere, by a closed tab or a dead network, and begun again by
 * another tab: where it stands is on the shelf, never in here.
 */
import { arrive, depart, refused } from '#app/sync/send.ts';
import { standingWith } from '#app/sync/account.ts';
import type { Shelf, Transport, Trouble } from '#app/sync/ports.ts';
import { take } from '#app/sync/take.ts';

/** Enough for any library; a round that does not end is a mistake of ours, and must not run for ever. */
const MOST_STEPS = 10_000;

export interface Surroundings {
	/** Whose library this is to be; when the shelf is another's by now, nothing is done. */
	readonly account: string;
	readonly shelf: Shelf;
	readonly transport: Transport;
	readonly newKey: () => string;
	readonly signal: AbortSignal;
}

/** @returns what is in the way; null when this device and the server agree */
export async function syncOnce(around: Surroundings): Promise<Trouble | null> {
	for (let step = 0; step < MOST_STEPS; step++) {
		const result = (await sendOne(around)) ?? (await takeOne(around));
		if (result === 'done') return null;
		if (result !== 'more') return result;
	}
	return { code: 'wait', seconds: 60 };
}

type Step = Trouble | 'more' | 'done';

/** @returns null when nothing waits to be sent */
async function sendOne(around: Surroundings): Promise<Step | null> {
	const { account, shelf, transport, newKey, signal } = around;
	const sending = await depart(shelf, account, newKey);
	if (!sending) return null;
	const answer = await transport.push(
		sending.key,
		sending.items.map(({ kind, id, base, content }) => ({ kind, id, base, content })),
		signal
	);
	if (answer.ok) await arrive(shelf, sending, answer.value);
	else if (answer.error.code === 'refused') await refused(shelf, sending);
	else return answer.error;
	return 'more';
}

async function takeOne({ account, shelf, transport, signal }: Surroundings): Promise<Step> {
	const standing = await shelf.atomically((inside) => standingWith(inside, account));
	if (!standing) return 'done';
	const answer = await transport.changes(standing.cursor, signal);
	if (!answer.ok) return answer.error;
	const { value: page } = answer;
	if ((await take(shelf, account, page, standing.cursor)) === 'again' || page.more) return 'more';
	// What was kept twice, or outlived a deletion, is news to the server.
	const waits = await shelf.atomically(async (inside) =>
		(await inside.waiting()).some((each) => !each.refused && inside.kinds.has(each.kind))
	);
	return waits ? 'more' : 'done';
}
