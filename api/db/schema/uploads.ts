/** Files on their way to the server's ear, and those that have come whole. */
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { user } from './accounts.ts';
import { moment } from './columns.ts';

/** The bytes lie in the landing folder while partial, in the file store when complete. */
export const uploads = sqliteTable(
	'uploads',
	{
		id: text().primaryKey(),
		ownerId: text('owner_id')
			.notNull()
			.references(() => user.id, { onDelete: 'cascade' }),
		name: text().notNull(),
		/** Kind of the content, by its bytes; empty while partial. */
		type: text().notNull().default(''),
		/** As announced while partial: the room is taken before the bytes come. */
		bytes: integer().notNull(),
		/** Of the whole, in hex; null while partial. */
		sha256: text(),
		state: text({ enum: ['partial', 'complete'] })
			.notNull()
			.default('partial'),
		created: moment('created').notNull(),
		/** When it is taken away, whatever has become of it. */
		expires: moment('expires').notNull()
	},
	(t) => [index('uploads_owner').on(t.ownerId), index('uploads_expires').on(t.expires)]
);
