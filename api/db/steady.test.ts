import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient, type Client } from '@libsql/client';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { steady } from './steady.ts';

let folder: string;
let url: string;
let client: Client;

beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), 'genesis-steady-'));
	url = `file:${join(folder, 'genesis.db')}`;
	client = await steady(createClient({ url, concurrency: 1 }));
	await client.execute('PRAGMA journal_mode = WAL');
	await client.execute('CREATE TABLE note (pitch INTEGER PRIMARY KEY) STRICT');
});

afterEach(() => {
	client.close();
	rmSync(folder, { recursive: true });
});

/** Another process takes the file's lock and keeps it; resolves when it has it. */
function lockedFor(milliseconds: number): Promise<void> {
	const script = `
		import { createClient } from '@libsql/client';
		const held = await createClient({ url: ${JSON.stringify(url)} }).transaction('write');
		await held.execute('INSERT INTO note VALUES (1)');
		process.stdout.write('locked');
		setTimeout(() => held.commit(), ${milliseconds});
	`;
	const child = spawn(process.execPath, ['--input-type=module', '--eval', script]);
	return new Promise((resolve, reject) => {
		child.once('error', reject);
		child.stderr.once('data', (text) => reject(new Error(String(text))));
		child.stdout.once('data', () => resolve());
	});
}

const pitches = async (from: Client): Promise<unknown[]> =>
	(await from.execute('SELECT pitch FROM note ORDER BY pitch')).rows.map((row) => row['pitch']);

/** What somebody else sees, who opens the file now. */
async function kept(): Promise<unknown[]> {
	const other = createClient({ url });
	const found = await pitches(other);
	other.close();
	return found;
}

describe('a database file that somebody else has locked', () => {
	test('takes every write once it is free, and each is kept', async () => {
		await lockedFor(300);

		const writes = [
			client.execute('INSERT INTO note VALUES (60)'),
			client.batch(['INSERT INTO note VALUES (62)', 'INSERT INTO note VALUES (64)']),
			client.batch(['INSERT INTO note VALUES (65)'], 'write'),
			client.executeMultiple('INSERT INTO note VALUES (67); INSERT INTO note VALUES (69);')
		];
		await Promise.all(writes);

		expect(await kept()).toEqual([1, 60, 62, 64, 65, 67, 69]);
	});

	test('says so when it stays locked, and works as before when it is free', async () => {
		await lockedFor(3500);

		await expect(client.batch(['INSERT INTO note VALUES (60)'])).rejects.toMatchObject({
			code: 'SQLITE_BUSY'
		});
		await client.batch(['INSERT INTO note VALUES (62)']);
		await client.execute('INSERT INTO note VALUES (64)');

		expect(await kept()).toEqual([1, 62, 64]);
	}, 15_000);

	test('so that not even reading is possible, is opened when it is free', async () => {
		const own = `file:${join(folder, 'own.db')}`;
		const script = `
			import { createClient } from '@libsql/client';
			const alone = createClient({ url: ${JSON.stringify(own)}, concurrency: 1 });
			await alone.execute('PRAGMA locking_mode = EXCLUSIVE');
			await alone.execute('PRAGMA journal_mode = WAL');
			await alone.execute('CREATE TABLE note (pitch INTEGER PRIMARY KEY) STRICT');
			await alone.execute('INSERT INTO note VALUES (1)');
			process.stdout.write('locked');
			setTimeout(() => process.exit(), 300);
		`;
		const child = spawn(process.execPath, ['--input-type=module', '--eval', script]);
		await new Promise<void>((resolve, reject) => {
			child.stdout.once('data', () => resolve());
			child.once('exit', (code) => reject(new Error(`it has ended: ${code}`)));
		});

		const other = await steady(createClient({ url: own, concurrency: 1 }));

		expect(await pitches(other)).toEqual([1]);
		other.close();
	});

	test('is opened with the same settings as the first time', async () => {
		const settings = async (): Promise<unknown[]> =>
			(await client.batch(['PRAGMA synchronous', 'PRAGMA foreign_keys'])).map(
				({ rows }) => rows[0]
			);
		const before = await settings();

		await lockedFor(50);
		await client.execute('INSERT INTO note VALUES (60)');

		expect(before).toMatchObject([{ synchronous: 1 }, { foreign_keys: 1 }]);
		expect(await settings()).toEqual(before);
	});
});

describe('a write that is refused', () => {
	test('fails alone: what comes after it is kept', async () => {
		const results = await Promise.allSettled([
			client.batch(['INSERT INTO note VALUES (60)', "INSERT INTO note VALUES ('C')"]),
			client.execute('INSERT INTO note VALUES (62)'),
			client.execute('nonsense'),
			client.batch(['INSERT INTO note VALUES (64)'])
		]);

		expect(results.map(({ status }) => status)).toEqual([
			'rejected',
			'fulfilled',
			'rejected',
			'fulfilled'
		]);
		expect(await kept()).toEqual([62, 64]);
	});
});
