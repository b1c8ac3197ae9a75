/**
 * `npm run migrate`: brings a remote database up to date before a new version of the Worker is
 * deployed, and makes the accounts that ADMINS names what they are.
 */
import { appointAdmins } from './accounts/admins.ts';
import { openDatabase } from './db/open-node.ts';
import { readSettings } from './environment.ts';

const { DATABASE_URL: url, DATABASE_TOKEN: token } = process.env;

if (!url) {
	console.error('DATABASE_URL names the database, as in libsql://music-name.turso.io.');
	process.exit(1);
}
const database = await openDatabase(url, token);
await appointAdmins(database, readSettings(process.env).admins);
const applied = await database.$client.execute('SELECT count(*) AS n FROM __drizzle_migrations');
console.log(`The database has all ${Number(applied.rows[0]?.['n'])} migrations.`);
database.$client.close();
