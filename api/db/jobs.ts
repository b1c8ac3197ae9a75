/** A person's jobs, as the routes ask for them. What a worker does to them is in `queue/rows.ts`. */
import { and, desc, eq, gt, inArray, isNull, lt, or, sql } from 'drizzle-orm';
import type { JobSettings } from '#api/queue/protocol.ts';
import { KEPT } from '#api/queue/queue.ts';
import type { Database } from './database.ts';
import { session } from './schema/accounts.ts';
import { transcriptionJobs as jobs, transcriptionWorkers as workers } from './schema/jobs.ts';

/** A worker that has not asked for so long is not there, milliseconds. */
const PRESENT = 60_000;

/** Ended jobs that a person sees at once. */
const PAGE = 100;

interface Wish {
	readonly id: string;
	readonly ownerId: string;
	/** A whole upload of the owner's; null when there is none, so that only a request sent again is answered. */
	readonly upload: { readonly id: string; readonly name: string } | null;
	readonly title: string;
	readonly settings: JobSettings;
	/** Null when the request may not be sent again. */
	readonly requestKey: string | null;
	readonly fingerprint: string;
	/** So many of theirs may wait. */
	readonly waiting: number;
	readonly now: number;
}

export type Asked =
	| { readonly kind: 'asked'; readonly id: string }
	| { readonly kind: 'no-upload' }
	| { readonly kind: 'too-many' }
	| { readonly kind: 'key-reused' };

/** One statement: no two requests can both be the last that is let in, or use one key. */
export async function askFor(database: Database, wish: Wish): Promise<Asked> {
	const before = await askedBefore(database, wish);
	if (before) return before;
	if (!wish.upload) return { kind: 'no-upload' };
	const { id, ownerId, now, upload } = wish;
	const made = await database.all<{ id: string }>(
		sql`INSERT INTO transcription_jobs (id, owner_id, upload_id, name, title, settings,
				request_key, fingerprint, priority, due, created, changed)
			SELECT ${id}, u.id, ${upload.id}, ${upload.name}, ${wish.title},
				${JSON.stringify(wish.settings)}, ${wish.requestKey}, ${wish.fingerprint},
				CASE u.subscription_tier WHEN 'supporter' THEN 1 ELSE 0 END, ${now}, ${now}, ${now}
			FROM user u
			WHERE u.id = ${ownerId} AND (SELECT count(*) FROM transcription_jobs
				WHERE owner_id = u.id AND state = 'pending') < ${wish.waiting}
			ON CONFLICT (owner_id, request_key) DO NOTHING
			RETURNING id`
	);
	if (made.length > 0) return { kind: 'asked', id };
	return (await askedBefore(database, wish)) ?? { kind: 'too-many' };
}

async function askedBefore(
	database: Database,
	{ ownerId, requestKey, fingerprint }: Wish
): Promise<Asked | null> {
	if (!requestKey) return null;
	const [before] = await database
		.select({ id: jobs.id, fingerprint: jobs.fingerprint })
		.from(jobs)
		.where(and(eq(jobs.ownerId, ownerId), eq(jobs.requestKey, requestKey)));
	if (!before) return null;
	if (before.fingerprint !== fingerprint) return { kind: 'key-reused' };
	return { kind: 'asked', id: before.id };
}

/** What is told of a job; neither its result nor its lease. */
const told = {
	id: jobs.id,
	title: jobs.title,
	name: jobs.name,
	state: jobs.state,
	stage: jobs.stage,
	progress: jobs.progress,
	attempts: jobs.attempts,
	failure: jobs.failureCode,
	revision: jobs.revision,
	created: jobs.created,
	started: jobs.started,
	ended: jobs.ended
};

export type Told = Awaited<ReturnType<typeof jobsOf>>[number];

/** The newest first. */
export function jobsOf(database: Database, ownerId: string) {
	return database
		.select(told)
		.from(jobs)
		.where(eq(jobs.ownerId, ownerId))
		.orderBy(desc(jobs.created), desc(jobs.id))
		.limit(PAGE);
}

export async function jobOf(
	database: Database,
	ownerId: string,
	id: string
): Promise<Told | undefined> {
	const [row] = await database
		.select(told)
		.from(jobs)
		.where(and(eq(jobs.id, id), eq(jobs.ownerId, ownerId)));
	return row;
}

/** @returns null when it has none (yet); undefined when there is no such job */
export async function resultOf(
	database: Database,
	ownerId: string,
	id: string
): Promise<string | null | undefined> {
	const [row] = await database
		.select({ result: jobs.result })
		.from(jobs)
		.where(and(eq(jobs.id, id), eq(jobs.ownerId, ownerId)));
	return row?.result;
}

/** Somebody who watches for hours may have been signed out meanwhile. */
export async function stillSignedIn(
	database: Database,
	sessionId: string,
	now: number
): Promise<boolean> {
	const rows = await database
		.select({ id: session.id })
		.from(session)
		.where(and(eq(session.id, sessionId), gt(session.expiresAt, new Date(now))));
	return rows.length > 0;
}

/** What a worker needs to know of a job that it has claimed. */
export async function workOf(database: Database, id: string) {
	const [row] = await database
		.select({ settings: jobs.settings, title: jobs.title, name: jobs.name })
		.from(jobs)
		.where(eq(jobs.id, id));
	return row;
}

/** Whose job and upload a lease is for; undefined when it does not hold. */
export async function leased(database: Database, id: string, token: string) {
	const [row] = await database
		.select({ ownerId: jobs.ownerId, uploadId: jobs.uploadId })
		.from(jobs)
		.where(and(eq(jobs.id, id), eq(jobs.leaseToken, token), eq(jobs.state, 'active')));
	return row;
}

/** Whether an upload is still wanted by a job that has not ended well. */
export async function isWanted(database: Database, uploadId: string): Promise<boolean> {
	const rows = await database
		.select({ id: jobs.id })
		.from(jobs)
		.where(and(eq(jobs.uploadId, uploadId), inArray(jobs.state, ['pending', 'active'])))
		.limit(1);
	return rows.length > 0;
}

/** Failed for good, and no admin has let go of it. */
const dead = and(eq(jobs.state, 'failed'), isNull(jobs.letGo));

/** The newest first; nothing of what a person named. */
export function deadJobs(database: Database) {
	return database
		.select({
			id: jobs.id,
			code: jobs.failureCode,
			message: jobs.failureMessage,
			attempts: jobs.attempts,
			worker: jobs.worker,
			created: jobs.created,
			ended: jobs.ended
		})
		.from(jobs)
		.where(dead)
		.orderBy(desc(jobs.ended))
		.limit(PAGE);
}

/** Takes it from the list of admins, and from no other. @returns false when it was not there */
export async function letGoOf(database: Database, id: string, now: number): Promise<boolean> {
	const rows = await database
		.update(jobs)
		.set({ letGo: new Date(now) })
		.where(and(dead, eq(jobs.id, id)))
		.returning({ id: jobs.id });
	return rows.length > 0;
}

export async function sawWorker(
	database: Database,
	name: string,
	separation: boolean,
	now: number
): Promise<void> {
	const seen = new Date(now);
	await database
		.insert(workers)
		.values({ name, separation, seen })
		.onConflictDoUpdate({
			target: workers.name,
			set: { seen, separation },
			setWhere: lt(workers.seen, new Date(now - PRESENT / 6))
		});
}

/** A worker that is busy asks for nothing, but it is there. */
export async function sawWorkerOf(database: Database, id: string, now: number): Promise<void> {
	await database
		.update(workers)
		.set({ seen: new Date(now) })
		.where(
			and(
				eq(workers.name, sql`(SELECT worker FROM transcription_jobs WHERE id = ${id})`),
				lt(workers.seen, new Date(now - PRESENT / 6))
			)
		);
}

/** What the workers that are there can do. */
export async function ability(
	database: Database,
	now: number
): Promise<{ available: boolean; separation: boolean }> {
	const there = await database
		.select({ separation: workers.separation })
		.from(workers)
		.where(gt(workers.seen, new Date(now - PRESENT)));
	return { available: there.length > 0, separation: there.some((each) => each.separation) };
}

/** Takes away what has been kept long enough. @returns whose jobs they were */
export async function dropEnded(database: Database, now: number) {
	await database.delete(workers).where(lt(workers.seen, new Date(now - KEPT.completed)));
	return database
		.delete(jobs)
		.where(
			or(
				...(['completed', 'cancelled', 'failed'] as const).map((state) =>
					and(eq(jobs.state, state), lt(jobs.ended, new Date(now - KEPT[state])))
				)
			)
		)
		.returning({ id: jobs.id, ownerId: jobs.ownerId });
}
