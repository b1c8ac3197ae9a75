import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ORIGIN, PASSWORD } from '#tests/support/api.ts';

let folder: string;
let server: ChildProcess;
let address: string;

beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), 'genesis-node-'));
	writeFileSync(join(folder, 'index.html'), '<!doctype html>');
	const env = { BUILD_DIR: folder, DATA_DIR: folder, HOST: '127.0.0.1', PORT: '0', ORIGIN };
	server = spawn(process.execPath, ['api/node.ts'], {
		env: { ...process.env, ...env },
		stdio: ['ignore', 'pipe', 'inherit']
	});
	address = await new Promise((resolve, reject) => {
		server.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
		server.stdout!.once('data', (text) => resolve(/http:\S+(?=\/)/.exec(String(text))![0]));
	});
});

afterEach(() => {
	server.kill('SIGKILL');
	rmSync(folder, { recursive: true });
});

test('a server that is asked to stop finishes what it was asked, and leaves one file of data', async () => {
	const ended = new Promise((resolve) => server.once('exit', resolve));
	const signUp = fetch(`${address}/api/auth/sign-up/email`, {
		method: 'POST',
		headers: { 'Content-Type': 'application/json', Origin: ORIGIN },
		body: JSON.stringify({ name: 'Ana', email: 'ana@example.org', password: PASSWORD })
	});
	await new Promise((resolve) => setTimeout(resolve, 100));
	server.kill('SIGTERM');

	expect((await signUp).status).toBe(200);
	expect(await ended).toBe(0);
	expect(statSync(join(folder, 'genesis.db-wal'), { throwIfNoEntry: false })?.size ?? 0).toBe(0);
});
