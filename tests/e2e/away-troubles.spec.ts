/** A server that is asked to listen, and what may come in between. Its worker is led by the hand. */
import { join } from 'node:path';
import { createClient } from '@libsql/client';
import type { BrowserContext, Page } from '@playwright/test';
import { WORKER_TOKEN } from '#tests/support/api.ts';
import { seeMusic } from '#tests/support/errands.ts';
import { workerAt } from '#tests/support/jobs.ts';
import { document } from '#tests/support/open-library.ts';
import { expect, test } from '#tests/support/page.ts';
import { melody } from '#tests/support/performance.ts';
import { C_MAJOR, plucked } from '#tests/support/recordings.ts';
import { freePort, startServer, type Server } from '#tests/support/server.ts';
import {
	agree,
	bar,
	jobsOf,
	openInVain,
	question,
	register,
	seeOffer,
	signIn,
	weakDevice,
	type WeakDevice
} from '#tests/support/weak-device.ts';

const TAKE = plucked('Take.wav', C_MAJOR);
const THEIRS = JSON.stringify(document('Take', melody('60:1 62:1 64:1 65:1')));

let server: Server;
let device: WeakDevice;
let page: Page;

const start = (port: number, data?: string): Promise<Server> =>
	startServer({ port, settings: { WORKER_TOKEN }, ...(data && { data }) });
const worker = workerAt((path, init) => fetch(server.address + path, init));

test.beforeEach(async ({}, { title }) => {
	server = await start(await freePort());
	device = await weakDevice(server.address);
	page = await device.context.newPage();
	await openInVain(page, TAKE);
	await worker.claim(); // from then on there is somebody who listens
	await (await seeOffer(page)).click();
	await register(page, title.split(':')[0]!);
	await expect(question(page)).toBeVisible();
});

test.afterEach(async () => {
	await device.close();
	await server.stop();
});

const send = (): Promise<void> =>
	question(page).getByRole('button', { name: 'Send and listen' }).click();

async function uploadsOf({ request }: BrowserContext): Promise<readonly unknown[]> {
	const answer = await request.get('/api/uploads');
	return ((await answer.json()) as { uploads: readonly unknown[] }).uploads;
}

async function claimed() {
	await expect.poll(async () => (await jobsOf(device.context))[0]?.state).toBe('pending');
	const work = await worker.claim();
	if (!work) throw new Error('nothing to do');
	return work;
}

test('Ana: no room, taken back, failed: each is said, and the recording stays', async () => {
	const { context } = device;
	const database = createClient({ url: `file:${join(server.data, 'genesis.db')}` });
	await database.execute('PRAGMA busy_timeout = 10000'); // the server writes, too
	await database.execute('UPDATE user SET storage_limit = 1000');
	await send();
	await expect(page.getByText('Your account has no room for this recording.')).toBeVisible();
	await database.execute('UPDATE user SET storage_limit = 100000000');
	database.close();

	await agree(page);
	await expect(bar(page)).toContainText('Waiting its turn on the server');
	await bar(page).getByRole('button', { name: 'Stop' }).click();
	await expect(page.getByText('This recording has not been heard yet.')).toBeVisible();
	await expect.poll(async () => (await jobsOf(context))[0]?.state).toBe('cancelled');
	await expect.poll(() => uploadsOf(context)).toEqual([]);

	await agree(page);
	const work = await claimed();
	await worker.progress(work, 0.4);
	await expect(bar(page)).toContainText('The server listens… 40%');
	await worker.fail(work, { code: 'crashed', message: 'It broke.', final: true });
	await expect(page.getByText('The server could not hear this recording.')).toBeVisible();
	await expect(page.getByText('Your recording is kept in the library.')).toBeVisible();
	await expect.poll(() => uploadsOf(context)).toEqual([]);

	await agree(page);
	const next = await claimed();
	await worker.progress(next, 0.4);
	await expect(bar(page)).toContainText('The server listens… 40%');
	await bar(page).getByRole('button', { name: 'Stop' }).click();
	await expect(page.getByRole('button', { name: 'Let the server listen' })).toBeVisible();
	await expect.poll(() => worker.beat(next)).toBe('cancelled');
});

test('Ben: the server goes away and comes back, and the person signs out and in again', async () => {
	const { context } = device;
	await send();
	const work = await claimed();
	await worker.progress(work, 0.2);
	await expect(bar(page)).toContainText('The server listens… 20%');
	await context.setOffline(true);
	await expect(bar(page)).toContainText('Waiting for the connection');
	await context.setOffline(false);
	await expect(bar(page)).toContainText('The server listens… 20%');
	await server.end('SIGTERM');
	await expect(bar(page)).toContainText('Waiting for the connection');
	server = await start(Number(new URL(server.address).port), server.data);
	await worker.progress(work, 0.6);
	await expect(bar(page)).toContainText('The server listens… 60%', { timeout: 30_000 });

	await context.request.post('/api/auth/sign-out', { headers: { Origin: server.address } });
	await expect(page.getByText('The account that asked the server is signed out here.')).toBeVisible(
		{ timeout: 30_000 }
	);
	await worker.beat(work);
	await signIn(page, 'Ben');
	await expect(bar(page)).toContainText('The server listens… 60%');
	const second = await context.newPage();
	await second.goto(page.url());
	await worker.finish(work, THEIRS);
	await seeMusic(page);
	await seeMusic(second);
	await second.goto('/');
	await expect(second.getByRole('link', { name: 'Take' })).toHaveCount(1);
	expect(await uploadsOf(context)).toEqual([]);
});
