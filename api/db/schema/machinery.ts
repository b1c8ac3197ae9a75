/** Recordings that were sent up, and what makes repeated and hasty requests harmless. */
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { user } from './accounts.ts';
import { moment } from './columns.ts';

/** Audio that a person chose to send up; the bytes lie in the file store. */
export const recordings = sqliteTable(
	'recordings',
	{
		ownerId: text('owner_id')
			.notNull()
			.references(() => user.id, { onDelete: 'cascade' }),
		id: text().notNull(),
		name: text().notNull(),
		type: text().notNull(),
		bytes: integer().notNull(),
		created: moment('created').notNull()
	},
	(t) => [primaryKey({ columns: [t.ownerId, t.id] })]
);

/** What was answered to a request that may be sent again (24 h). */
export const idempotencyKeys = sqliteTable(
	'idempotency_keys',
	{
		ownerId: text('owner_id')
			.notNull()
			.references(() => user.id, { onDelete: 'cascade' }),
		key: text().notNull(),
		/** SHA-256 of the method, the path and the body: the same key with another body is refused. */
		fingerprint: text().notNull(),
		status: integer().notNull(),
		response: text().notNull(),
		created: moment('created').notNull()
	},
	(t) => [primaryKey({ columns: [t.ownerId, t.key] }), index('idempotency_created').on(t.created)]
);

/** A window of requests for one account or address. */
export const rateLimits = sqliteTable(
	'rate_limits',
	{
		key: text().primaryKey(),
		count: integer().notNull(),
		/** When the window ends. */
		resets: integer().notNull()
	},
	(t) => [index('rate_limits_resets').on(t.resets)]
);

/** The history of the database itself: its beginning, and each time that it was set back to an older backup. */
export const epochs = sqliteTable('epochs', {
	id: text().primaryKey(),
	/** What is written from then on has at least this revision, so that a number never means two versions. */
	floor: integer().notNull()
});
