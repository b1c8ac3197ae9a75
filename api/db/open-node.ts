/** Opens the database of a self-hosted server and brings its schema up to date. */
import { fileURLToPath } from 'node:url';
import { createClient, type Client } from '@libsql/client';
import { migrate } from 'drizzle-orm/libsql/migrator';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { databaseOn, type Database } from './database.ts';
import { steady } from './steady.ts';

const MIGRATIONS = fileURLToPath(new URL('./migrations', import.meta.url));

/**
 * @param url `file:data/genesis.db`, or `http(s)://…`, `libsql://…` with `authToken` for a server
 * @param migrationsFolder another one only to test what happens to older files
 * @returns the database with every migration applied; throws when the file is no database
 */
export async function openDatabase(
	url: string,
	authToken?: string,
	migrationsFolder = MIGRATIONS
): Promise<Database> {
	const database = databaseOn(await clientOf(url, authToken));
	await migrate(database, { migrationsFolder });
	return database;
}

/** When the newest migration was made, milliseconds: a database that has a later one is of a later version. */
export const latestMigration = (): number =>
	Math.max(
		...readMigrationFiles({ migrationsFolder: MIGRATIONS }).map((each) => each.folderMillis)
	);

async function clientOf(url: string, authToken?: string): Promise<Client> {
	if (!url.startsWith('file:')) return createClient({ url, ...(authToken ? { authToken } : {}) });
	const client = await steady(createClient({ url, concurrency: 1 }));
	await client.execute('PRAGMA journal_mode = WAL');
	return client;
}
