/** Links, likes, reports and what came of them, and the pictures of link previews. */
import {
	index,
	integer,
	primaryKey,
	sqliteTable,
	text,
	uniqueIndex
} from 'drizzle-orm/sqlite-core';
import { user } from './accounts.ts';
import { bytes, moment } from './columns.ts';

export const shares = sqliteTable(
	'shares',
	{
		/** 128 random bits, base64url. */
		token: text().primaryKey(),
		ownerId: text('owner_id')
			.notNull()
			.references(() => user.id, { onDelete: 'cascade' }),
		scoreId: text('score_id').notNull(),
		created: moment('created').notNull(),
		/** What the holder of the link may do besides reading and playing. */
		allowRecording: integer('allow_recording', { mode: 'boolean' }).notNull().default(false),
		allowExport: integer('allow_export', { mode: 'boolean' }).notNull().default(true),
		allowCopy: integer('allow_copy', { mode: 'boolean' }).notNull().default(true),
		views: integer().notNull().default(0)
	},
	(t) => [index('shares_score').on(t.ownerId, t.scoreId)]
);

export const likes = sqliteTable(
	'likes',
	{
		userId: text('user_id')
			.notNull()
			.references(() => user.id, { onDelete: 'cascade' }),
		ownerId: text('owner_id')
			.notNull()
			.references(() => user.id, { onDelete: 'cascade' }),
		scoreId: text('score_id').notNull(),
		created: moment('created').notNull()
	},
	(t) => [
		primaryKey({ columns: [t.userId, t.ownerId, t.scoreId] }),
		index('likes_score').on(t.ownerId, t.scoreId)
	]
);

export const reports = sqliteTable(
	'reports',
	{
		id: text().primaryKey(),
		ownerId: text('owner_id')
			.notNull()
			.references(() => user.id, { onDelete: 'cascade' }),
		scoreId: text('score_id').notNull(),
		/** Null when the person who reported it was not signed in, or has gone. */
		reporterId: text('reporter_id').references(() => user.id, { onDelete: 'set null' }),
		reason: text({ enum: ['copyright', 'offensive', 'spam', 'other'] }).notNull(),
		text: text().notNull().default(''),
		created: moment('created').notNull(),
		resolved: moment('resolved'),
		outcome: text({ enum: ['dismissed', 'taken-down'] })
	},
	(t) => [index('reports_open').on(t.resolved, t.created)]
);

/**
 * What may not be shared: it outlives the score and its reports, until an admin lifts it. Copies are
 * known by what they were heard from and by what was heard (`api/db/takedowns.ts`).
 */
export const takedowns = sqliteTable(
	'takedowns',
	{
		id: text().primaryKey(),
		ownerId: text('owner_id')
			.notNull()
			.references(() => user.id, { onDelete: 'cascade' }),
		scoreId: text('score_id').notNull(),
		recordingId: text('recording_id'),
		musicHash: text('music_hash').notNull().default(''),
		/** It is somebody's work, so nobody else may share the same music, either. */
		everywhere: integer({ mode: 'boolean' }).notNull().default(false),
		/** As it was then: the score may be gone. */
		title: text().notNull(),
		artist: text().notNull(),
		created: moment('created').notNull()
	},
	(t) => [
		uniqueIndex('takedowns_score').on(t.ownerId, t.scoreId),
		index('takedowns_music').on(t.musicHash)
	]
);

/** Pictures for link previews, drawn once for each revision. */
export const previews = sqliteTable(
	'previews',
	{
		ownerId: text('owner_id')
			.notNull()
			.references(() => user.id, { onDelete: 'cascade' }),
		scoreId: text('score_id').notNull(),
		revision: integer().notNull(),
		png: bytes('png').notNull()
	},
	(t) => [primaryKey({ columns: [t.ownerId, t.scoreId] })]
);
