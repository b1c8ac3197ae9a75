import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from '#tests/support/page.ts';
import { PNG } from '#tests/support/pictures.ts';
import { languages, localeOf, wordsOf, type Words } from '#tests/support/words.ts';

const PASSWORD = 'seven quiet herons';

/** A refusal of the server is written to the console by the browser. */
test.use({ expectedErrors: [[/Failed to load resource.*\/api\//], { scope: 'test' }] });

async function register(page: Page, words: Words, name: string, email: string): Promise<void> {
	await page.goto('/account');
	await page.getByRole('link', { name: words('account_register') }).click();
	await page.getByLabel(words('account_name'), { exact: true }).fill(name);
	await page.getByLabel(words('account_email'), { exact: true }).fill(email);
	await page.getByLabel(words('account_password'), { exact: true }).fill(PASSWORD);
	await page.getByRole('button', { name: words('account_register') }).click();
	await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
	await expect(page.getByText(words('account_device_this'), { exact: true })).toBeVisible();
}

async function enter(page: Page, words: Words, email: string, password: string): Promise<void> {
	await page.getByLabel(words('account_email'), { exact: true }).fill(email);
	await page.getByLabel(words('account_password'), { exact: true }).fill(password);
	await page.getByRole('button', { name: words('account_sign_in'), exact: true }).click();
}

/** What axe calls serious or critical, as lines that say where. */
async function barriers(page: Page): Promise<string[]> {
	const { violations } = await new AxeBuilder({ page }).analyze();
	return violations
		.filter(({ impact }) => impact === 'serious' || impact === 'critical')
		.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
}

for (const language of languages) {
	const words = wordsOf(language);

	test.describe(`in ${language}`, () => {
		test.use({ locale: localeOf(language) });

		test('somebody registers, leaves, comes back, and deletes the account', async ({ page }) => {
			const email = `ana-${language}@example.org`;
			await register(page, words, 'Ana', email);

			await signOut(page, words);
			await enter(page, words, email, 'not this one at all');
			await expect(page.getByRole('alert')).toContainText(words('account_wrong'));
			await enter(page, words, email, PASSWORD);
			await expect(page.getByRole('heading', { level: 1, name: 'Ana' })).toBeVisible();

			await page.getByRole('button', { name: words('account_delete'), exact: true }).click();
			const dialog = page.getByRole('dialog');
			await dialog.getByLabel(words('account_password'), { exact: true }).fill(PASSWORD);
			await dialog.getByRole('button', { name: words('account_delete_now') }).click();
			await expect(page.getByText(words('account_deleted'))).toBeVisible();
			await enter(page, words, email, PASSWORD);
			await expect(page.getByRole('alert')).toContainText(words('account_wrong'));
		});
	});
}

/** The library stays on the device. */
async function signOut(page: Page, words: Words): Promise<void> {
	await page.getByRole('button', { name: words('account_sign_out'), exact: true }).click();
	await page
		.getByRole('dialog')
		.getByRole('button', { name: words('sync_leave_keep') })
		.click();
	await expect(page.getByRole('heading', { name: words('account_sign_in') })).toBeVisible();
}

const words = wordsOf('en');

test('a profile is changed, and what was typed is never taken for a part of the page', async ({
	page
}) => {
	await register(page, words, 'Ben', 'ben@example.org');
	const name = '<img src=x onerror=alert(1)>';
	await page.getByLabel('Name', { exact: true }).fill(name);
	await page.getByLabel('About you').fill('</textarea><script>alert(1)</script>');
	await page.getByRole('button', { name: 'Save', exact: true }).click();
	await expect(page.getByText('Saved', { exact: true })).toBeVisible();

	await page.getByLabel('Choose a picture').setInputFiles({
		name: 'me.png',
		mimeType: 'image/png',
		buffer: PNG
	});
	await expect(page.getByRole('button', { name: 'Remove it' })).toBeVisible();
	await page.reload();
	await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
	await expect(page.getByLabel('About you')).toHaveValue('</textarea><script>alert(1)</script>');
	const drawn = page.locator('main img');
	await expect(drawn).toHaveCount(1);
	expect(await drawn.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(256);
});

test('another device is seen, and signed out at once', async ({ page, browser, baseURL }) => {
	await register(page, words, 'Cleo', 'cleo@example.org');
	const elsewhere = await browser.newContext({ baseURL: baseURL!, locale: 'en-GB' });
	const phone = await elsewhere.newPage();
	await phone.goto('/account');
	await enter(phone, words, 'cleo@example.org', PASSWORD);
	await expect(phone.getByRole('heading', { level: 1, name: 'Cleo' })).toBeVisible();

	await page.reload();
	await page.getByRole('button', { name: /^Sign out Chrome/ }).click();
	await expect(page.getByRole('button', { name: /^Sign out Chrome/ })).toHaveCount(0);
	await phone.reload();
	await expect(phone.getByRole('heading', { name: 'Sign in' })).toBeVisible();
	await elsewhere.close();
});

test('who has no account causes no request to the server', async ({ page }) => {
	const asked: string[] = [];
	page.on('request', (request) => {
		if (new URL(request.url()).pathname.startsWith('/api/')) asked.push(request.url());
	});
	await page.goto('/');
	await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
	await page.goto('/settings');
	await page.waitForLoadState('load');

	expect(asked).toEqual([]);
});

for (const colorScheme of ['light', 'dark'] as const) {
	test.describe(`in ${colorScheme}`, () => {
		test.use({ colorScheme });

		test('nobody is kept out of their account', async ({ page }) => {
			for (const path of ['/account', '/account/register', '/account/reset', '/account/reset#x']) {
				await page.goto(path);
				await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
				expect(await barriers(page), path).toEqual([]);
			}
			await register(page, words, 'Dan', `dan-${colorScheme}@example.org`);
			expect(await barriers(page), 'account').toEqual([]);
			await page.getByRole('button', { name: 'Delete the account' }).click();
			expect(await barriers(page), 'dialog').toEqual([]);
			await page.keyboard.press('Escape');
			await expect(page.getByRole('dialog')).toHaveCount(0);
		});
	});
}
