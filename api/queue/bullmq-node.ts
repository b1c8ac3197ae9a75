/**
 * The queue on Redis, by BullMQ: for many workers and several processes of the API. Redis holds the
 * line (turns, pauses, locks, the limit of starts); what a job has come to is its row, as with the
 * other engine. The two are never in one transaction, so each step may be the last one before a
 * crash: the row is changed first, whoever meets an entry that the row contradicts puts it right,
 * and `tend` brings back entries that Redis has lost.
 */
import { Queue as Line, Worker, type Job } from 'bullmq';
import { eq, inArray, sql } from 'drizzle-orm';
import { Redis } from 'ioredis';
import { transcriptionJobs as jobs } from '#api/db/schema/jobs.ts';
import { Refused } from '#api/errors.ts';
import { RULES, type Queue } from './queue.ts';
import { Rows, type Place } from './rows.ts';

const NAME = 'transcription';

/** A question to Redis that takes longer has failed, milliseconds. */
const PATIENCE = 3_000;

/** Entries that Redis gave and that could not start, before a claim is answered with nothing. */
const TRIES = 20;

/** An entry that has been in line for so long is looked for in Redis, milliseconds; so many at a time. */
const LOOK_AFTER = 5_000;
const LOOK_FOR = 50;

/** BullMQ starts the smallest number first. */
const placeOf = (priority: number): number => Math.min(2_000, Math.max(1, 1_000 - priority));

interface Options extends Omit<Place, 'rules'>, Partial<Pick<Place, 'rules'>> {
	/** `redis://…` or `rediss://…` */
	readonly url: string;
}

export function bullmqQueue({ url, rules = RULES, ...place }: Options): Queue {
	const { database, now } = place;
	const rows = new Rows({ ...place, rules });
	const connection = new Redis(url, { maxRetriesPerRequest: null });
	const options = { connection, prefix: 'genesis', skipVersionCheck: true };
	const line = new Line(NAME, options);
	const starter = new Worker(NAME, null, {
		...options,
		autorun: false,
		lockDuration: rules.lease,
		// A silent worker is found by the second look after its lock has ended.
		stalledInterval: rules.lease / 4,
		maxStalledCount: 1_000_000,
		limiter: { max: rules.perSecond, duration: 1_000 }
	});
	connection.on('error', complain);
	line.on('error', complain);
	starter.on('error', complain);
	void starter.startStalledCheckTimer();
	let tended = 0;

	/** Lets as many of each person's jobs into the line as may be active: so nobody stands before others twice. */
	async function admit(whose = sql``): Promise<void> {
		const when = now();
		const entered = await database
			.update(jobs)
			.set({ lined: new Date(when) })
			.where(
				sql`id IN (SELECT id FROM (
					SELECT j.id, j.owner_id, row_number() OVER (
						PARTITION BY j.owner_id ORDER BY j.priority DESC, j.created, j.rowid
					) AS place
					FROM transcription_jobs j
					WHERE j.state = 'pending' AND j.lined IS NULL ${whose}
				) AS waiting
				WHERE place <= ${rules.perPerson} - (
					SELECT count(*) FROM transcription_jobs k WHERE k.owner_id = waiting.owner_id
						AND k.lined IS NOT NULL AND k.state IN ('pending', 'active')
				))`
			)
			.returning(entry);
		await enter(entered, when);
	}

	const besides = (id: string) =>
		sql`AND j.owner_id = (SELECT owner_id FROM transcription_jobs WHERE id = ${id})`;

	/** What stands in line already is left as it is. */
	async function enter(
		entries: readonly { id: string; priority: number; due: Date }[],
		when: number
	): Promise<void> {
		if (entries.length === 0) return;
		const added = line.addBulk(
			entries.map(({ id, priority, due }) => ({
				name: NAME,
				data: {},
				opts: {
					jobId: id,
					priority: placeOf(priority),
					delay: Math.max(0, +due - when),
					removeOnComplete: true,
					removeOnFail: true
				}
			}))
		);
		await within(added);
	}

	/** Brings back what Redis has lost: it was emptied, or the API died between row and line. */
	async function lookFor(): Promise<void> {
		const when = now();
		const lost = await database
			.update(jobs)
			.set({ lined: new Date(when) })
			.where(
				inArray(
					jobs.id,
					sql`(SELECT id FROM transcription_jobs WHERE state = 'pending' AND lined < ${when - LOOK_AFTER}
						ORDER BY lined LIMIT ${LOOK_FOR})`
				)
			)
			.returning(entry);
		await enter(lost, when);
	}

	async function tend(): Promise<void> {
		tended = now();
		const dead = await rows.recover();
		await reach(async () => {
			for (const id of dead) await within(leave(id, null));
			await admit();
			await lookFor();
		});
	}

	/** An entry whose row says something else. */
	async function putAside(job: Job, token: string): Promise<void> {
		await rows.recover();
		const [row] = await database
			.select({ state: jobs.state, due: jobs.due, until: jobs.leaseUntil })
			.from(jobs)
			.where(eq(jobs.id, job.id!));
		const ended = row?.state !== 'pending' && row?.state !== 'active';
		if (ended) return void (await within(job.moveToCompleted(null, token, false)));
		await within(job.moveToDelayed(+(row.state === 'active' ? row.until! : row.due), token));
	}

	/** Takes an ended job out of the line. What does not succeed is found by `putAside`. */
	async function leave(id: string, token: string | null): Promise<void> {
		const job = token && (await line.getJob(id));
		const left = job && (await job.moveToCompleted(null, token, false).then(yes, no));
		if (!left) await line.remove(id);
	}

	async function withJob(id: string, act: (job: Job) => Promise<unknown>): Promise<void> {
		await afterwards(async () => {
			const job = await line.getJob(id);
			if (job) await act(job);
		});
	}

	/** After a row was changed: the answer is that of the row, whatever Redis says. */
	async function afterwards(work: () => Promise<unknown>): Promise<void> {
		await within(work()).catch(complain);
	}

	return {
		rules,
		add: (id) => reach(() => admit(besides(id))),
		async claim(worker) {
			if (now() - tended >= rules.lease / 4) await tend();
			return reach(async () => {
				for (let tries = 0; tries < TRIES; tries += 1) {
					const token = crypto.randomUUID();
					const job = await within(starter.getNextJob(token, { block: false }));
					if (!job) return null;
					const may = sql`id = ${job.id} AND attempts < ${rules.attempts} AND
						(state = 'pending' AND due <= ${now()} OR state = 'active' AND lease_until <= ${now()})`;
					const claimed = await rows.take(may, worker, token);
					if (claimed) return claimed;
					await putAside(job, token);
				}
				return null;
			});
		},
		async beat(lease, progress) {
			const state = await rows.renew(lease, progress);
			const { id, token } = lease;
			if (state === 'go-on') {
				await afterwards(() => starter.extendJobLocks([id], [token], rules.lease));
			}
			return state;
		},
		async complete(lease, result) {
			const state = await rows.complete(lease, result);
			if (state === 'completed') await afterwards(() => ended(lease.id, lease.token));
			return state;
		},
		async fail(lease, why) {
			const { state, due } = await rows.fail(lease, why);
			const { id, token } = lease;
			if (state === 'failed') await afterwards(() => ended(id, token));
			else if (due > 0) await withJob(id, (job) => job.moveToDelayed(due, token));
			return state;
		},
		async giveBack(lease) {
			const state = await rows.giveBack(lease);
			if (state === 'go-on') await withJob(lease.id, (job) => job.moveToWait(lease.token));
			return state;
		},
		async cancel(id) {
			const token = await rows.cancel(id);
			if (token === undefined) return false;
			await afterwards(() => ended(id, token));
			return true;
		},
		async retry(id) {
			if (!(await rows.retry(id))) return false;
			await afterwards(() => admit(besides(id)));
			return true;
		},
		tend,
		async close() {
			await within(Promise.all([starter.close(true), line.close()])).catch(complain);
			connection.disconnect();
		}
	};

	async function ended(id: string, token: string | null): Promise<void> {
		await leave(id, token);
		await admit(besides(id));
	}
}

/** What is asked waits in the client until Redis is back; nobody else should wait for it so long. */
function within<T>(asked: Promise<T>): Promise<T> {
	return new Promise((resolve, reject) => {
		const late = (): void => reject(new Error('no answer'));
		const timer = setTimeout(late, PATIENCE);
		const done = (): void => clearTimeout(timer);
		asked.then(resolve, reject).then(done, done);
	});
}

const yes = (): boolean => true;
const no = (): boolean => false;

const entry = { id: jobs.id, priority: jobs.priority, due: jobs.due };

/** Without Redis no job starts; all the rest of the server goes on. */
async function reach<T>(ask: () => Promise<T>): Promise<T> {
	try {
		return await ask();
	} catch (cause) {
		complain(cause as Error);
		throw new Refused(503, 'queue-away', 'The queue cannot be reached; try again.', {
			'Retry-After': '2'
		});
	}
}

let complained = 0;

/** Once a minute: without Redis every attempt says the same. */
function complain({ message }: Error): void {
	if (Date.now() - complained < 60_000) return;
	complained = Date.now();
	console.error(`The queue in Redis: ${message || 'it cannot be reached'}`);
}
