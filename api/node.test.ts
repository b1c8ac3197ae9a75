import { statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ORIGIN, PASSWORD } from '#tests/support/api.ts';
import { startServer, type Server } from '#tests/support/server.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

let server: Server;

beforeEach(async () => {
	server = await startServer({ build: null, settings: { ORIGIN } });
});

afterEach(() => server.stop());

test('a server that is asked to stop finishes what it was asked, and leaves one file of data', async () => {
	const signUp = fetch(`${server.address}/api/auth/sign-up/email`, {
		method: 'POST',
		headers: { 'Content-Type': 'application/json', Origin: ORIGIN },
		body: JSON.stringify({ name: 'Ana', email: 'ana@example.org', password: PASSWORD })
	});
	await new Promise((resolve) => setTimeout(resolve, 100));
	const ended = server.end('SIGTERM');

	expect((await signUp).status).toBe(200);
	expect(await ended).toBe(0);
	const log = statSync(join(server.data, 'genesis.db-wal'), { throwIfNoEntry: false });
	expect(log?.size ?? 0).toBe(0);
});
