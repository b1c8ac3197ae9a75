/** A stranger hears the recording of a shared score while its owner allows it, and no longer. */
import type { Page } from '@playwright/test';
import { choose, positionOf, seeMusic } from '#tests/support/errands.ts';
import { expect, test } from '#tests/support/page.ts';
import { plucked } from '#tests/support/recordings.ts';

test.use({ expectedErrors: [/status of 404 .*\/api\/public\//] });

const volume = (page: Page) => page.getByRole('slider', { name: 'Volume: Recording' });

test('a recording is heard through a link and in a frame until its owner takes that back', async ({
	page: owner,
	browser,
	baseURL
}) => {
	test.setTimeout(240_000);
	await owner.goto('/account/register');
	await owner.getByLabel('Name').fill('Nora');
	await owner.getByLabel('E-mail').fill('nora@example.org');
	await owner.getByLabel('Password', { exact: true }).fill('seven quiet herons');
	await owner.getByRole('button', { name: 'Create an account' }).click();
	await expect(owner.getByText('Nora', { exact: true }).first()).toBeVisible();
	await owner.goto('/');
	await choose(owner, plucked('Etude.wav', [60, 64, 67, 72, 67, 64, 60, 64, 67, 72]));
	await seeMusic(owner);

	const share = owner.getByRole('button', { name: 'Share', exact: true });
	const dialog = owner.getByRole('dialog', { name: 'Share' });
	const hear = dialog.getByRole('checkbox', { name: 'Hear my recording' });
	const make = dialog.getByRole('button', { name: 'Create a link' });
	await expect
		.poll(async () => (await owner.request.get('/api/changes?since=0')).text(), { timeout: 30_000 })
		.toContain('Etude');
	await share.click();
	await make.click();
	const address = await dialog.getByLabel('Link', { exact: true }).inputValue();
	await expect(hear).toBeDisabled();
	await expect(dialog.getByText('Your recording is not in your account')).toBeVisible();

	await dialog.getByRole('link', { name: 'Open Account' }).click();
	await owner.getByRole('switch', { name: 'Keep my recordings in my account, too' }).check();
	await expect
		.poll(async () => (await owner.request.get('/api/recordings')).text())
		.toContain('Etude.wav');
	await owner.goBack();
	await seeMusic(owner);
	await share.click();
	await expect(hear).toBeEnabled();
	await hear.check();
	await expect(hear).toBeChecked();
	await expect(hear).toBeEnabled();

	const visitor = await (
		await browser.newContext({ baseURL: baseURL!, locale: 'en-GB' })
	).newPage();
	const parts: number[] = [];
	visitor.on('response', (response) => {
		if (response.url().endsWith('/recording')) parts.push(response.status());
	});
	await visitor.goto(address);
	await seeMusic(visitor);
	await expect(volume(visitor)).toBeVisible();
	expect(parts).toEqual([]);
	const play = visitor.getByRole('button', { name: 'Play', exact: true });
	await visitor.getByRole('slider', { name: 'Volume: Synth' }).press('Home');
	await play.click();
	await expect.poll(() => positionOf(visitor), { timeout: 30_000 }).toBeGreaterThan(0.5);
	expect(parts.length).toBeGreaterThan(0);
	expect(new Set(parts)).toEqual(new Set([206]));
	await expect(visitor.getByText('did not come from the server')).toHaveCount(0);

	// In a frame of another site it is the same.
	const framed = await visitor.context().newPage();
	await framed.goto(address.replace('/shared/', '/embed/'));
	await framed.getByRole('button', { name: 'Play', exact: true }).click({ timeout: 60_000 });
	await expect(volume(framed)).toBeVisible();
	await expect.poll(() => positionOf(framed), { timeout: 30_000 }).toBeGreaterThan(0.5);
	await framed.close();

	await hear.uncheck();
	await expect(hear).toBeEnabled();
	await expect(hear).not.toBeChecked();
	const token = address.split('/').at(-1)!;
	expect((await visitor.request.get(`/api/public/${token}/recording`)).status()).toBe(404);
	// The page that was left open, when it is looked at again.
	await visitor.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
	await expect(volume(visitor)).toBeHidden();
	await expect(visitor.getByText('no longer shares the recording')).toBeVisible();
	await visitor.reload();
	await seeMusic(visitor);
	await expect(volume(visitor)).toBeHidden();
	await play.click();
	await expect.poll(() => positionOf(visitor), { timeout: 30_000 }).toBeGreaterThan(0.5);
	await visitor.context().close();
});
