/** Passkeys, made and used with the authenticator that Chromium has for tests. */
import type { Page } from '@playwright/test';
import { barriers } from '#tests/support/barriers.ts';
import { expect, test } from '#tests/support/page.ts';
import { withAuthenticator, type Device } from '#tests/support/virtual-authenticator.ts';
import { languages, localeOf, wordsOf, type Words } from '#tests/support/words.ts';

const PASSWORD = 'seven quiet herons';

/** A request has reached the authenticator by then, ms. */
const SETTLED = 500;

/** A refusal of the server is written to the console by the browser. */
test.use({ expectedErrors: [[/Failed to load resource.*\/api\//], { scope: 'test' }] });

async function register(page: Page, words: Words, name: string): Promise<void> {
	await page.goto('/account/register');
	await page.getByLabel(words('account_name'), { exact: true }).fill(name);
	const email = `${name.toLowerCase()}-${crypto.randomUUID()}@example.org`;
	await page.getByLabel(words('account_email'), { exact: true }).fill(email);
	await page.getByLabel(words('account_password'), { exact: true }).fill(PASSWORD);
	await page.getByRole('button', { name: words('account_register') }).click();
	await signedInAs(page, name);
}

const signedInAs = (page: Page, name: string): Promise<void> =>
	expect(page.getByRole('heading', { level: 1, name })).toBeVisible();

const card = (page: Page, words: Words) => page.getByRole('region', { name: words('passkeys') });

async function add(page: Page, words: Words, name: string): Promise<void> {
	await card(page, words)
		.getByRole('button', { name: words('passkey_add') })
		.click();
	const dialog = page.getByRole('dialog');
	await dialog.getByLabel(words('passkey_name')).fill(name);
	await dialog.getByRole('button', { name: words('passkey_go_on') }).click();
}

async function signOut(page: Page, words: Words): Promise<void> {
	await page.getByRole('button', { name: words('account_sign_out'), exact: true }).click();
	await page
		.getByRole('dialog')
		.getByRole('button', { name: words('sync_leave_keep') })
		.click();
	await expect(page.getByRole('heading', { name: words('account_sign_in') })).toBeVisible();
}

/** The passkey that the browser suggests is not taken at once: it waits for whoever wakes up later. */
async function signOutAsleep(page: Page, words: Words, device: Device): Promise<void> {
	await device.awake(false);
	const before = await device.asked();
	await signOut(page, words);
	await expect.poll(() => device.asked()).toBeGreaterThan(before);
	await page.waitForTimeout(SETTLED); // the browser hands it on to the authenticator by itself
	await device.awake(true);
}

for (const language of languages) {
	const words = wordsOf(language);

	test.describe(`in ${language}`, () => {
		test.use({ locale: localeOf(language) });

		test('somebody makes a passkey, signs in by it, and removes it for good', async ({ page }) => {
			const device = await withAuthenticator(page);
			await register(page, words, 'Ana');
			await add(page, words, 'My phone');
			await expect(card(page, words).getByText('My phone')).toBeVisible();
			expect(await device.count()).toBe(1);

			await signOutAsleep(page, words, device);
			await page.getByRole('button', { name: words('passkey_enter') }).click();
			await signedInAs(page, 'Ana');

			await page
				.getByRole('button', { name: /My phone/ })
				.first()
				.click();
			await page.getByRole('dialog').getByLabel(words('passkey_name')).fill('Laptop');
			await page
				.getByRole('button', { name: words('account_save'), exact: true })
				.last()
				.click();
			await expect(card(page, words).getByText('Laptop')).toBeVisible();
			await card(page, words)
				.getByRole('button', { name: /Laptop/ })
				.last()
				.click();
			await page
				.getByRole('dialog')
				.getByRole('button', { name: words('passkey_remove'), exact: true })
				.click();
			await expect(page.getByText(words('passkey_removed'))).toBeVisible();
			await expect(card(page, words).getByRole('listitem')).toHaveCount(0);

			await signOutAsleep(page, words, device);
			await page.getByRole('button', { name: words('passkey_enter') }).click();
			await expect(page.getByRole('alert')).toContainText(words('passkey_unknown'));
			await expect.poll(() => device.count()).toBe(0); // it was told, and forgot it
			await expect(page.getByRole('heading', { name: words('account_sign_in') })).toBeVisible();
		});
	});
}

const words = wordsOf('en');

test('a passkey that the browser suggests is enough: nothing is typed or pressed', async ({
	page
}) => {
	const device = await withAuthenticator(page);
	await register(page, words, 'Ben');
	await add(page, words, 'Phone');
	await expect(card(page, words).getByRole('listitem')).toHaveCount(1);
	await signOutAsleep(page, words, device);
	await page.reload();
	await signedInAs(page, 'Ben');
});

test('everything goes by keyboard, and focus comes back to where it was', async ({ page }) => {
	await withAuthenticator(page);
	await register(page, words, 'Cleo');
	const adding = card(page, words).getByRole('button', { name: 'Add a passkey' });
	await adding.focus();
	await page.keyboard.press('Enter');
	await expect(page.getByRole('dialog')).toBeVisible();
	await page.keyboard.press('Escape');
	await expect(adding).toBeFocused();

	await page.keyboard.press('Enter');
	await page.getByLabel('Name of the passkey').focus();
	await page.keyboard.press('Enter');
	await expect(card(page, words).getByRole('listitem')).toHaveCount(1);
	await expect(page.getByRole('dialog')).toHaveCount(0);
	await expect(adding).toBeFocused();

	await page.keyboard.press('Shift+Tab');
	await page.keyboard.press('Enter');
	await page
		.getByRole('dialog')
		.getByRole('button', { name: 'Remove', exact: true })
		.press('Enter');
	await expect(card(page, words).getByRole('listitem')).toHaveCount(0);
	await expect(card(page, words)).toBeFocused();
});

test('who turns away, and a device that has one already, are told in words', async ({ page }) => {
	const device = await withAuthenticator(page);
	await register(page, words, 'Dan');
	await device.known(false);
	await add(page, words, 'Phone');
	await expect(page.getByRole('dialog').getByRole('alert')).toHaveText(words('passkey_not_made'));

	await device.known(true);
	await page.getByRole('dialog').getByRole('button', { name: 'Continue' }).click();
	await expect(card(page, words).getByRole('listitem')).toHaveCount(1);
	await add(page, words, 'Phone again');
	await expect(page.getByRole('dialog').getByRole('alert')).toHaveText(words('passkey_here'));
	await page.keyboard.press('Escape');

	await signOutAsleep(page, words, device);
	await device.known(false);
	await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
	await expect(page.getByRole('alert')).toContainText(words('passkey_not_used'));
});

test('who signed in a while ago is asked for the password first', async ({ page }) => {
	await withAuthenticator(page);
	await register(page, words, 'Eve');
	// The clock of a running server cannot be moved; what it then says is tested with its routes.
	await page.route(
		'**/api/account/passkeys/options',
		(route) => route.fulfill({ status: 403, json: { error: 'sign-in-again', message: '' } }),
		{ times: 1 }
	);
	await add(page, words, 'Phone');
	const dialog = page.getByRole('dialog');
	await expect(dialog.getByText(words('passkey_prove'))).toBeVisible();
	await expect(dialog.getByLabel('Password', { exact: true })).toBeFocused();
	await page.keyboard.type(PASSWORD);
	await page.keyboard.press('Enter');
	await expect(card(page, words).getByRole('listitem')).toHaveCount(1);
});

test('a browser without passkeys says so, and goes on with passwords', async ({ page }) => {
	await page.addInitScript(() => Reflect.deleteProperty(globalThis, 'PublicKeyCredential'));
	await register(page, words, 'Fay');
	await expect(card(page, words).getByText(words('passkeys_unsupported'))).toBeVisible();
	await expect(page.getByRole('button', { name: 'Add a passkey' })).toHaveCount(0);
	await signOut(page, words);
	await expect(page.getByRole('button', { name: 'Sign in with a passkey' })).toHaveCount(0);
});

for (const colorScheme of ['light', 'dark'] as const) {
	test.describe(`in ${colorScheme}`, () => {
		test.use({ colorScheme });

		test('nobody is kept from their passkeys', async ({ page }) => {
			await withAuthenticator(page);
			await page.goto('/account');
			await expect(page.getByRole('button', { name: 'Sign in with a passkey' })).toBeVisible();
			expect(await barriers(page), 'sign in').toEqual([]);
			await register(page, words, 'Gil');
			await add(page, words, 'Phone');
			await expect(card(page, words).getByRole('listitem')).toHaveCount(1);
			expect(await barriers(page), 'card').toEqual([]);
			await page.getByRole('button', { name: 'Rename Phone' }).click();
			expect(await barriers(page), 'name').toEqual([]);
			await page.keyboard.press('Escape');
			await page.getByRole('button', { name: 'Remove Phone' }).click();
			expect(await barriers(page), 'removal').toEqual([]);
		});
	});
}
