/**
 * What may become of a job's row, one statement each. Every engine uses these, so that whichever
 * line a job stands in, its record is the same and no two workers can both finish it.
 */
import { and, eq, inArray, lte, sql, type SQL } from 'drizzle-orm';
import type { Database } from '#api/db/database.ts';
import { transcriptionJobs as jobs } from '#api/db/schema/jobs.ts';
import type { Watch } from '#api/watch.ts';
import type { Bus } from './bus.ts';
import type { Outcome, Progress, Standing } from './protocol.ts';
import type { Claimed, Lease, Queue, Result, Rules } from './queue.ts';

export interface Place {
	readonly database: Database;
	readonly rules: Rules;
	readonly bus: Pick<Bus, 'tell'>;
	/** Counts what becomes of jobs; null where nobody watches. */
	readonly watch?: Watch | null;
	/** Milliseconds since 1970. */
	readonly now: () => number;
}

type Why = Parameters<Queue['fail']>[1];

const ONCE_MORE = sql`${jobs.revision} + 1`;

/** Held by this lease, and not ended. */
const held = ({ id, token }: Lease) =>
	and(eq(jobs.id, id), eq(jobs.leaseToken, token), eq(jobs.state, 'active'));

const touched = { id: jobs.id, ownerId: jobs.ownerId, started: jobs.started };

export class Rows {
	readonly place: Place;

	constructor(place: Place) {
		this.place = place;
	}

	async renew(
		lease: Lease,
		progress?: Pick<Progress, 'stage' | 'progress'>
	): Promise<Standing['state']> {
		const now = this.place.now();
		const rows = await this.place.database
			.update(jobs)
			.set({
				leaseUntil: new Date(now + this.place.rules.lease),
				...(progress && { ...progress, revision: ONCE_MORE, changed: new Date(now) })
			})
			.where(held(lease))
			.returning(touched);
		if (rows.length === 0) return this.#standing(lease);
		if (progress) this.#tell(rows);
		return 'go-on';
	}

	/** The one place where a result comes to be. */
	async complete(lease: Lease, { document, hash }: Result): Promise<Outcome['state']> {
		const now = new Date(this.place.now());
		const rows = await this.place.database
			.update(jobs)
			.set({
				state: 'completed',
				progress: 1,
				result: document,
				resultHash: hash,
				failureCode: null,
				failureMessage: null,
				leaseUntil: null,
				ended: now,
				changed: now,
				revision: ONCE_MORE
			})
			.where(held(lease))
			.returning(touched);
		this.#tell(rows);
		for (const row of rows) this.place.watch?.jobEnded('completed', this.#ran(row));
		if (rows.length > 0) return 'completed';
		const [there] = await this.place.database
			.select({ state: jobs.state, hash: jobs.resultHash })
			.from(jobs)
			.where(eq(jobs.id, lease.id));
		if (there?.state === 'completed' && there.hash === hash) return 'completed';
		return there?.state === 'cancelled' ? 'cancelled' : 'lost';
	}

	/** @returns when it may start again, milliseconds; only when it is `pending` */
	async fail(lease: Lease, why: Why): Promise<{ state: Outcome['state']; due: number }> {
		const now = this.place.now();
		const { attempts, backOff } = this.place.rules;
		const last = sql`${why.final ? 1 : 0} OR ${jobs.attempts} >= ${attempts}`;
		const rows = await this.place.database
			.update(jobs)
			.set({
				state: sql`CASE WHEN ${last} THEN 'failed' ELSE 'pending' END`,
				ended: sql`CASE WHEN ${last} THEN ${now} END`,
				stage: 'waiting',
				progress: 0,
				due: sql`${now} + (${backOff} << (${jobs.attempts} - 1))`,
				failureCode: why.code,
				failureMessage: why.message,
				leaseUntil: null,
				changed: new Date(now),
				revision: ONCE_MORE
			})
			.where(held(lease))
			.returning({ ...touched, state: jobs.state, due: jobs.due });
		this.#tell(rows);
		for (const row of rows) this.#failed(row, why.code);
		const [after] = rows;
		if (after) return { state: after.state === 'failed' ? 'failed' : 'pending', due: +after.due };
		return { state: await this.#outcome(lease), due: 0 };
	}

	async giveBack(lease: Lease): Promise<Standing['state']> {
		const now = new Date(this.place.now());
		const rows = await this.place.database
			.update(jobs)
			.set({
				state: 'pending',
				stage: 'waiting',
				progress: 0,
				attempts: sql`${jobs.attempts} - 1`,
				due: now,
				leaseUntil: null,
				changed: now,
				revision: ONCE_MORE
			})
			.where(held(lease))
			.returning(touched);
		this.#tell(rows);
		return rows.length > 0 ? 'go-on' : this.#standing(lease);
	}

	/** @returns the token of its lease; null when it had none; undefined when it had ended or never was */
	async cancel(id: string): Promise<string | null | undefined> {
		const now = new Date(this.place.now());
		const rows = await this.place.database
			.update(jobs)
			.set({ state: 'cancelled', leaseUntil: null, ended: now, changed: now, revision: ONCE_MORE })
			.where(and(eq(jobs.id, id), inArray(jobs.state, ['pending', 'active'])))
			.returning({ ...touched, token: jobs.leaseToken });
		this.#tell(rows);
		return rows[0]?.token;
	}

	async retry(id: string): Promise<boolean> {
		const now = new Date(this.place.now());
		const rows = await this.place.database
			.update(jobs)
			.set({
				state: 'pending',
				attempts: 0,
				due: now,
				lined: null,
				ended: null,
				failureCode: null,
				failureMessage: null,
				changed: now,
				revision: ONCE_MORE
			})
			.where(and(eq(jobs.id, id), eq(jobs.state, 'failed')))
			.returning(touched);
		this.#tell(rows);
		return rows.length > 0;
	}

	/**
	 * Takes jobs from workers that are silent. A silent worker may have died of the job, so the
	 * attempt counts; there is no further pause, for the silence was one.
	 * @returns those that have become dead letters
	 */
	async recover(): Promise<readonly string[]> {
		const now = this.place.now();
		const last = sql`${jobs.attempts} >= ${this.place.rules.attempts}`;
		const rows = await this.place.database
			.update(jobs)
			.set({
				state: sql`CASE WHEN ${last} THEN 'failed' ELSE 'pending' END`,
				ended: sql`CASE WHEN ${last} THEN ${now} END`,
				stage: 'waiting',
				progress: 0,
				due: new Date(now),
				failureCode: 'worker-lost',
				failureMessage: 'Nothing more was heard of the worker.',
				leaseUntil: null,
				changed: new Date(now),
				revision: ONCE_MORE
			})
			.where(and(eq(jobs.state, 'active'), lte(jobs.leaseUntil, new Date(now))))
			.returning({ ...touched, state: jobs.state });
		for (const row of rows) this.#failed(row, 'worker-lost');
		this.#tell(rows);
		return rows.filter(({ state }) => state === 'failed').map(({ id }) => id);
	}

	/** Leases the job that the condition `which` chooses, in one statement. */
	async take(which: SQL, worker: string, token: string): Promise<Claimed | null> {
		const now = this.place.now();
		const rows = await this.place.database
			.update(jobs)
			.set(this.#begun(worker, token, now))
			.where(which)
			.returning({ ...touched, attempt: jobs.attempts, created: jobs.created });
		this.#tell(rows);
		for (const { created } of rows) this.place.watch?.jobStarted((now - +created) / 1000);
		const [row] = rows;
		return row ? { id: row.id, token, attempt: row.attempt } : null;
	}

	#begun(worker: string, token: string, now: number) {
		return {
			state: 'active' as const,
			stage: 'fetching' as const,
			progress: 0,
			attempts: sql`${jobs.attempts} + 1`,
			worker,
			leaseToken: token,
			leaseUntil: new Date(now + this.place.rules.lease),
			started: new Date(now),
			changed: new Date(now),
			revision: ONCE_MORE
		};
	}

	#failed(row: { state: string; started: Date | null }, code: string): void {
		const final = row.state === 'failed';
		this.place.watch?.attemptFailed(code, final);
		if (final) this.place.watch?.jobEnded('failed', this.#ran(row));
	}

	/** Seconds since its last start. */
	#ran({ started }: { started: Date | null }): number {
		return started ? (this.place.now() - started.getTime()) / 1000 : 0;
	}

	#tell(rows: readonly { id: string; ownerId: string }[]): void {
		for (const { id, ownerId } of rows) {
			this.place.bus.tell(id);
			this.place.bus.tell(ownerId);
		}
	}

	async #standing(lease: Lease): Promise<Standing['state']> {
		return (await this.#outcome(lease)) === 'cancelled' ? 'cancelled' : 'lost';
	}

	/** What this lease has come to, when it does not hold any more. */
	async #outcome({ id, token }: Lease): Promise<Outcome['state']> {
		const [row] = await this.place.database
			.select({ state: jobs.state })
			.from(jobs)
			.where(and(eq(jobs.id, id), eq(jobs.leaseToken, token)));
		return row && row.state !== 'active' ? row.state : 'lost';
	}
}
