/**
 * `GET /metrics` for Prometheus. What happens here is counted as it happens; what is in the database
 * (jobs, workers) is looked up when somebody asks, so that it is right after a restart, too.
 */
import { getConnInfo } from '@hono/node-server/conninfo';
import { and, count, eq, gt, lte, min } from 'drizzle-orm';
import type { Context } from 'hono';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Database } from './db/database.ts';
import {
	STATES,
	transcriptionJobs as jobs,
	transcriptionWorkers as workers
} from './db/schema/jobs.ts';
import { sameSecret } from './same-secret.ts';
import type { Watch } from './watch.ts';

export interface Metrics {
	readonly watch: Watch;
	/** Answers who may see them; everybody else finds nothing here. */
	answer(c: Context): Promise<Response>;
}

interface About {
	readonly database: Database;
	readonly version: string;
	/** Whoever has it may see them; without one, who asks from this machine. */
	readonly token: string | null;
	readonly now: () => number;
}

const REQUEST_SECONDS = [0.005, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 15];
const JOB_SECONDS = [1, 2, 5, 10, 20, 40, 90, 180, 400, 900, 1800, 3600];

/** A worker that was not seen for so long is none any more, milliseconds. */
const REMEMBERED = 3_600_000;

export function createMetrics({ database, version, token, now }: About): Metrics {
	const registry = new Registry();
	const registers = [registry];
	collectDefaultMetrics({ register: registry });

	const request = new Histogram({
		name: 'genesis_http_request_seconds',
		help: 'Requests to the API, by route as it is written in the code',
		labelNames: ['method', 'route', 'status'],
		buckets: REQUEST_SECONDS,
		registers
	});
	const wait = new Histogram({
		name: 'genesis_job_wait_seconds',
		help: 'From a job being asked for to its start',
		buckets: JOB_SECONDS,
		registers
	});
	const run = new Histogram({
		name: 'genesis_job_run_seconds',
		help: 'From the last start of a job to its end',
		labelNames: ['state'],
		buckets: JOB_SECONDS,
		registers
	});
	const failures = new Counter({
		name: 'genesis_job_failures_total',
		help: 'Attempts that failed, by reason; after a final one there is no other',
		labelNames: ['reason', 'final'],
		registers
	});
	new Gauge({
		name: 'genesis_info',
		help: 'The version of the server',
		labelNames: ['version'],
		registers
	}).set({ version }, 1);
	new Gauge({
		name: 'genesis_jobs',
		help: 'Jobs in the database, by state',
		labelNames: ['state'],
		registers,
		async collect() {
			const rows = await database
				.select({ state: jobs.state, count: count() })
				.from(jobs)
				.groupBy(jobs.state);
			for (const state of STATES) this.set({ state }, 0);
			for (const row of rows) this.set({ state: row.state }, row.count);
		}
	});
	new Gauge({
		name: 'genesis_job_oldest_wait_seconds',
		help: 'How long the job waits that waits longest; 0 when none does',
		registers,
		async collect() {
			const [row] = await database
				.select({ since: min(jobs.due) })
				.from(jobs)
				.where(and(eq(jobs.state, 'pending'), lte(jobs.due, new Date(now()))));
			this.set(row?.since ? Math.max(0, (now() - row.since.getTime()) / 1000) : 0);
		}
	});
	new Gauge({
		name: 'genesis_worker_seen_seconds',
		help: 'How long ago a worker was heard of last, by its name; for an hour',
		labelNames: ['worker'],
		registers,
		async collect() {
			this.reset();
			const seen = await database
				.select()
				.from(workers)
				.where(gt(workers.seen, new Date(now() - REMEMBERED)));
			for (const worker of seen) {
				this.set({ worker: worker.name }, (now() - worker.seen.getTime()) / 1000);
			}
		}
	});

	return {
		watch: {
			request: ({ route, method, status, seconds }) =>
				request.observe({ method, route, status }, seconds),
			jobStarted: (waited) => wait.observe(waited),
			jobEnded: (state, ran) => run.observe({ state }, ran),
			attemptFailed: (reason, final) => failures.inc({ reason, final: `${final}` })
		},
		async answer(c) {
			if (!(await mayWatch(c, token))) return c.text('Not found\n', 404);
			return c.body(await registry.metrics(), 200, { 'Content-Type': registry.contentType });
		}
	};
}

/** Headers by which a proxy says that somebody else is asking. */
const FORWARDED = ['Forwarded', 'X-Forwarded-For', 'X-Real-IP', 'Via'];

/** Without a token only this machine; a proxy on it is not who is asking. */
async function mayWatch(c: Context, token: string | null): Promise<boolean> {
	if (token !== null) {
		return sameSecret(c.req.header('Authorization') ?? '', `Bearer ${token}`);
	}
	const address = getConnInfo(c).remote.address ?? '';
	const here = address === '::1' || /^(::ffff:)?127\./.test(address);
	return here && FORWARDED.every((name) => c.req.header(name) === undefined);
}
