import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test as anywhere } from 'vitest';
import { session, user } from '#api/db/schema/accounts.ts';
import { transcriptionJobs } from '#api/db/schema/jobs.ts';
import { uploads } from '#api/db/schema/uploads.ts';
import { sweepJobs } from '#api/queue/leftovers.ts';
import { KEPT } from '#api/queue/queue.ts';
import { DEFAULT_HEARING } from '#music/settings.ts';
import { openApi, type Person, type TestApi } from '#tests/support/api.ts';
import { asked, jobAt, scoreOf, SHORT, workerAt } from '#tests/support/jobs.ts';
import { send } from '#tests/support/send.ts';
import { announced, uploaded } from '#tests/support/tus.ts';
import { lacks } from '#tests/support/where.ts';

const test = anywhere.skipIf(lacks('hearing'));

let api: TestApi;
let ana: Person;
let worker: ReturnType<typeof workerAt>;

beforeEach(async () => {
	api = await openApi();
	ana = await api.join('Ana');
	worker = workerAt(api.request);
});

afterEach(() => api.close());

const crash = { code: 'crash', message: 'It broke.', final: true };

describe('a recording that is sent to the server', () => {
	test('is heard by a worker, and its score is what the worker wrote, to the byte', async () => {
		const id = await asked(ana, '아리랑');
		expect(await jobAt(ana, id)).toMatchObject({ state: 'pending', stage: 'waiting', progress: 0 });
		expect((await ana.request(`/api/jobs/${id}/result`)).status).toBe(409);

		const work = (await worker.claim())!;
		expect(work).toMatchObject({
			job: { id, attempt: 1, settings: {}, title: '아리랑', name: '아리랑.wav' },
			lease: { seconds: 8 }
		});
		const source = await worker.source(work);
		expect(Buffer.from(await source.arrayBuffer()).equals(SHORT)).toBe(true);
		expect(await worker.progress(work, 0.4)).toBe('go-on');
		expect(await jobAt(ana, id)).toMatchObject({
			state: 'active',
			stage: 'listening',
			progress: 0.4,
			attempts: 1
		});

		const score = `${scoreOf('아리랑')}\n`;
		expect(await (await worker.finish(work, score)).json()).toEqual({ state: 'completed' });
		expect(await jobAt(ana, id)).toMatchObject({ state: 'completed', progress: 1, failure: null });
		const result = await ana.request(`/api/jobs/${id}/result`);
		expect(result.headers.get('Content-Type')).toBe('application/json');
		expect(await result.text()).toBe(score);
	});

	test('is removed when its score is there, but not while another job needs it', async () => {
		const upload = await uploaded(ana, SHORT, { name: 'a.wav' });
		const there = async (): Promise<number> => (await api.database.select().from(uploads)).length;
		for (const title of ['Once', 'Again']) await send(ana, 'POST', '/api/jobs', { upload, title });
		const [first, second] = [(await worker.claim())!, (await worker.claim())!];

		await worker.finish(first, scoreOf('Once'));
		expect(await there()).toBe(1);
		expect((await worker.source(second)).status).toBe(200);
		await worker.finish(second, scoreOf('Again'));
		expect(await there()).toBe(0);
	});

	test('is asked for once, however often the request is sent', async () => {
		const upload = await uploaded(ana, SHORT, { name: 'a.wav' });
		const ask = (title: string) =>
			send(ana, 'POST', '/api/jobs', { upload, title }, { 'Idempotency-Key': 'the one key' });
		const answers = await Promise.all([ask('A'), ask('A'), ask('A')]);
		const ids = await Promise.all(
			answers.map(async (each) => ((await each.json()) as { id: string }).id)
		);
		expect(new Set(ids).size).toBe(1);

		await worker.finish((await worker.claim())!, scoreOf('A'));
		expect(await (await ask('A')).json()).toEqual({ id: ids[0] });
		expect((await ask('B')).status).toBe(422);
		expect(await worker.claim()).toBeNull();
	});

	test('carries what the ear is told, and nothing that the ear does not know', async () => {
		const upload = await uploaded(ana, SHORT, { name: 'a.wav' });
		const ask = (settings: unknown) =>
			send(ana, 'POST', '/api/jobs', { upload, title: 'A', settings });
		const hearing = { ...DEFAULT_HEARING, profile: 'guitar' };

		expect((await ask({ hearing })).status).toBe(202);
		expect((await worker.claim())!.job.settings).toEqual({ hearing });
		for (const wrong of [
			{ hearing: { ...hearing, least: 2 } },
			{ hearing: { least: 0.5 } },
			{ listen: true }
		]) {
			expect((await ask(wrong)).status).toBe(400);
		}
	});

	test('must have come whole, and be the person’s own', async () => {
		const ben = await api.join('Ben');
		const [his, part] = [await uploaded(ben, SHORT), await announced(ana, 9)];
		for (const upload of [his, part, randomUUID()]) {
			const answer = await send(ana, 'POST', '/api/jobs', { upload, title: 'A' });
			expect(answer.status).toBe(404);
			expect(await answer.json()).toMatchObject({ error: 'no-upload' });
		}
	});

	test('waits behind at most nineteen of its owner’s', async () => {
		const upload = await uploaded(ana, SHORT);
		const ask = () => send(ana, 'POST', '/api/jobs', { upload, title: 'A' });
		const answers = await Promise.all(Array.from({ length: 25 }, ask));

		const statuses = answers.map(({ status }) => status);
		expect(statuses.filter((status) => status === 202)).toHaveLength(20);
		expect(statuses.filter((status) => status === 429)).toHaveLength(5);
		const { jobs } = (await (await ana.request('/api/jobs')).json()) as { jobs: object[] };
		expect(jobs).toHaveLength(20);
	});

	test('is not heard any more when its owner takes that back', async () => {
		const [waiting, heard] = [await asked(ana, 'B'), await asked(ana, 'A')];
		await send(ana, 'POST', `/api/jobs/${waiting}/cancel`);
		const work = (await worker.claim())!;
		expect(work.job.id).toBe(heard);
		await worker.checkpoint(work, new Uint8Array([1, 2, 3]));

		const cancelled = await send(ana, 'POST', `/api/jobs/${heard}/cancel`);
		expect(await cancelled.json()).toMatchObject({ state: 'cancelled' });
		expect(await worker.beat(work)).toBe('cancelled');
		expect(await (await worker.finish(work, scoreOf('A'))).json()).toEqual({ state: 'cancelled' });
		expect(await api.services.files!.size(`${ana.id}/checkpoint-${heard}`)).toBeNull();
		expect((await ana.request(`/api/jobs/${heard}/result`)).status).toBe(409);
	});
});

test('a server offers its ear while a worker is there, and not a minute later', async () => {
	const offer = async (): Promise<unknown> => (await ana.request('/api/jobs/offer')).json();
	expect(await offer()).toMatchObject({ available: false, separation: false });
	await worker.claim();
	expect(await offer()).toEqual({
		available: true,
		maxBytes: 300_000_000,
		maxSeconds: 10_800,
		separation: false
	});
	api.clock.now += 61_000;
	expect(await offer()).toMatchObject({ available: false });
});

test('jobs go when they have been kept long enough: scores after a day, failures after a week', async () => {
	const [done, failed] = [await asked(ana, 'A'), await asked(ana, 'B')];
	await worker.finish((await worker.claim())!, scoreOf('A'));
	await worker.fail((await worker.claim())!, crash);
	api.clock.now += KEPT.completed + 1;
	await sweepJobs(api.services);
	const left = async () =>
		(await api.database.select().from(transcriptionJobs)).map(({ id }) => id);
	expect(await left()).toEqual([failed]);
	expect(done).not.toBe(failed);
	api.clock.now += KEPT.failed;
	await sweepJobs(api.services);
	expect(await left()).toEqual([]);
});

test('an admin sees why jobs failed, not whose they are or of what, and sends one again', async () => {
	const id = await asked(ana, 'Secret waltz');
	await worker.fail((await worker.claim())!, crash);
	const admin = await api.join('Admin');
	await api.database.update(user).set({ role: 'admin' }).where(eq(user.id, admin.id));

	const answer = await (await admin.request('/api/admin/jobs')).text();
	expect(JSON.parse(answer)).toMatchObject({
		jobs: [{ id, code: 'crash', message: 'It broke.', attempts: 1, worker: 'worker-1' }]
	});
	expect(answer).not.toMatch(new RegExp(`Secret|${ana.id}`));
	expect((await send(admin, 'POST', `/api/admin/jobs/${id}/retry`)).status).toBe(204);
	expect((await send(admin, 'POST', `/api/admin/jobs/${id}/retry`)).status).toBe(404);
	const work = (await worker.claim())!;
	expect(work.job).toMatchObject({ id, attempt: 1 });
});

test('an admin lets go of a dead letter, and its owner still sees that it failed', async () => {
	const id = await asked(ana);
	await worker.fail((await worker.claim())!, crash);
	const admin = await api.join('Admin');
	await api.database.update(user).set({ role: 'admin' }).where(eq(user.id, admin.id));

	expect((await send(ana, 'DELETE', `/api/admin/jobs/${id}`)).status).toBe(403);
	expect((await send(admin, 'DELETE', `/api/admin/jobs/${id}`)).status).toBe(204);
	expect((await send(admin, 'DELETE', `/api/admin/jobs/${id}`)).status).toBe(404);
	expect(await (await admin.request('/api/admin/jobs')).json()).toEqual({ jobs: [] });
	expect(await jobAt(ana, id)).toMatchObject({ state: 'failed', failure: 'crash' });
});

describe('events of a job', () => {
	/** Reads events as they come. */
	async function watching(id: string, last?: number) {
		const headers: Record<string, string> =
			last === undefined ? {} : { 'Last-Event-ID': `${last}` };
		const response = await ana.request(`/api/jobs/${id}/events`, { headers });
		const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
		let text = '';
		return {
			response,
			/** The next job that is told; null when the stream has ended. */
			async next(): Promise<Record<string, unknown> | null> {
				for (;;) {
					const [whole, rest] = text.split(/\n\n([^]*)/, 2);
					if (rest !== undefined) {
						text = rest;
						const data = /^data: (.*)$/m.exec(whole!)?.[1];
						if (data) return JSON.parse(data) as Record<string, unknown>;
						continue;
					}
					const { value, done } = await reader!.read();
					if (done) return null;
					text += value;
				}
			}
		};
	}

	test('come as they happen, and end with the job', async () => {
		const id = await asked(ana);
		const events = await watching(id);
		expect(events.response.headers.get('Content-Type')).toMatch(/^text\/event-stream/);
		expect(await events.next()).toMatchObject({ id, state: 'pending' });
		const work = (await worker.claim())!;
		expect(await events.next()).toMatchObject({ state: 'active', stage: 'fetching' });
		const begun = performance.now();
		await worker.progress(work, 0.5);
		expect(await events.next()).toMatchObject({ stage: 'listening', progress: 0.5 });
		expect(performance.now() - begun).toBeLessThan(900); // told, not found
		await worker.finish(work, scoreOf('Waltz'));
		expect(await events.next()).toMatchObject({ state: 'completed' });
		expect(await events.next()).toBeNull();
	});

	test('go on after a lost connection with what came meanwhile, and not with what was told', async () => {
		const id = await asked(ana);
		const { revision } = (await (await watching(id)).next())!;
		const work = (await worker.claim())!;
		await worker.progress(work, 0.7);
		const events = await watching(id, revision as number);
		const told = (await events.next())!;
		expect(told).toMatchObject({ progress: 0.7 });
		await worker.finish(work, scoreOf('Waltz'));
		expect(await events.next()).toMatchObject({ state: 'completed' });

		const { revision: last } = await jobAt(ana, id);
		expect((await watching(id, last as number)).response.status).toBe(204);
	});

	test('that another process causes are found within a moment', async () => {
		const id = await asked(ana);
		const events = await watching(id);
		await events.next();
		await api.database
			.update(transcriptionJobs)
			.set({ progress: 0.3, revision: 9 })
			.where(eq(transcriptionJobs.id, id));
		expect(await events.next()).toMatchObject({ progress: 0.3, revision: 9 });
	});

	test('end with the session', async () => {
		const events = await watching(await asked(ana));
		await events.next();
		await api.database.delete(session).where(eq(session.userId, ana.id));
		expect(await events.next()).toBeNull();
	});

	test('end when the server stops, for whoever waits to come back', async () => {
		const events = await watching(await asked(ana));
		await events.next();
		api.services.jobs!.bus.close();
		expect(await events.next()).toBeNull();
	});
});
