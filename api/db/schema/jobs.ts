/** Recordings that are to be heard by a worker. The row is the record of a job, whichever queue it stands in. */
import { sql } from 'drizzle-orm';
import { index, integer, real, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { user } from './accounts.ts';
import { moment } from './columns.ts';

export const STATES = ['pending', 'active', 'completed', 'failed', 'cancelled'] as const;

/** What a worker does for a job; it waits while nobody does anything. */
export const STAGES = ['waiting', 'fetching', 'decoding', 'listening', 'writing'] as const;

export const transcriptionJobs = sqliteTable(
	'transcription_jobs',
	{
		id: text().primaryKey(),
		ownerId: text('owner_id')
			.notNull()
			.references(() => user.id, { onDelete: 'cascade' }),
		uploadId: text('upload_id').notNull(),
		/** Of the file that was sent up; the upload goes before the job does. */
		name: text().notNull(),
		title: text().notNull(),
		/** JSON as `queue/protocol.ts` says. */
		settings: text().notNull(),
		/** The Idempotency-Key that it was asked for with, and what was asked for by that key. */
		requestKey: text('request_key'),
		fingerprint: text(),
		/** Higher ones start first. */
		priority: integer().notNull().default(0),
		state: text({ enum: STATES }).notNull().default('pending'),
		stage: text({ enum: STAGES }).notNull().default('waiting'),
		/** Of the whole job, 0–1. */
		progress: real().notNull().default(0),
		/** How often it was started. */
		attempts: integer().notNull().default(0),
		/** Not to be started before. */
		due: moment('due').notNull(),
		/** When it entered a queue outside of this database. */
		lined: moment('lined'),
		/** Name of the worker that has, or last had, the lease. */
		worker: text(),
		leaseToken: text('lease_token'),
		leaseUntil: moment('lease_until'),
		started: moment('started'),
		ended: moment('ended'),
		failureCode: text('failure_code'),
		failureMessage: text('failure_message'),
		/** When an admin let go of it, as a dead letter: its owner still sees that it failed. */
		letGo: moment('let_go'),
		/** Counts what happened to it; an event's id is a value of it. */
		revision: integer().notNull().default(1),
		created: moment('created').notNull(),
		changed: moment('changed').notNull(),
		/** SHA-256 of the result. */
		resultHash: text('result_hash'),
		/** A ScoreDocument as JSON, as the worker sent it. */
		result: text()
	},
	(t) => [
		index('jobs_turn').on(t.state, t.due),
		index('jobs_owner').on(t.ownerId, t.state, t.created),
		index('jobs_served').on(t.ownerId, t.started),
		index('jobs_started').on(t.started),
		index('jobs_lease')
			.on(t.leaseUntil)
			.where(sql`state = 'active'`),
		uniqueIndex('jobs_request').on(t.ownerId, t.requestKey)
	]
);

/** Workers that have asked for a job lately, by the name that they give themselves. */
export const transcriptionWorkers = sqliteTable('transcription_workers', {
	name: text().primaryKey(),
	seen: moment('seen').notNull(),
	/** It can take instruments apart. */
	separation: integer({ mode: 'boolean' }).notNull().default(false)
});
