/** What was changed offline reaches the account although no tab is open any more. */
import { randomUUID } from 'node:crypto';
import type { CDPSession } from '@playwright/test';
import { expect, test } from '#tests/support/page.ts';
import { bring, inSync, register, rename, scoresOf, titled } from '#tests/support/visits.ts';

test.use({ serviceWorkers: 'allow' });

test.use({ expectedErrors: [[/Failed to load resource/], { scope: 'test' }] });

/** The installed worker, as the browser's tools see it. */
async function registrationIn(tools: CDPSession): Promise<string> {
	const found = new Promise<string>((resolve) =>
		tools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
			const [first] = registrations;
			if (first) resolve(first.registrationId);
		})
	);
	await tools.send('ServiceWorker.enable');
	return found;
}

test('a change that was made offline goes up after the tab was closed', async ({
	page,
	context,
	baseURL
}) => {
	test.setTimeout(180_000);
	await bring(page, 'Nocturne');
	await register(page, 'Gil', `gil-${randomUUID()}@example.org`);
	await page.goto('/');
	await inSync(page);
	await page.evaluate(async () => void (await navigator.serviceWorker.ready));
	await expect.poll(() => scoresOf(page)).toHaveLength(1);
	const before = await scoresOf(page);
	await titled(page, 'Nocturne').click();
	await context.setOffline(true);
	await rename(page, 'Nocturne', 'Nocturne, at night');
	const tags = () =>
		page.evaluate(async () => {
			const { sync } = (await navigator.serviceWorker.ready) as unknown as {
				sync: { getTags(): Promise<string[]> };
			};
			return sync.getTags();
		});
	await expect.poll(tags).toEqual(['changes']);

	// A page of no app, only to look from outside.
	const outside = await context.newPage();
	const tools = await context.newCDPSession(outside);
	await page.close();
	await context.setOffline(false);
	await outside.goto(`${baseURL}/robots.txt`);
	const registrationId = await registrationIn(tools);
	const call = { origin: baseURL!, registrationId, tag: 'changes', lastChance: false };
	await tools.send('ServiceWorker.dispatchSyncEvent', call);

	await expect
		.poll(() => scoresOf(outside), { timeout: 30_000 })
		.toEqual([{ title: 'Nocturne, at night', revision: before[0]!.revision + 1 }]);
	// Called once more, it finds nothing to send, and the next tab neither.
	await tools.send('ServiceWorker.dispatchSyncEvent', call);
	const next = await context.newPage();
	await next.goto('/');
	await inSync(next);
	await expect(titled(next, 'Nocturne, at night')).toBeVisible();
	expect(await scoresOf(next)).toMatchObject([{ revision: before[0]!.revision + 1 }]);
});
