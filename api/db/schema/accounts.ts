/** People, their sessions and pictures, under better-auth's names. */
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { bytes, moment, NOW } from './columns.ts';

export const user = sqliteTable('user', {
	id: text().primaryKey(),
	name: text().notNull(),
	email: text().notNull().unique(),
	emailVerified: integer({ mode: 'boolean' }).notNull().default(false),
	/** Address of the avatar on this server. */
	image: text(),
	createdAt: moment('createdAt').notNull().default(NOW),
	updatedAt: moment('updatedAt').notNull().default(NOW),
	role: text({ enum: ['user', 'admin'] })
		.notNull()
		.default('user'),
	bio: text().notNull().default(''),
	language: text({ enum: ['en', 'ko'] })
		.notNull()
		.default('en'),
	subscriptionTier: text('subscription_tier', { enum: ['free', 'supporter'] })
		.notNull()
		.default('free'),
	/** Bytes; kept by triggers on `scores`, `records` and `recordings`. */
	storageUsed: integer('storage_used').notNull().default(0),
	storageLimit: integer('storage_limit').notNull().default(1_000_000_000),
	dailyGoalMinutes: integer('daily_goal_minutes').notNull().default(20),
	/** Counts the changes of everything that this person syncs; a cursor is a value of it. */
	seq: integer().notNull().default(0)
});

export const session = sqliteTable(
	'session',
	{
		id: text().primaryKey(),
		token: text().notNull().unique(),
		userId: text('userId')
			.notNull()
			.references(() => user.id, { onDelete: 'cascade' }),
		expiresAt: moment('expiresAt').notNull(),
		createdAt: moment('createdAt').notNull().default(NOW),
		updatedAt: moment('updatedAt').notNull().default(NOW),
		ipAddress: text('ipAddress'),
		userAgent: text('userAgent')
	},
	(t) => [index('session_user').on(t.userId)]
);

export const account = sqliteTable(
	'account',
	{
		id: text().primaryKey(),
		accountId: text('accountId').notNull(),
		providerId: text('providerId').notNull(),
		userId: text('userId')
			.notNull()
			.references(() => user.id, { onDelete: 'cascade' }),
		accessToken: text('accessToken'),
		refreshToken: text('refreshToken'),
		idToken: text('idToken'),
		accessTokenExpiresAt: moment('accessTokenExpiresAt'),
		refreshTokenExpiresAt: moment('refreshTokenExpiresAt'),
		scope: text(),
		password: text(),
		createdAt: moment('createdAt').notNull().default(NOW),
		updatedAt: moment('updatedAt').notNull().default(NOW)
	},
	(t) => [index('account_user').on(t.userId)]
);

export const verification = sqliteTable(
	'verification',
	{
		id: text().primaryKey(),
		identifier: text().notNull(),
		value: text().notNull(),
		expiresAt: moment('expiresAt').notNull(),
		createdAt: moment('createdAt').notNull().default(NOW),
		updatedAt: moment('updatedAt').notNull().default(NOW)
	},
	(t) => [index('verification_identifier').on(t.identifier)]
);

/** A key on a device or in a password manager that opens an account; what is here can only verify it. */
export const passkey = sqliteTable(
	'passkey',
	{
		id: text().primaryKey(),
		/** As its owner calls it. */
		name: text(),
		publicKey: text('publicKey').notNull(),
		userId: text('userId')
			.notNull()
			.references(() => user.id, { onDelete: 'cascade' }),
		/** Unique, so that nobody can register a key under the id of somebody else's. */
		credentialID: text('credentialID').notNull().unique(),
		/** Uses, as far as the authenticator counts them; one that runs backwards is refused. */
		counter: integer().notNull(),
		deviceType: text('deviceType').notNull(),
		/** It is on more devices than one. */
		backedUp: integer('backedUp', { mode: 'boolean' }).notNull(),
		/** How a browser can reach it, with commas. */
		transports: text(),
		createdAt: moment('createdAt').notNull().default(NOW),
		/** The model of the authenticator, where it says so. */
		aaguid: text(),
		usedAt: moment('usedAt')
	},
	(t) => [index('passkey_user').on(t.userId)]
);

/** The picture of a person, encoded anew by the server. */
export const avatars = sqliteTable('avatars', {
	userId: text('user_id')
		.primaryKey()
		.references(() => user.id, { onDelete: 'cascade' }),
	png: bytes('png').notNull(),
	changed: moment('changed').notNull()
});
