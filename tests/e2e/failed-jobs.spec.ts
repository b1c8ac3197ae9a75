/** What the server gave up is seen by an admin, who lets it be heard again. */
import { join } from 'node:path';
import { createClient } from '@libsql/client';
import { ORIGIN, WORKER_TOKEN } from '#tests/support/api.ts';
import { barriers } from '#tests/support/barriers.ts';
import { ask, joinAt } from '#tests/support/ear.ts';
import { workerAt } from '#tests/support/jobs.ts';
import { expect, test } from '#tests/support/page.ts';
import { C_MAJOR, plucked } from '#tests/support/recordings.ts';
import { startServer } from '#tests/support/server.ts';
import { register } from '#tests/support/visits.ts';

test('a recording that a worker broke on is told to an admin, without its name, sent again and let go', async ({
	page
}) => {
	const server = await startServer({ settings: { WORKER_TOKEN, ORIGINS: ORIGIN } });
	const worker = workerAt((path, init) => fetch(server.address + path, init));
	const take = plucked('Take.wav', C_MAJOR);
	const ana = await joinAt(server);
	await ask(ana, { bytes: take.buffer, name: take.name, title: 'Secret waltz' });
	const work = (await worker.claim())!;
	await worker.fail(work, { code: 'crashed', message: 'The worker made a mistake.', final: true });

	await page.goto(server.address);
	await register(page, 'Warden', 'warden@failed-jobs.example', server.address);
	const database = createClient({ url: `file:${join(server.data, 'genesis.db')}` });
	await database.execute("UPDATE user SET role = 'admin' WHERE name = 'Warden'");
	database.close();
	await page.goto(`${server.address}/admin`);

	await expect(page.getByRole('heading', { name: 'Not heard by the server' })).toBeVisible();
	const failed = page.getByRole('listitem').filter({ hasText: 'A worker made a mistake' });
	await expect(failed).toContainText('attempts: 1');
	await expect(page.getByText('Secret waltz')).toHaveCount(0);
	expect(await barriers(page)).toEqual([]);
	await failed.getByRole('button', { name: 'Try again' }).click();

	await expect(page.getByText('It stands in line again.')).toBeVisible();
	await expect(failed).toHaveCount(0);
	const again = (await worker.claim())!;
	expect(again.job).toMatchObject({ id: work.job.id, attempt: 1 });

	await worker.fail(again, { code: 'no-space', message: 'There was no room.', final: true });
	await page.reload();
	const other = page.getByRole('listitem').filter({ hasText: 'A worker had no room for it' });
	await other.getByRole('button', { name: 'Let it go' }).click();
	await expect(page.getByText('It is off this list')).toBeVisible();
	await expect(page.getByRole('heading', { name: 'Not heard by the server' })).toHaveCount(0);
	await page.close();
	await server.stop();
});
