/** One person, two devices: everything is on both, and what both change is kept twice. */
import { randomUUID } from 'node:crypto';
import type { Browser, BrowserContext, Page } from '@playwright/test';
import { choose, seeMusic } from '#tests/support/errands.ts';
import { expect, test } from '#tests/support/page.ts';
import { plucked } from '#tests/support/recordings.ts';

test.use({ serviceWorkers: 'allow' });

/** Of nobody else: the errands of one run share a server. */
const EMAIL = `ana-${randomUUID()}@example.org`;
const PASSWORD = 'seven quiet herons';

const LAPTOP = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36';
const PHONE =
	'Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36';

test('two devices share a library, and two offline edits are both kept', async ({
	browser,
	baseURL
}) => {
	test.setTimeout(240_000);
	const laptop = await device(browser, baseURL!, LAPTOP);
	await register(laptop.page, 'Ana');
	await laptop.page.goto('/');
	await choose(laptop.page, plucked('Etude.wav', [60, 64, 67, 72, 67, 64]));
	await seeMusic(laptop.page);

	const phone = await device(browser, baseURL!, PHONE);
	await signIn(phone.page);
	await library(phone.page);
	await titled(phone.page, 'Etude').click();
	await seeMusic(phone.page);

	for (const { context } of [laptop, phone]) await context.setOffline(true);
	await rename(laptop.page, 'Etude', 'Etude on the laptop');
	await rename(phone.page, 'Etude', 'Etude on the phone');
	for (const { page } of [laptop, phone]) {
		await library(page);
		await expect(page.getByText('No connection. 1 waiting.')).toBeVisible();
	}

	await laptop.context.setOffline(false);
	await inSync(laptop.page);
	await phone.context.setOffline(false);
	await expect(phone.page.getByText('both versions are kept')).toBeVisible();
	await inSync(phone.page);
	await laptop.page.reload();

	for (const { page } of [laptop, phone]) {
		await expect(titled(page, 'Etude on the laptop')).toBeVisible();
		await expect(titled(page, /^Etude on the phone \(from Ana’s phone, .+\)$/)).toBeVisible();
	}

	await phone.page.getByRole('link', { name: 'Account' }).click();
	await phone.page.getByRole('button', { name: 'Sign out', exact: true }).click();
	await phone.page.getByRole('button', { name: /Remove them/ }).click();
	await expect(phone.page.getByLabel('E-mail')).toBeVisible();
	await library(phone.page);
	await expect(phone.page.getByRole('button', { name: /Choose a file/ })).toBeVisible();
	for (const { context } of [laptop, phone]) await context.close();
});

interface Device {
	readonly context: BrowserContext;
	readonly page: Page;
}

async function device(browser: Browser, baseURL: string, userAgent: string): Promise<Device> {
	const context = await browser.newContext({ baseURL, userAgent, locale: 'en-GB' });
	return { context, page: await context.newPage() };
}

async function register(page: Page, name: string): Promise<void> {
	await page.goto('/account/register');
	await page.getByLabel('Name').fill(name);
	await page.getByLabel('E-mail').fill(EMAIL);
	await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
	await page.getByRole('button', { name: 'Create an account' }).click();
	await expect(page.getByRole('heading', { name })).toBeVisible();
}

async function signIn(page: Page): Promise<void> {
	await page.goto('/account');
	await page.getByLabel('E-mail').fill(EMAIL);
	await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
	await page.getByRole('button', { name: 'Sign in', exact: true }).click();
	await expect(page.getByRole('heading', { name: 'Ana' })).toBeVisible();
}

const titled = (page: Page, title: string | RegExp) =>
	page.getByRole('main').getByRole('link', { name: title, exact: true }).first();

const inSync = (page: Page) =>
	expect(page.getByText('In sync with your account')).toBeVisible({ timeout: 30_000 });

const library = (page: Page) => page.getByRole('link', { name: 'Library' }).first().click();

async function rename(page: Page, old: string, title: string): Promise<void> {
	await page.getByRole('button', { name: old, exact: true }).click();
	await page.getByLabel('Title').fill(title);
	await page.getByLabel('Title').press('Enter');
	await expect(page.getByText('Saved on this device')).toBeAttached();
}
