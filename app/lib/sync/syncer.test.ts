import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Locks } from '#app/store/locks.ts';
import type { Shelf, Transport } from './ports.ts';
import { Syncer, type Activity } from './syncer.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

let leads = false;
const locks: Locks = {
	take: async () => {
		leads = true;
		return () => void (leads = false);
	},
	held: async () => new Set(),
	freed: async () => {}
};
const transport = {} as Transport; // is never asked: the library stays empty

/** What is said while the disk refuses the first writes with an error of this name, and whether others may lead then. */
async function said(
	name: string,
	ms: number
): Promise<{ readonly activities: readonly Activity[]; readonly leading: boolean }> {
	let refusals = 2;
	const inside = { standing: async () => null, setStanding: async () => {} };
	const empty = { ...inside, forgetRevisions: async () => {}, kinds: new Map() };
	const shelf = {
		async atomically(work: (inside: unknown) => unknown) {
			if (refusals-- > 0) throw new DOMException('no', name);
			return work(empty);
		}
	} as Shelf;
	const activities: Activity[] = [];
	const stop = new AbortController();
	const onActivity = (activity: Activity): void => void activities.push(activity);
	const enter = (): Promise<boolean> => shelf.atomically(async () => true);
	const parts = { shelf, enter, transport, locks, newKey: () => '', chance: () => 0, onActivity };
	const running = new Syncer(parts).run('ana', stop.signal);
	await vi.advanceTimersByTimeAsync(ms);
	const leading = leads;
	stop.abort();
	await vi.advanceTimersByTimeAsync(1000);
	await running;
	return { activities, leading };
}

test('a disk that is full is tried again, and goes on when there is room', async () => {
	const { activities } = await said('QuotaExceededError', 3 * 60_000);

	expect(activities.slice(0, 2)).toEqual(['syncing', 'later']);
	expect(activities).toContain('idle');
});

test('a database that does not answer is left to other tabs, and quietly looked for again', async () => {
	expect(await said('InvalidStateError', 30_000)).toEqual({
		activities: ['syncing', 'storage'],
		leading: false
	});
	expect(await said('UnknownError', 3 * 60_000)).toEqual({
		activities: ['syncing', 'storage', 'storage', 'idle'],
		leading: true
	});
});
