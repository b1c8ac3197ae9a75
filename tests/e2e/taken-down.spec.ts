/** A score that was taken down cannot be shared, its owner reads why, and an admin can lift it. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { createClient } from '@libsql/client';
import type { Browser, Page } from '@playwright/test';
import { seeMusic } from '#tests/support/errands.ts';
import { keptDocument } from '#tests/support/kept-score.ts';
import { expect, test } from '#tests/support/page.ts';
import { PICKING } from '#tests/support/stored-score.ts';

test.use({ expectedErrors: [/status of 40[34] .*\/api\//] });

async function register(browser: Browser, baseURL: string, name: string): Promise<Page> {
	const page = await (await browser.newContext({ baseURL, locale: 'en-GB' })).newPage();
	await page.goto('/account/register');
	await page.getByLabel('Name').fill(name);
	await page.getByLabel('E-mail').fill(`${name.toLowerCase()}@taken-down.example`);
	await page.getByLabel('Password', { exact: true }).fill('seven quiet herons');
	await page.getByRole('button', { name: 'Create an account' }).click();
	await expect(page.getByText(name, { exact: true }).first()).toBeVisible();
	return page;
}

test('what an admin takes down stays down until an admin lifts it', async ({
	browser,
	baseURL,
	server
}) => {
	test.setTimeout(180_000);
	const owner = await register(browser, baseURL!, 'Vera');
	const document = keptDocument({ title: 'Not mine', artist: 'Vera' }, PICKING);
	await owner.goto('/');
	await owner
		.getByLabel('Recording', { exact: true })
		.first()
		.setInputFiles({
			name: 'Not mine.json',
			mimeType: 'application/json',
			buffer: Buffer.from(JSON.stringify(document))
		});
	await owner.waitForURL(/\/score\//);
	await seeMusic(owner);
	const Origin = new URL(owner.url()).origin;
	const content = { document, card: null, recording: null };
	const sent = await owner.request.post('/api/changes', {
		headers: { 'Idempotency-Key': randomUUID(), Origin },
		data: { items: [{ kind: 'score', id: document.id, base: 0, content }] }
	});
	expect(sent.ok()).toBe(true);
	const share = owner.getByRole('button', { name: 'Share', exact: true });
	const dialog = owner.getByRole('dialog', { name: 'Share' });
	await share.click();
	await dialog.getByRole('button', { name: 'Create a link' }).click();
	const address = await dialog.getByLabel('Link', { exact: true }).inputValue();
	await owner.keyboard.press('Escape');

	const visitor = await (
		await browser.newContext({ baseURL: baseURL!, locale: 'en-GB' })
	).newPage();
	await visitor.goto(address);
	await seeMusic(visitor);
	await visitor.getByRole('button', { name: 'More' }).click();
	await visitor.getByRole('menuitem', { name: 'Report this score' }).click();
	await visitor.getByRole('button', { name: 'Send the report' }).click();
	await expect(visitor.getByText('Somebody will look at it')).toBeVisible();

	const admin = await register(browser, baseURL!, 'Warden');
	const database = createClient({ url: `file:${join(server.data, 'genesis.db')}` });
	await database.execute("UPDATE user SET role = 'admin' WHERE name = 'Warden'");
	database.close();
	await admin.goto('/admin');
	// Other errands on this server have reported scores of theirs.
	const reported = admin.getByRole('listitem').filter({ hasText: 'Not mine' });
	await reported.getByRole('button', { name: 'Take it down' }).click();
	await expect(admin.getByRole('heading', { name: 'Taken down' })).toBeVisible();
	expect((await visitor.request.get(address.replace('/shared/', '/api/public/'))).status()).toBe(
		404
	);

	await share.click();
	await expect(dialog.getByText('This music was taken down after a report')).toBeVisible();
	await expect(dialog.getByRole('button', { name: 'Create a link' })).toHaveCount(0);
	await owner.keyboard.press('Escape');

	await admin.getByRole('button', { name: 'Allow sharing again' }).click();
	await expect(admin.getByText('Its owner can share it again')).toBeVisible();
	await expect(admin.getByRole('heading', { name: 'Taken down' })).toHaveCount(0);
	await share.click();
	await dialog.getByRole('button', { name: 'Create a link' }).click();
	await expect(dialog.getByLabel('Link', { exact: true })).toBeVisible();
	for (const page of [owner, visitor, admin]) await page.context().close();
});
