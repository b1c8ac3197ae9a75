/**
 * Scores, and everything else that syncs. The server keeps one copy and a revision; what is
 * derived (counts, the search index, the vector index) is kept by triggers and indexes in the
 * migrations, so that no route can forget it.
 */
import { sql } from 'drizzle-orm';
import {
	index,
	integer,
	primaryKey,
	real,
	sqliteTable,
	text,
	uniqueIndex
} from 'drizzle-orm/sqlite-core';
import { user } from './accounts.ts';
import { json, moment, vector } from './columns.ts';

/**
 * A score belongs to one person; its id is made on a device, so the same id may exist for two
 * people (a library merged into two accounts). Strangers meet it only by a share's token.
 */
export const scores = sqliteTable(
	'scores',
	{
		/** The row for the search and vector indexes, which know rows by number only. */
		n: integer().primaryKey({ autoIncrement: true }),
		ownerId: text('owner_id')
			.notNull()
			.references(() => user.id, { onDelete: 'cascade' }),
		id: text().notNull(),
		revision: integer().notNull(),
		/** The owner's `user.seq` when it last changed. */
		seq: integer().notNull(),
		/** A ScoreDocument as JSON; null for a tombstone. */
		document: text(),
		bytes: integer().notNull().default(0),
		/** The recording it was heard from, whether or not that was ever sent up. */
		recordingId: text('recording_id'),
		created: moment('created').notNull(),
		changed: moment('changed').notNull(),
		deleted: moment('deleted'),

		title: text().notNull().default(''),
		artist: text().notNull().default(''),
		album: text().notNull().default(''),
		genre: text().notNull().default(''),
		year: integer(),
		tags: json<readonly string[]>('tags').notNull().default([]),

		seconds: real().notNull().default(0),
		/** What the device wrote of the music (`music/card.ts`); null until it has been written once. */
		instrument: text(),
		tempo: real(),
		keyFifths: integer('key_fifths'),
		keyMode: text('key_mode', { enum: ['major', 'minor'] }),
		timeSignature: text('time_signature'),
		tuning: json<readonly number[]>('tuning'),
		capo: integer(),
		bars: integer(),
		/** 1 (first lessons) to 10 (concert). */
		difficulty: real(),
		chordProgression: text('chord_progression'),
		/** Mean confidence of the notes, 0–1. */
		confidence: real(),
		techniques: json<readonly string[]>('techniques').notNull().default([]),
		embedding: vector('embedding'),
		/** Words and Korean bigrams of title, artist, album and tags; the search index copies it while public. */
		search: text().notNull().default(''),

		visibility: text({ enum: ['private', 'unlisted', 'public'] })
			.notNull()
			.default('private'),
		likeCount: integer('like_count').notNull().default(0),
		viewCount: integer('view_count').notNull().default(0),
		copyCount: integer('copy_count').notNull().default(0),
		published: moment('published'),
		/** Of what was heard (`api/sharing/music-hash.ts`): tells copies of the same music. '' when nothing was. */
		musicHash: text('music_hash').notNull().default('')
	},
	(t) => {
		// A row holds a whole document, so that to read one column of many rows is to read all of
		// their pages. Discover filters and sorts in these, and opens only the rows that it shows.
		const searched = [
			t.n,
			t.ownerId,
			t.id,
			t.instrument,
			t.keyFifths,
			t.keyMode,
			t.tempo,
			t.difficulty,
			t.tuning,
			t.seconds
		] as const;
		const isPublic = sql`visibility = 'public'`;
		return [
			uniqueIndex('scores_id').on(t.ownerId, t.id),
			index('scores_seq').on(t.ownerId, t.seq),
			index('scores_public').on(t.visibility, t.published),
			index('scores_music')
				.on(t.musicHash)
				.where(sql`music_hash <> ''`),
			index('discover_found')
				.on(...searched)
				.where(isPublic),
			index('discover_new')
				.on(t.published, ...searched)
				.where(isPublic),
			index('discover_liked')
				.on(t.likeCount, ...searched)
				.where(isPublic),
			index('discover_hard')
				.on(t.difficulty, ...searched)
				.where(isPublic)
		];
	}
);

/** Everything else that syncs, by kind: one body, one revision, the same rules as a score. */
export const records = sqliteTable(
	'records',
	{
		ownerId: text('owner_id')
			.notNull()
			.references(() => user.id, { onDelete: 'cascade' }),
		kind: text({ enum: ['progress', 'practice'] }).notNull(),
		id: text().notNull(),
		revision: integer().notNull(),
		seq: integer().notNull(),
		/** JSON as the kind's schema says (`music/progress.ts`); null for a tombstone. */
		body: text(),
		changed: moment('changed').notNull()
	},
	(t) => [
		primaryKey({ columns: [t.ownerId, t.kind, t.id] }),
		index('records_seq').on(t.ownerId, t.seq)
	]
);
