/** A recording that its owner keeps in the account is heard on another device. */
import type { Browser, Page } from '@playwright/test';
import { choose, seeMusic } from '#tests/support/errands.ts';
import { expect, test } from '#tests/support/page.ts';
import { plucked } from '#tests/support/recordings.ts';

const EMAIL = 'mina@example.org';
const PASSWORD = 'seven quiet herons';

test('a recording goes up when it is wanted there, and plays on another device', async ({
	browser,
	baseURL
}) => {
	test.setTimeout(240_000);
	const laptop = await device(browser, baseURL!);
	await laptop.goto('/account/register');
	await laptop.getByLabel('Name').fill('Mina');
	await enter(laptop, 'Create an account');
	await laptop.goto('/');
	await choose(laptop, plucked('Etude.wav', [60, 64, 67, 72, 67, 64]));
	await seeMusic(laptop);
	await laptop.getByRole('link', { name: 'Account' }).click();
	expect(await recordings(laptop)).toHaveLength(0);

	const wanted = laptop.getByRole('switch', { name: 'Keep my recordings in my account, too' });
	await expect(wanted).not.toBeChecked();
	await wanted.check();
	await expect.poll(() => recordings(laptop), { timeout: 60_000 }).toHaveLength(1);
	await laptop.reload();
	await expect(wanted).toBeChecked();

	const phone = await device(browser, baseURL!);
	await phone.goto('/account');
	await enter(phone, 'Sign in');
	await expect(phone.getByRole('switch')).not.toBeChecked();
	await phone.getByRole('link', { name: 'Library' }).first().click();
	await phone.getByRole('main').getByRole('link', { name: 'Etude', exact: true }).first().click();
	await seeMusic(phone);
	const volume = phone.getByRole('slider', { name: 'Volume: Recording' });
	await expect(volume).toBeHidden();
	await phone.getByRole('button', { name: 'Get the recording' }).click();
	await expect(volume).toBeVisible();
	await expect(phone.getByRole('button', { name: 'Get the recording' })).toBeHidden();

	// It is here from now on, and sounds with the network off.
	await phone.context().setOffline(true);
	await phone.getByRole('button', { name: 'Play', exact: true }).click();
	await expect(phone.getByRole('button', { name: 'Pause', exact: true })).toBeVisible();
	await expect(phone.getByText('cannot play the recording')).toHaveCount(0);
	for (const page of [laptop, phone]) await page.context().close();
});

async function device(browser: Browser, baseURL: string): Promise<Page> {
	return (await browser.newContext({ baseURL, locale: 'en-GB' })).newPage();
}

async function enter(page: Page, button: string): Promise<void> {
	await page.getByLabel('E-mail').fill(EMAIL);
	await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
	await page.getByRole('button', { name: button, exact: true }).click();
	await expect(page.getByRole('heading', { name: 'Mina' })).toBeVisible();
}

async function recordings(page: Page): Promise<readonly unknown[]> {
	const answer = await page.request.get('/api/recordings');
	return ((await answer.json()) as { recordings: unknown[] }).recordings;
}
