/** A queue whose jobs are counted for those who watch the server. */
import { eq } from 'drizzle-orm';
import type { Database } from '#api/db/database.ts';
import { transcriptionJobs as jobs } from '#api/db/schema/jobs.ts';
import type { Watch } from '#api/watch.ts';
import type { Queue } from './queue.ts';

interface Counting {
	readonly database: Database;
	readonly watch: Watch;
	readonly now: () => number;
}

/** The same queue: what is counted changes nothing of what it does. */
export function counted(queue: Queue, { database, watch, now }: Counting): Queue {
	/** Seconds since one of the moments of a job. */
	async function since(id: string, moment: 'created' | 'started'): Promise<number> {
		const [row] = await database.select({ at: jobs[moment] }).from(jobs).where(eq(jobs.id, id));
		return row?.at ? Math.max(0, (now() - row.at.getTime()) / 1000) : 0;
	}

	return {
		rules: queue.rules,
		add: (id) => queue.add(id),
		async claim(worker) {
			const claimed = await queue.claim(worker);
			if (claimed?.attempt === 1) watch.jobStarted(await since(claimed.id, 'created'));
			return claimed;
		},
		beat: (lease, progress) => queue.beat(lease, progress),
		async complete(lease, result) {
			const state = await queue.complete(lease, result);
			if (state === 'completed') watch.jobEnded('completed', await since(lease.id, 'started'));
			return state;
		},
		async fail(lease, why) {
			const state = await queue.fail(lease, why);
			if (state === 'lost') return state;
			watch.attemptFailed(why.code, state === 'failed');
			if (state === 'failed') watch.jobEnded('failed', await since(lease.id, 'started'));
			return state;
		},
		giveBack: (lease) => queue.giveBack(lease),
		cancel: (id) => queue.cancel(id),
		retry: (id) => queue.retry(id),
		tend: () => queue.tend(),
		close: () => queue.close()
	};
}
