import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '@libsql/client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDatabase } from './open-node.ts';

const MIGRATIONS = 'api/db/migrations';

interface Journal {
	readonly entries: readonly { readonly tag: string }[];
}

const journal = JSON.parse(readFileSync(join(MIGRATIONS, 'meta/_journal.json'), 'utf8')) as Journal;

/** Before this one no version wrote a row of a job, and its table is made anew. */
const JOBS = journal.entries.findIndex(({ tag }) => tag.endsWith('_jobs'));

/** Every version that a server may have stopped at: one for each migration but the last. */
const older = journal.entries.slice(0, -1).map(({ tag }, i) => [tag, i + 1] as const);

let folder: string;

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'genesis-upgrade-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

/** The first migrations alone, as they were when there were no more. */
function first(count: number): string {
	const to = join(folder, 'migrations');
	cpSync(MIGRATIONS, to, { recursive: true });
	mkdirSync(join(to, 'meta'), { recursive: true });
	const entries = journal.entries.slice(0, count);
	writeFileSync(join(to, 'meta/_journal.json'), JSON.stringify({ ...journal, entries }));
	return to;
}

async function tablesOf(client: Client): Promise<string[]> {
	const { rows } = await client.execute(
		`SELECT name FROM sqlite_master WHERE type = 'table'
			AND name NOT LIKE 'score_search%' AND name NOT LIKE '%shadow' AND name NOT LIKE '\\_\\_%' ESCAPE '\\'
			AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'libsql%' ORDER BY name <> 'user', name`
	);
	return rows.map((row) => row['name'] as string);
}

/** One row in a table, with something in every column, whatever the table is. */
async function fill(client: Client, table: string): Promise<void> {
	const { rows } = await client.execute(`PRAGMA table_info("${table}")`);
	const refers = await client.execute(`PRAGMA foreign_key_list("${table}")`);
	const people = new Set(refers.rows.map((row) => row['from']));
	const values = rows.map((row) => {
		if (people.has(row['name'])) return "'ana'";
		if (table === 'user' && row['name'] === 'id') return "'ana'";
		const kind = (row['type'] as string).toLowerCase();
		if (kind.startsWith('f32_blob')) return `vector('[${Array(64).fill(0.5).join()}]')`;
		if (kind === 'blob') return "x'89504e47'";
		if (kind === 'text') return `'["${row['name'] as string}"]'`;
		return '7';
	});
	const columns = rows.map((row) => `"${row['name'] as string}"`);
	await client.execute(`INSERT INTO "${table}" (${columns.join()}) VALUES (${values.join()})`);
}

async function contentOf(client: Client, table: string): Promise<Record<string, unknown>[]> {
	const { rows } = await client.execute(`SELECT * FROM "${table}"`);
	return rows.map((row) => ({ ...row }));
}

test.each(older)('a database of the version %s is opened and loses nothing', async (_, count) => {
	const url = `file:${join(folder, 'genesis.db')}`;
	const past = (await openDatabase(url, undefined, first(count))).$client;
	const tables = (await tablesOf(past)).filter(
		(table) => table !== 'transcription_jobs' || count > JOBS
	);
	for (const table of tables) await fill(past, table);
	const before = new Map<string, Record<string, unknown>[]>();
	for (const table of tables) before.set(table, await contentOf(past, table));
	past.close();

	const present = (await openDatabase(url)).$client;

	expect(tables.length).toBeGreaterThan(10);
	for (const [table, rows] of before) {
		const kept = rows.map(({ storage_used: _, ...row }) => row); // is counted anew
		expect(await contentOf(present, table), table).toMatchObject(kept);
	}
	expect((await present.execute('PRAGMA integrity_check')).rows[0]?.[0]).toBe('ok');
	expect((await present.execute('PRAGMA foreign_key_check')).rows).toEqual([]);
	const applied = await present.execute('SELECT count(*) AS n FROM __drizzle_migrations');
	expect(applied.rows[0]?.['n']).toBe(journal.entries.length);
	present.close();
});
