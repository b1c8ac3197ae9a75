/**
 * Everything a server keeps, in one file: the database as it was at one moment, copied page by page
 * while the server works, and the other files of DATA_DIR. (VACUUM INTO would be simpler, but what
 * it writes of libSQL's vector index fails an integrity check.)
 */
import { chmodSync, existsSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { createClient } from '@libsql/client';
import { BadBackup, writeArchive } from './archive-node.ts';

/** The database and what belongs to it alone, what a restore has put aside, and uploads that have not come whole. */
const APART = /^(genesis\.db|replaced-|restoring|uploads\/)/;

/** All pages in one step: a reader's moment, which stops no writer. */
const ALL_PAGES = 2 ** 30;

/** What came of it. */
export interface Kept {
	readonly people: number;
	readonly scores: number;
	/** Besides the database. */
	readonly files: number;
}

/** @param file must not be there yet; holds the server's secrets, so only its owner may read it */
export async function backUp(dataDir: string, file: string): Promise<Kept> {
	const database = join(dataDir, 'genesis.db');
	if (!existsSync(database)) throw new BadBackup(`There is no database in ${dataDir}.`);
	if (existsSync(file)) throw new BadBackup(`${file} is there already; choose another name.`);
	const [copy, partial] = [`${file}.database`, `${file}.partial`];
	try {
		for (const path of [copy, partial]) writeFileSync(path, '', { mode: 0o600 });
		const source = new DatabaseSync(database);
		await backup(source, copy, { rate: ALL_PAGES });
		source.close();
		const files = filesIn(dataDir);
		writeArchive(partial, new Map([['genesis.db', copy], ...files]));
		const kept = { ...(await examined(copy)), files: files.size };
		renameSync(partial, file);
		chmodSync(file, 0o600);
		return kept;
	} finally {
		for (const end of ['', '-wal', '-shm']) rmSync(copy + end, { force: true });
		rmSync(partial, { force: true });
	}
}

function filesIn(dataDir: string): Map<string, string> {
	const paths = readdirSync(dataDir, { recursive: true, withFileTypes: true })
		.filter((found) => found.isFile())
		.map((found) => join(found.parentPath, found.name));
	const named = paths.map((path) => [relative(dataDir, path).replaceAll('\\', '/'), path] as const);
	return new Map(named.filter(([name]) => !APART.test(name)));
}

/** Whether a database is whole, and how many people and scores it holds. Throws `BadBackup`. */
export async function examined(path: string): Promise<Omit<Kept, 'files'> & { made: number }> {
	const client = createClient({ url: `file:${path}` });
	try {
		const check = await client.execute('PRAGMA integrity_check');
		if (check.rows[0]?.['integrity_check'] !== 'ok') throw new BadBackup('It is damaged.');
		const { rows } = await client.execute(
			`SELECT (SELECT count(*) FROM user) AS people,
				(SELECT count(*) FROM scores WHERE deleted IS NULL) AS scores,
				(SELECT max(created_at) FROM __drizzle_migrations) AS made`
		);
		const number = (name: string): number => Number(rows[0]?.[name]);
		return { people: number('people'), scores: number('scores'), made: number('made') };
	} finally {
		client.close();
	}
}
