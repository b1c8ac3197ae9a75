import { spawn } from 'node:child_process';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import {
	mkdirSync,
	mkdtempSync,
	readFileSync,
	readdirSync,
	rmSync,
	statSync,
	writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { syncOnce } from '#app/sync/cycle.ts';
import { join as joinAccount } from '#app/sync/take.ts';
import { ORIGIN, PASSWORD, somebody, type Person } from '#tests/support/api.ts';
import { startServer, type Server } from '#tests/support/server.ts';
import { Device, namesIn, scoreOf } from '#tests/support/sync/device.ts';
import { reachedBy } from '#tests/support/sync/servers.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

let folder: string;
let data: string;
let file: string;
let server: Server;

beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), 'genesis-backup-'));
	data = join(folder, 'data');
	file = join(folder, 'monday.backup');
	server = await serve();
});

afterEach(async () => {
	await server.stop();
	rmSync(folder, { recursive: true });
});

const serve = (): Promise<Server> =>
	startServer({ build: null, data, settings: { ORIGIN, RATE_LIMITS: 'lettersOfAddress=' } });

/** What a self-hoster types, with what it says. */
async function run(command: 'backup' | 'restore'): Promise<{ code: number; said: string }> {
	const child = spawn(process.execPath, ['api/backup/command-node.ts', command, file], {
		env: { ...process.env, DATA_DIR: data }
	});
	let said = '';
	for (const stream of [child.stdout, child.stderr]) {
		stream.setEncoding('utf8').on('data', (text) => (said += text));
	}
	const code = await new Promise<number>((resolve) => child.once('close', resolve));
	return { code, said };
}

function visitor(name: string): Person {
	const request = (path: string, init?: RequestInit): Promise<Response> =>
		fetch(server.address + path, init);
	return somebody({ request }, { id: '', name, email: `${name}@example.org` });
}

async function enter(person: Person, path: string, more: object = {}): Promise<number> {
	const { email } = person;
	const { status } = await person.request(`/api/auth/${path}/email`, {
		method: 'POST',
		body: JSON.stringify({ email, password: PASSWORD, ...more }),
		headers: { 'Content-Type': 'application/json' }
	});
	return status;
}

const register = (name: string): Promise<number> => enter(visitor(name), 'sign-up', { name });

/** Somebody else's statement: what opens the file here would keep it open until this process ends. */
async function elsewhere(sql: string): Promise<unknown[]> {
	const script = `
		import { createClient } from '@libsql/client';
		const client = createClient({ url: ${JSON.stringify(`file:${join(data, 'genesis.db')}`)} });
		const { rows } = await client.execute(${JSON.stringify(sql)});
		console.log(JSON.stringify(rows.map((row) => row[0])));
	`;
	const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
		stdio: ['ignore', 'pipe', 'inherit']
	});
	let said = '';
	child.stdout.on('data', (text) => (said += text));
	await new Promise((resolve) => child.once('close', resolve));
	return JSON.parse(said) as unknown[];
}

async function sync(device: Device, person: Person): Promise<void> {
	const { signal } = new AbortController();
	const around = { account: 'ana', shelf: device, transport: reachedBy(person), signal };
	await joinAccount(device, 'ana');
	expect(await syncOnce({ ...around, newKey: randomUUID })).toBeNull();
}

const titlesOn = (device: Device): Record<string, string> =>
	Object.fromEntries(device.things().map(([, id, content]) => [id, namesIn(content).join()]));

const VECTOR = `vector('[${Array(64).fill(0.5).join()}]')`;

/** Rows that only the database's own indexes find. */
const addScores = (...ids: string[]): Promise<unknown[]> =>
	elsewhere(
		`INSERT INTO scores (owner_id, id, revision, seq, created, changed, search, visibility, embedding)
			SELECT (SELECT id FROM user LIMIT 1), value, 1, 1, 0, 0, 'arirang', 'public', ${VECTOR}
			FROM json_each('${JSON.stringify(ids)}')`
	);

describe('a backup', () => {
	test('made while people register brings back what was there, and nothing later', async () => {
		await register('ana');
		await addScores('one');
		const recording = randomBytes(5_000_000);
		mkdirSync(join(data, 'recordings/ana'), { recursive: true });
		writeFileSync(join(data, 'recordings/ana/take-1'), recording);
		const secrets = readFileSync(join(data, 'secrets.json'), 'utf8');
		const crowd = Promise.all(Array.from({ length: 8 }, (_, i) => register(`guest-${i}`)));

		const backup = await run('backup');
		expect(await crowd).toEqual(Array(8).fill(200));
		await register('late');
		expect(backup).toMatchObject({ code: 0, said: expect.stringContaining('1 scores') });
		expect(statSync(file).mode & 0o777).toBe(0o600);
		expect(await run('restore')).toMatchObject({ code: 1, said: expect.stringMatching(/running/) });

		await server.end('SIGTERM');
		rmSync(join(data, 'recordings'), { recursive: true });
		writeFileSync(join(data, 'secrets.json'), 'spoiled');
		const restored = await run('restore');
		expect(restored).toMatchObject({ code: 0, said: expect.stringContaining('replaced-') });
		server = await serve();

		expect(await enter(visitor('ana'), 'sign-in')).toBe(200);
		expect(await enter(visitor('late'), 'sign-in')).toBe(401);
		expect(readFileSync(join(data, 'secrets.json'), 'utf8')).toBe(secrets);
		const digest = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
		expect(digest(readFileSync(join(data, 'recordings/ana/take-1')))).toBe(digest(recording));
	});

	test('of yesterday costs nobody what was done today: every device sends again what it knows', async () => {
		const ana = visitor('ana');
		await enter(ana, 'sign-up', { name: 'ana' });
		const [laptop, phone] = [new Device(randomUUID), new Device(randomUUID)];
		const [kept, changed, removed, added] = Array.from({ length: 4 }, () => randomUUID());
		const write = (device: Device, id: string, title: string): void =>
			device.change('score', id, scoreOf(id, title, 0));
		for (const id of [kept!, changed!, removed!]) write(laptop, id, 'yesterday');
		for (const device of [laptop, phone]) await sync(device, ana);
		await run('backup');

		write(phone, changed!, 'today');
		for (const device of [phone, laptop]) await sync(device, ana);
		write(laptop, changed!, 'tonight');
		write(laptop, added!, 'new');
		laptop.change('score', removed!, null);
		await sync(laptop, ana);
		await server.end('SIGTERM');
		expect(await run('restore')).toMatchObject({ code: 0 });
		server = await serve();
		for (const device of [phone, laptop, phone]) await sync(device, ana);

		const titles = { [kept!]: 'yesterday', [changed!]: 'tonight', [added!]: 'new' };
		// What the phone knew of today was sent first, so the newer version has found it there.
		const copies = laptop.standing!.copies.map(({ id }) => [id, 'tonight']);
		const expected = { ...titles, [changed!]: 'today', ...Object.fromEntries(copies) };
		expect(copies).toHaveLength(1);
		for (const device of [laptop, phone]) expect(titlesOn(device)).toEqual(expected);
	});

	test('keeps the indexes: what was found before is found again', async () => {
		await register('ana');
		await addScores('one', 'two', 'three');
		await run('backup');
		await server.end('SIGTERM');
		expect(await run('restore')).toMatchObject({ code: 0 });
		await addScores('four');

		const all = ['one', 'two', 'three', 'four'];
		const words = `SELECT s.id FROM score_search f JOIN scores s ON s.n = f.rowid
			WHERE f.search MATCH 'arir*' ORDER BY s.n`;
		const near = `SELECT s.id FROM vector_top_k('scores_similar', ${VECTOR}, 9) v
			JOIN scores s ON s.n = v.id ORDER BY s.n`;
		expect(await elsewhere(words)).toEqual(all);
		expect(await elsewhere(near)).toEqual(all);
		expect(await elsewhere('PRAGMA integrity_check')).toEqual(['ok']);
	});

	test('that is damaged changes nothing', async () => {
		await register('ana');
		await run('backup');
		await server.end('SIGTERM');
		const before = readFileSync(join(data, 'genesis.db'));

		writeFileSync(file, readFileSync(file).subarray(0, 100_000));
		expect((await run('restore')).said).toContain('no backup');
		writeFileSync(file, 'not a database');
		expect((await run('restore')).said).toContain('no backup');

		expect(readdirSync(data).filter((name) => /replaced|restoring/.test(name))).toEqual([]);
		expect(readFileSync(join(data, 'genesis.db')).length).toBe(before.length);
	});

	test('of a later version is not taken', async () => {
		await elsewhere("INSERT INTO __drizzle_migrations VALUES (null, '', 9999999999999)");
		expect((await run('backup')).code).toBe(0);
		await server.end('SIGTERM');

		expect((await run('restore')).said).toContain('newer version');
	});

	test('overwrites no other backup', async () => {
		writeFileSync(file, 'the one of last week');

		expect(await run('backup')).toMatchObject({ code: 1, said: expect.stringMatching(/already/) });
		expect(readFileSync(file, 'utf8')).toBe('the one of last week');
	});
});
