/**
 * The one database: libSQL, a file when self-hosted, a URL at the edge. Writes are single
 * statements or `batch()`: an interactive transaction on a file loses most of what runs beside it
 * (50 at once: one succeeds), so lint forbids `transaction`.
 */
import type { Client } from '@libsql/client';
import { drizzle, type LibSQLDatabase } from 'drizzle-orm/libsql';

export interface Database extends LibSQLDatabase {
	readonly $client: Client;
}

export const databaseOn = (client: Client): Database => drizzle(client);
