/**
 * What may become of a job's row, one statement each. Every engine uses these, so that whichever
 * line a job stands in, its record is the same and no two workers can both finish it.
 */
import { and, eq, inArray, lte, sql, type InferSelectModel, type SQL } from 'drizzle-orm';
import type { SQLiteUpdateSetSource } from 'drizzle-orm/sqlite-core';
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

/** No worker has it any more. */
const LEFT = { stage: 'waiting', progress: 0, leaseUntil: null } as const;

const touched = {
	id: jobs.id,
	ownerId: jobs.ownerId,
	state: jobs.state,
	attempt: jobs.attempts,
	token: jobs.leaseToken,
	due: jobs.due,
	started: jobs.started,
	created: jobs.created
};

type Row = InferSelectModel<typeof jobs>;
type Touched = Pick<Row, 'id' | 'ownerId' | 'state' | 'due' | 'started' | 'created'> & {
	readonly attempt: number;
	readonly token: string | null;
};

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
		const now = this.place.now();
		const rows = await this.#change(held(lease), now, {
			state: 'completed',
			progress: 1,
			result: document,
			resultHash: hash,
			failureCode: null,
			failureMessage: null,
			leaseUntil: null,
			ended: new Date(now)
		});
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
		const [after] = await this.#failed(held(lease), now, {
			...why,
			due: sql`${now} + (${this.place.rules.backOff} << (${jobs.attempts} - 1))`
		});
		if (after) return { state: after.state === 'failed' ? 'failed' : 'pending', due: +after.due };
		return { state: await this.#outcome(lease), due: 0 };
	}

	async giveBack(lease: Lease): Promise<Standing['state']> {
		const now = this.place.now();
		const rows = await this.#change(held(lease), now, {
			...LEFT,
			state: 'pending',
			attempts: sql`${jobs.attempts} - 1`,
			due: new Date(now)
		});
		return rows.length > 0 ? 'go-on' : this.#standing(lease);
	}

	/** @returns the token of its lease; null when it had none; undefined when it had ended or never was */
	async cancel(id: string): Promise<string | null | undefined> {
		const now = this.place.now();
		const open = and(eq(jobs.id, id), inArray(jobs.state, ['pending', 'active']));
		const [row] = await this.#change(open, now, {
			state: 'cancelled',
			leaseUntil: null,
			ended: new Date(now)
		});
		return row?.token;
	}

	async retry(id: string): Promise<boolean> {
		const now = this.place.now();
		const rows = await this.#change(and(eq(jobs.id, id), eq(jobs.state, 'failed')), now, {
			state: 'pending',
			attempts: 0,
			due: new Date(now),
			lined: null,
			ended: null,
			letGo: null,
			failureCode: null,
			failureMessage: null
		});
		return rows.length > 0;
	}

	/**
	 * Takes jobs from workers that are silent. A silent worker may have died of the job, so the
	 * attempt counts; there is no further pause, for the silence was one.
	 * @returns those that have become dead letters
	 */
	async recover(): Promise<readonly string[]> {
		const now = this.place.now();
		const silent = and(eq(jobs.state, 'active'), lte(jobs.leaseUntil, new Date(now)));
		const rows = await this.#failed(silent, now, {
			code: 'worker-lost',
			message: 'Nothing more was heard of the worker.',
			final: false,
			due: new Date(now)
		});
		return rows.filter(({ state }) => state === 'failed').map(({ id }) => id);
	}

	/** Leases the job that the condition `which` chooses, in one statement. */
	async take(which: SQL, worker: string, token: string): Promise<Claimed | null> {
		const now = this.place.now();
		const rows = await this.#change(which, now, {
			state: 'active',
			stage: 'fetching',
			progress: 0,
			attempts: sql`${jobs.attempts} + 1`,
			worker,
			leaseToken: token,
			leaseUntil: new Date(now + this.place.rules.lease),
			started: new Date(now)
		});
		for (const { created } of rows) this.place.watch?.jobStarted((now - +created) / 1000);
		const [row] = rows;
		return row ? { id: row.id, token, attempt: row.attempt } : null;
	}

	/** An attempt has come to nothing: the job waits until `due`, or is a dead letter. */
	async #failed(
		which: SQL | undefined,
		now: number,
		{ code, message, final, due }: Why & { readonly due: Date | SQL }
	): Promise<readonly Touched[]> {
		const last = sql`${final ? 1 : 0} OR ${jobs.attempts} >= ${this.place.rules.attempts}`;
		const rows = await this.#change(which, now, {
			...LEFT,
			state: sql`CASE WHEN ${last} THEN 'failed' ELSE 'pending' END`,
			ended: sql`CASE WHEN ${last} THEN ${now} END`,
			due,
			failureCode: code,
			failureMessage: message
		});
		for (const row of rows) {
			const dead = row.state === 'failed';
			this.place.watch?.attemptFailed(code, dead);
			if (dead) this.place.watch?.jobEnded('failed', this.#ran(row));
		}
		return rows;
	}

	/** Changes the rows that `which` chooses, in one statement, and tells whoever watches them. */
	async #change(
		which: SQL | undefined,
		now: number,
		change: SQLiteUpdateSetSource<typeof jobs>
	): Promise<readonly Touched[]> {
		const rows = await this.place.database
			.update(jobs)
			.set({ ...change, changed: new Date(now), revision: ONCE_MORE })
			.where(which)
			.returning(touched);
		this.#tell(rows);
		return rows;
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
