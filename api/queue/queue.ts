/**
 * Who gets which job, and when. A job is a row (`db/schema/jobs.ts`) with either engine; the queue
 * says whose turn it is, who holds it, and what becomes of one whose worker is silent. What holds
 * for every engine is the suite in `tests/support/queues.ts`.
 *
 * Delivery is at least once: a worker that is thought dead may live. Its result is refused all the
 * same, for a row is completed only by the token of its present lease.
 */
import type { Outcome, Progress, Standing } from './protocol.ts';

export interface Rules {
	/** A lease is lost when nothing is heard for so long, milliseconds. */
	readonly lease: number;
	/** Starts of one job before it is a dead letter. */
	readonly attempts: number;
	/** Pause after the first failure, milliseconds; twice as long after each further one. */
	readonly backOff: number;
	/** Jobs of one person at the same time. */
	readonly perPerson: number;
	/** Jobs of one person that wait. */
	readonly waiting: number;
	/** Starts of all jobs in one second. */
	readonly perSecond: number;
}

/** A silent worker is noticed, and its job started again, within 15 s. */
export const RULES: Rules = {
	lease: 8_000,
	attempts: 3,
	backOff: 2_000,
	perPerson: 2,
	waiting: 20,
	perSecond: 10
};

/** How long a job is kept when it has ended, milliseconds. */
export const KEPT = { completed: 86_400_000, cancelled: 86_400_000, failed: 7 * 86_400_000 };

/** Who holds a job. */
export interface Lease {
	readonly id: string;
	readonly token: string;
}

export interface Claimed extends Lease {
	/** 1 for the first. */
	readonly attempt: number;
}

export interface Result {
	/** A ScoreDocument as JSON. */
	readonly document: string;
	/** SHA-256 of it, in hexadecimal digits. */
	readonly hash: string;
}

export interface Queue {
	readonly rules: Rules;
	/** Lets a pending job stand in line; again and again does no harm. */
	add(id: string): Promise<void>;
	/** The job whose turn it is; null when none may start now. */
	claim(worker: string): Promise<Claimed | null>;
	/** Holds the lease for longer, and keeps what the worker says of its progress. */
	beat(lease: Lease, progress?: Pick<Progress, 'stage' | 'progress'>): Promise<Standing['state']>;
	/** Keeps the one result. The same result of the same job is answered alike, whoever sends it. */
	complete(lease: Lease, result: Result): Promise<Outcome['state']>;
	/** @param why `final`: it would fail again */
	fail(
		lease: Lease,
		why: { readonly code: string; readonly message: string; readonly final: boolean }
	): Promise<Outcome['state']>;
	/** A worker that stops gives its job back: it starts at once elsewhere, and the attempt is not counted. */
	giveBack(lease: Lease): Promise<Standing['state']>;
	/** @returns false when it had ended before, or never was */
	cancel(id: string): Promise<boolean>;
	/** A dead letter stands in line anew. @returns false when it is none */
	retry(id: string): Promise<boolean>;
	/** Takes jobs from silent workers and heals the line; to be called every few seconds. */
	tend(): Promise<void>;
	close(): Promise<void>;
}
