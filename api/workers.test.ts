/** A server on one machine and the worker that it brings along. */
import { execFileSync } from 'node:child_process';
import { afterEach, expect, test, vi } from 'vitest';
import { gather, wav } from '#tests/support/clicks.ts';
import { ask, EAR_SETTINGS, hasEnded, joinAt, until } from '#tests/support/ear.ts';
import { startServer, type Server } from '#tests/support/server.ts';
import { strikes, struck } from '#tests/support/struck-tones.ts';
import { doorForWorkers } from './workers-node.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

let server: Server | undefined;

afterEach(async () => {
	await server?.stop();
	server = undefined;
});

const start = async (settings: Record<string, string> = {}): Promise<void> => {
	server = await startServer({
		build: null,
		settings: { ...EAR_SETTINGS, LOG_LEVEL: 'silent', ...settings }
	});
};

/** The processes that the server has started. */
function children(): number[] {
	const all = execFileSync('ps', ['-o', 'pid=,ppid=', '-A'], { encoding: 'utf8' });
	return all
		.split('\n')
		.map((line) => line.trim().split(/\s+/).map(Number))
		.filter(([, parent]) => parent === server!.pid)
		.map(([pid]) => pid!);
}

const lives = (pid: number): boolean => {
	try {
		return process.kill(pid, 0);
	} catch {
		return false;
	}
};

const one = async (): Promise<number> => {
	await vi.waitFor(() => expect(children()).toHaveLength(1), 20_000);
	return children()[0]!;
};

test('a server that is started brings a worker along, and needs nothing else to hear a recording', async () => {
	await start({ WORKERS: '1' });
	const ana = await joinAt(server!);
	const bytes = wav(await gather(struck(strikes(4), 4, 22_050)), { hertz: 22_050 });
	const id = await ask(ana, { bytes, name: 'a.wav', title: 'A' });

	expect((await until(ana, id, hasEnded)).state).toBe('completed');
});

test('a worker that dies is followed by another one', async () => {
	await start({ WORKERS: '1' });
	const first = await one();
	process.kill(first, 'SIGKILL');

	await vi.waitFor(() => expect(children().filter((pid) => pid !== first)).toHaveLength(1), 20_000);
});

test('a server that is asked to end ends its worker first, and one that is killed leaves none behind', async () => {
	await start({ WORKERS: '1' });
	const asked = await one();
	expect(await server!.end('SIGTERM')).toBe(0);
	expect(lives(asked)).toBe(false);
	await server!.stop();

	await start({ WORKERS: '1' });
	const orphan = await one();
	await server!.end('SIGKILL');
	await vi.waitFor(() => expect(lives(orphan)).toBe(false), 20_000);
});

test('a worker finds the API where it listens, by a door of its own where that speaks TLS', async () => {
	const fetch = async (): Promise<Response> => new Response('here');
	const at = (host: string, tls: { cert: Buffer; key: Buffer } | null = null) =>
		doorForWorkers({ host, tls }, { address: host, family: 'IPv4', port: 4444 }, fetch);

	expect(await at('127.0.0.1')).toBe('http://127.0.0.1:4444');
	expect(await at('0.0.0.0')).toBe('http://127.0.0.1:4444');
	expect(await at('::')).toBe('http://[::1]:4444');
	expect(await at('192.0.2.7')).toBe('http://192.0.2.7:4444');
	const door = await at('0.0.0.0', { cert: Buffer.alloc(0), key: Buffer.alloc(0) });
	expect(door).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
	expect(await (await globalThis.fetch(door)).text()).toBe('here');
});
