/** What was practised, as rows to be counted; written from `records` in the same batch. */
import { index, integer, primaryKey, real, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { user } from './accounts.ts';
import { json, moment } from './columns.ts';

export const learningProgress = sqliteTable(
	'learning_progress',
	{
		ownerId: text('owner_id')
			.notNull()
			.references(() => user.id, { onDelete: 'cascade' }),
		scoreId: text('score_id').notNull(),
		completion: real().notNull().default(0),
		sectionsCompleted: integer('sections_completed').notNull().default(0),
		sectionsMastered: integer('sections_mastered').notNull().default(0),
		problemBars: json<readonly number[]>('problem_bars').notNull().default([]),
		accuracy: real(),
		timing: real(),
		difficultyRating: integer('difficulty_rating'),
		enjoymentRating: integer('enjoyment_rating'),
		notes: text().notNull().default(''),
		targetTempo: real('target_tempo'),
		currentTempo: real('current_tempo'),
		changed: moment('changed').notNull()
	},
	(t) => [primaryKey({ columns: [t.ownerId, t.scoreId] })]
);

export const practiceSessions = sqliteTable(
	'practice_sessions',
	{
		ownerId: text('owner_id')
			.notNull()
			.references(() => user.id, { onDelete: 'cascade' }),
		id: text().notNull(),
		scoreId: text('score_id').notNull(),
		/** As the device saw it: a person's day is where the person is. */
		started: moment('started').notNull(),
		/** The person's own day, counted from 1 January 1970. */
		day: integer().notNull().default(0),
		seconds: integer().notNull(),
		firstBar: integer('first_bar'),
		lastBar: integer('last_bar'),
		tempo: real(),
		loops: integer().notNull().default(0)
	},
	(t) => [
		primaryKey({ columns: [t.ownerId, t.id] }),
		index('practice_started').on(t.ownerId, t.started),
		index('practice_day').on(t.ownerId, t.day)
	]
);
