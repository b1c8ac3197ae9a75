import { afterEach, beforeEach, expect, test as anywhere } from 'vitest';
import {
	FRIEND,
	openApi,
	ORIGIN,
	WORKER_TOKEN,
	type Person,
	type TestApi
} from '#tests/support/api.ts';
import { asked, jobAt, scoreOf, workerAt } from '#tests/support/jobs.ts';
import { lacks } from '#tests/support/where.ts';

const test = anywhere.skipIf(lacks('hearing'));

let api: TestApi;
let ana: Person;
let worker: ReturnType<typeof workerAt>;

beforeEach(async () => {
	api = await openApi({ limits: { addressWrites: [{ most: 10, seconds: 60 }] } });
	ana = await api.join('Ana');
	worker = workerAt(api.request);
});

afterEach(() => api.close());

const CLAIM = { method: 'POST', body: '{"worker":"w"}' };
const JSON_HEADERS = { 'Content-Type': 'application/json' };

test('only who shows the token is a worker: no cookie, no other word, and no page with the token', async () => {
	const claim = async (headers: Record<string, string>): Promise<Response> =>
		api.request('/api/worker/claim', { ...CLAIM, headers: { ...JSON_HEADERS, ...headers } });
	const bearer = `Bearer ${WORKER_TOKEN}`;

	expect((await claim({})).status).toBe(401);
	expect((await claim({ Authorization: WORKER_TOKEN })).status).toBe(401);
	expect((await claim({ Authorization: `${bearer}x` })).status).toBe(401);
	expect((await claim({ Authorization: bearer.slice(0, -1) })).status).toBe(401);
	const cookies = await ana.request('/api/worker/claim', { ...CLAIM, headers: JSON_HEADERS });
	expect(cookies.status).toBe(401);
	for (const Origin of [ORIGIN, FRIEND, 'https://evil.example']) {
		const page = await claim({ Authorization: bearer, Origin });
		expect(page.status).toBe(403);
		expect(page.headers.get('Access-Control-Allow-Origin')).toBeNull();
	}
	expect((await claim({ Authorization: bearer })).status).toBe(204);
});

test('a browser is not told that it may ask what workers ask', async () => {
	const preflight = await api.request('/api/worker/claim', {
		method: 'OPTIONS',
		headers: { Origin: FRIEND, 'Access-Control-Request-Method': 'POST' }
	});
	expect(preflight.headers.get('Access-Control-Allow-Origin')).toBeNull();
});

test('a worker may ask as often as it likes, and who guesses the token may not', async () => {
	for (let i = 0; i < 30; i += 1) expect(await worker.claim()).toBeNull();
	const guess = async (): Promise<Response> =>
		api.request('/api/worker/claim', {
			...CLAIM,
			headers: { Authorization: `Bearer ${Math.random()}` }
		});
	const statuses: number[] = [];
	for (let i = 0; i < 15; i += 1) statuses.push((await guess()).status);
	expect(statuses.at(-1)).toBe(429);
	expect(await worker.claim()).toBeNull();
});

test('what is no score is not kept, and its worker may send a better one', async () => {
	const id = await asked(ana);
	const work = (await worker.claim())!;
	for (const wrong of ['', '{}', '[1', 'x'.repeat(1000), JSON.stringify({ version: 3 })]) {
		expect((await worker.finish(work, wrong)).status).toBe(400);
	}
	expect((await worker.finish(work, 'x'.repeat(24_000_001))).status).toBe(413);
	expect(await jobAt(ana, id)).toMatchObject({ state: 'active' });
	expect((await worker.finish(work, scoreOf('A'))).status).toBe(200);
});

test('a job that is taken over goes on where it was', async () => {
	const id = await asked(ana);
	const first = (await worker.claim())!;
	expect((await worker.checkpoint(first)).status).toBe(204);
	const bytes = Uint8Array.from({ length: 100_000 }, (_, i) => i % 251);
	expect(await (await worker.checkpoint(first, bytes)).json()).toEqual({ state: 'go-on' });

	api.clock.now += 9_000;
	const second = (await worker.claim())!;
	expect(second.job).toMatchObject({ id, attempt: 2 });
	const kept = await worker.checkpoint(second);
	expect(new Uint8Array(await kept.arrayBuffer())).toEqual(bytes);

	// The first one lives after all: it is told to leave, and what it has is not taken.
	expect(await (await worker.checkpoint(first, new Uint8Array([9]))).json()).toEqual({
		state: 'lost'
	});
	expect((await worker.checkpoint(first)).status).toBe(409);
	expect((await worker.source(first)).status).toBe(409);
	expect(await worker.progress(first, 0.9)).toBe('lost');
	expect(new Uint8Array(await (await worker.checkpoint(second)).arrayBuffer())).toEqual(bytes);

	await worker.finish(second, scoreOf('A'));
	expect(await api.services.files!.size(`${ana.id}/checkpoint-${id}`)).toBeNull();
});

test('a result that comes twice is answered alike; another one is not taken', async () => {
	const id = await asked(ana);
	const work = (await worker.claim())!;
	const score = scoreOf('A');
	expect(await (await worker.finish(work, score)).json()).toEqual({ state: 'completed' });
	expect(await (await worker.finish(work, score)).json()).toEqual({ state: 'completed' });
	expect(await (await worker.finish(work, scoreOf('B'))).json()).toEqual({ state: 'lost' });
	expect(await (await ana.request(`/api/jobs/${id}/result`)).text()).toBe(score);
});

test('a stopping worker gives its job back, and another has it at once', async () => {
	const id = await asked(ana);
	expect(await worker.giveBack((await worker.claim())!)).toBe('go-on');
	expect((await worker.claim())!.job).toMatchObject({ id, attempt: 1 });
});
