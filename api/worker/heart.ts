/**
 * Says to the API that a job's worker lives, from a thread of its own: the network keeps the main
 * thread busy for as long as it likes, and the lease is held all the same.
 */
import { Worker } from 'node:worker_threads';
import type { Work } from '#api/queue/protocol.ts';

/** Why a job is left: a person has cancelled it, or it is somebody else's now. */
export type Leave = 'cancelled' | 'lost';

/** What the thread is told when it begins. */
export interface Beat {
	readonly url: string;
	readonly authorization: string;
	readonly leaseToken: string;
	readonly everyMs: number;
}

export interface Heart {
	/** Ends the beating. */
	stop(): Promise<void>;
}

/** A cancelled job is left within about half a second, however long its lease is. */
const EVERY_MS = 500;

/** @param onLeave called once, when the job is not this worker's any more */
export function startHeart(
	{ job, lease }: Work,
	api: { readonly address: string; readonly token: string },
	onLeave: (why: Leave) => void
): Heart {
	const beat: Beat = {
		url: `${api.address}/api/worker/jobs/${job.id}/beat`,
		authorization: `Bearer ${api.token}`,
		leaseToken: lease.token,
		everyMs: Math.min(EVERY_MS, (lease.seconds * 1000) / 4)
	};
	const thread = new Worker(new URL('./heart-thread.ts', import.meta.url), { workerData: beat });
	thread.once('message', onLeave);
	// Without a heart the lease runs out, and the job is given to somebody else.
	thread.once('error', () => onLeave('lost'));
	return { stop: async () => void (await thread.terminate()) };
}
