/**
 * Syncing without a page: what waits goes up, by the same steps and keys as in a tab. What a tab
 * has to settle (two versions, another account) is left to the next tab, which finds it as it was.
 */
import { arrive, depart, refused } from '#app/sync/send.ts';
import type { Surroundings } from '#app/sync/cycle.ts';

/** @returns false when it should be tried again later */
export async function sendWaiting(around: Surroundings): Promise<boolean> {
	const { account, shelf, transport, newKey, signal } = around;
	for (;;) {
		const sending = await depart(shelf, account, newKey);
		if (!sending) return true;
		const { key, items } = sending;
		const push = items.map(({ kind, id, base, content }) => ({ kind, id, base, content }));
		const answer = await transport.push(key, push, signal);
		if (!answer.ok) {
			const { code } = answer.error;
			if (code !== 'refused') return code !== 'offline' && code !== 'wait';
			await refused(shelf, sending);
			continue;
		}
		// The other version gets a name, in the person's language: a tab asks again by the same key.
		if (answer.value.some(({ status }) => status === 'conflict')) return true;
		await arrive(shelf, sending, answer.value);
	}
}
