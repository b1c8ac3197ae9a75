/** What was practised before there was an account is on the next device, and what is said there comes back. */
import type { Browser, Page } from '@playwright/test';
import { seeMusic } from '#tests/support/errands.ts';
import { expect, test } from '#tests/support/page.ts';
import { openStored, PICKING } from '#tests/support/stored-score.ts';

const EMAIL = 'bora@example.org';
const PASSWORD = 'seven quiet herons';

test('practice is on every device of a person', async ({ browser, baseURL }) => {
	test.setTimeout(240_000);
	const laptop = await device(browser, baseURL!);
	await openStored(laptop, 'Picking', PICKING);
	await seeMusic(laptop);
	await laptop.getByRole('button', { name: 'Play', exact: true }).click();
	await expect(laptop.getByRole('button', { name: /^Practice today: ([89]|1\d) s$/ })).toBeVisible({
		timeout: 40_000
	});
	await laptop.getByRole('link', { name: 'Practice' }).first().click();
	await laptop.getByRole('button', { name: 'A bigger goal' }).click();
	// It is on the disk once it is shown; the page is left right after.
	await expect(laptop.getByRole('meter', { name: 'Today' })).toHaveAttribute(
		'aria-valuetext',
		/ of 25 min today$/
	);

	await laptop.goto('/account/register');
	await laptop.getByLabel('Name').fill('Bora');
	await laptop.getByLabel('E-mail').fill(EMAIL);
	await laptop.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
	await laptop.getByRole('button', { name: 'Create an account' }).click();
	await expect(laptop.getByRole('heading', { name: 'Bora' })).toBeVisible();
	await laptop.getByRole('link', { name: 'Practice' }).first().click();

	const phone = await device(browser, baseURL!);
	await phone.goto('/account');
	await phone.getByLabel('E-mail').fill(EMAIL);
	await phone.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
	await phone.getByRole('button', { name: 'Sign in', exact: true }).click();
	await expect(phone.getByRole('heading', { name: 'Bora' })).toBeVisible();
	await phone.getByRole('link', { name: 'Practice' }).first().click();
	await expect(phone.getByRole('meter', { name: 'Today' })).toHaveAttribute(
		'aria-valuetext',
		/^([89]|1\d) s of 25 min today$/,
		{ timeout: 40_000 }
	);
	const notes = (page: Page) => page.getByRole('textbox', { name: 'Notes: Picking' });
	await notes(phone).fill('Slower in bar 7');

	await expect(async () => {
		await laptop.reload();
		await expect(notes(laptop)).toHaveValue('Slower in bar 7', { timeout: 4000 });
	}).toPass({ timeout: 60_000 });
	for (const page of [laptop, phone]) await page.context().close();
});

async function device(browser: Browser, baseURL: string): Promise<Page> {
	const context = await browser.newContext({ baseURL, locale: 'en-GB' });
	return context.newPage();
}
