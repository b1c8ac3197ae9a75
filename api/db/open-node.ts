/** Opens the database file of a self-hosted server and brings its schema up to date. */
import { fileURLToPath } from 'node:url';
import { createClient } from '@libsql/client';
import { migrate } from 'drizzle-orm/libsql/migrator';
import { databaseOn, type Database } from './database.ts';

export const MIGRATIONS = fileURLToPath(new URL('./migrations', import.meta.url));

/**
 * @param url `file:data/genesis.db`, or `http(s)://…`, `libsql://…` with `authToken` for a server
 * @returns the database with every migration applied; throws when the file is no database
 */
export async function openDatabase(url: string, authToken?: string): Promise<Database> {
	const client = createClient({ url, ...(authToken ? { authToken } : {}) });
	if (client.protocol === 'file') {
		await client.execute('PRAGMA journal_mode = WAL');
		await client.execute('PRAGMA synchronous = NORMAL');
	}
	const database = databaseOn(client);
	await migrate(database, { migrationsFolder: MIGRATIONS });
	return database;
}
