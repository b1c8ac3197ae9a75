/** Watching jobs on the real server: by WebSocket, and by server-sent events over a real connection. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Person } from '#tests/support/api.ts';
import { EAR_SETTINGS, joinAt } from '#tests/support/ear.ts';
import { asked, scoreOf, workerAt } from '#tests/support/jobs.ts';
import { openLive, type Live, type LiveJob } from '#tests/support/live.ts';
import { startServer, type Server } from '#tests/support/server.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

/** Told, and not found by looking once a second. */
const AT_ONCE = 900;

let server: Server;
let ana: Person;
let worker: ReturnType<typeof workerAt>;

beforeEach(async () => {
	server = await startServer({ build: null, settings: EAR_SETTINGS });
	ana = await joinAt(server);
	worker = workerAt((path, init) => fetch(server.address + path, init));
});

afterEach(() => server.stop());

/** On the port and the data of the one before. */
async function startAgain(): Promise<void> {
	const port = Number(new URL(server.address).port);
	const { data } = server;
	server = await startServer({ build: null, settings: EAR_SETTINGS, port, data });
}

async function live(person = ana): Promise<Live> {
	const opened = await openLive(server.address, person);
	if (typeof opened === 'number') throw new Error(`refused: ${opened}`);
	return opened;
}

async function nextJob(socket: Live): Promise<LiveJob> {
	const told = await socket.next();
	if (told.kind !== 'job') throw new Error(`told ${told.kind}`);
	return told.job;
}

describe('all jobs of a person, by WebSocket', () => {
	test('are for who is signed in, on a page of ours, and come by WebSocket only', async () => {
		const stranger = { cookies: () => '' };

		expect(await openLive(server.address, stranger)).toBe(401);
		expect(await openLive(server.address, ana, 'https://evil.example')).toBe(403);
		expect(await openLive(server.address, ana, `${new URL(server.address).origin}0`)).toBe(403);
		expect(await openLive(server.address, ana, null)).toBe(403);
		const plain = await ana.request('/api/jobs/live');
		expect(plain.status).toBe(426);
		expect(plain.headers.get('Upgrade')).toBe('websocket');
	});

	test('are told as they happen, each thing once', async () => {
		const socket = await live();
		expect(await socket.next()).toEqual({ kind: 'jobs', jobs: [] });
		// Nothing happens, so nothing is said.
		await sleep(2_500);
		expect(socket.waiting).toEqual([]);

		const id = await asked(ana, 'Waltz');
		expect(await nextJob(socket)).toMatchObject({ id, title: 'Waltz', state: 'pending' });
		const work = (await worker.claim())!;
		expect(await nextJob(socket)).toMatchObject({ id, state: 'active', stage: 'fetching' });
		const begun = performance.now();
		await worker.progress(work, 0.5);
		expect(await nextJob(socket)).toMatchObject({ stage: 'listening', progress: 0.5 });
		expect(performance.now() - begun).toBeLessThan(AT_ONCE);
		await worker.finish(work, scoreOf('Waltz'));
		expect(await nextJob(socket)).toMatchObject({ id, state: 'completed', progress: 1 });
		await sleep(1_500);
		expect(socket.waiting).toEqual([]);
	});

	test('are there again, as they are by then, after a lost connection', async () => {
		const first = await live();
		await first.next();
		const id = await asked(ana);
		await nextJob(first);
		first.cut();
		const work = (await worker.claim())!;
		await worker.progress(work, 0.7);

		const second = await live();
		expect(await second.next()).toMatchObject({
			kind: 'jobs',
			jobs: [{ id, state: 'active', progress: 0.7 }]
		});
		await worker.finish(work, scoreOf('Waltz'));
		expect(await nextJob(second)).toMatchObject({ id, state: 'completed' });
	});

	test('are never another person’s', async () => {
		const ben = await joinAt(server);
		const his = await live(ben);
		const hers = await live();
		expect(await his.next()).toEqual({ kind: 'jobs', jobs: [] });
		await hers.next();
		const id = await asked(ana);
		await worker.finish((await worker.claim())!, scoreOf('Waltz'));
		while ((await nextJob(hers)).state !== 'completed');
		await sleep(1_500);

		expect(his.waiting).toEqual([]);
		const mine = await asked(ben, 'Jig');
		expect(mine).not.toBe(id);
		expect(await nextJob(his)).toMatchObject({ id: mine, title: 'Jig' });
		expect(await (await live(ben)).next()).toMatchObject({ jobs: [{ id: mine }] });
	});

	test('end for who signs out, within a moment', async () => {
		const socket = await live();
		await socket.next();
		await ana.request('/api/auth/sign-out', { method: 'POST' });

		expect(await socket.closed).toBe(4401);
		expect(await openLive(server.address, ana)).toBe(401);
	});

	test('end with a server that stops, which waits for nobody, and go on with the next one', async () => {
		const socket = await live();
		await socket.next();
		const id = await asked(ana);
		await nextJob(socket);
		const begun = performance.now();
		const ended = server.end('SIGTERM');

		expect(await socket.closed).toBe(1001);
		expect(await ended).toBe(0);
		expect(performance.now() - begun).toBeLessThan(4_000);
		await expect(openLive(server.address, ana)).rejects.toThrow('ECONNREFUSED');
		await startAgain();
		const again = await live();
		expect(await again.next()).toMatchObject({ kind: 'jobs', jobs: [{ id, state: 'pending' }] });
		await server.end('SIGKILL');
		expect(await again.closed).toBe(1006);
	});
});

describe('one job, by server-sent events', () => {
	interface Event {
		readonly id: string;
		readonly job: LiveJob;
	}

	async function watching(id: string, last?: string) {
		const stop = new AbortController();
		const response = await ana.request(`/api/jobs/${id}/events`, {
			headers: { 'Accept-Encoding': 'gzip, br', ...(last && { 'Last-Event-ID': last }) },
			signal: stop.signal
		});
		const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
		let text = '';
		/** The next line that begins so; null at the end of the stream. */
		async function line(begin: string): Promise<string | null> {
			for (;;) {
				const end = text.indexOf('\n');
				if (end >= 0) {
					const found = text.slice(0, end);
					text = text.slice(end + 1);
					if (found.startsWith(begin)) return found.slice(begin.length);
					continue;
				}
				const { value, done } = await reader!.read();
				if (done) return null;
				text += value;
			}
		}
		return {
			status: response.status,
			line,
			cut: () => stop.abort(),
			async next(): Promise<Event | null> {
				const data = await line('data: ');
				if (data === null) return null;
				return { id: (await line('id: '))!, job: JSON.parse(data) as LiveJob };
			}
		};
	}

	test('goes on after a lost connection, and after a server that died, with what came meanwhile', async () => {
		const id = await asked(ana);
		const first = await watching(id);
		const { id: last } = (await first.next())!;
		first.cut();
		const work = (await worker.claim())!;
		await worker.progress(work, 0.4);

		const second = await watching(id, last);
		const event = (await second.next())!;
		expect(event.job).toMatchObject({ state: 'active', progress: 0.4 });
		await server.end('SIGKILL');
		await expect(second.next()).rejects.toThrow();
		await startAgain();
		const third = await watching(id, event.id);
		const begun = performance.now();
		await worker.progress(work, 0.8);
		const { job, id: at } = (await third.next())!;
		expect(job).toMatchObject({ progress: 0.8 });
		expect(Number(at)).toBe(Number(event.id) + 1);
		expect(performance.now() - begun).toBeLessThan(AT_ONCE);
		await worker.finish(work, scoreOf('Waltz'));
		const end = (await third.next())!;
		expect(end.job).toMatchObject({ state: 'completed' });
		expect(await third.next()).toBeNull();
		expect((await watching(id, end.id)).status).toBe(204);
	});
});

test('who watches while nothing happens is told now and then that the server is there', async () => {
	const socket = await live();
	await socket.next();
	const id = await asked(ana);
	await nextJob(socket);
	const events = await ana.request(`/api/jobs/${id}/events`);
	const reader = events.body!.pipeThrough(new TextDecoderStream()).getReader();
	let text = '';
	while (!text.includes(': still here')) text += (await reader.read()).value;

	expect(await socket.next()).toEqual({ kind: 'still-here' });
	await reader.cancel();
}, 60_000);
