/** Two people, one browser: nobody's scores go into another account unasked, and none are lost. */
import { randomUUID } from 'node:crypto';
import { expect, test } from '#tests/support/page.ts';
import {
	bring,
	inSync,
	register,
	rename,
	scoresOf,
	signIn,
	signOut,
	titled
} from '#tests/support/visits.ts';

const ANA = `ana-${randomUUID()}@example.org`;
const BEN = `ben-${randomUUID()}@example.org`;

test.use({ expectedErrors: [[/Failed to load resource/], { scope: 'test' }] });

test('who signs in beside the library of somebody else is asked what becomes of it', async ({
	page,
	context
}) => {
	test.setTimeout(240_000);
	await bring(page, 'Aria');
	await register(page, 'Ana', ANA);
	await page.goto('/');
	await inSync(page);
	await titled(page, 'Aria').click();
	await context.setOffline(true);
	await rename(page, 'Aria', 'Aria, second thoughts');
	await context.setOffline(false);
	await signOut(page);

	await register(page, 'Ben', BEN);
	const dialog = page.getByRole('dialog', { name: 'Scores of Ana' });
	await expect(dialog).toContainText('Ana’s scores are on this device (1).');
	await dialog.getByRole('button', { name: 'Close' }).click();
	await expect(page.getByText('Not synced yet')).toBeVisible();
	expect(await scoresOf(page)).toEqual([]);

	await page.getByRole('button', { name: 'Choose', exact: true }).click();
	await dialog.getByRole('button', { name: /^Put them away/ }).click();
	await inSync(page);
	await bring(page, 'Bourrée');
	await page.goto('/');
	await inSync(page);
	await expect(titled(page, 'Aria, second thoughts')).toBeHidden();
	expect(await scoresOf(page)).toMatchObject([{ title: 'Bourrée' }]);

	await signOut(page);
	await signIn(page, 'Ana', ANA);
	await page.getByRole('button', { name: /^Add them to my account/ }).click();
	await inSync(page);
	await page.goto('/');
	await expect(titled(page, 'Bourrée')).toBeVisible();
	await expect(titled(page, 'Aria, second thoughts')).toBeVisible();
	const titles = (await scoresOf(page)).map(({ title }) => title);
	expect(titles.toSorted()).toEqual(['Aria, second thoughts', 'Bourrée']);

	await signOut(page);
	await signIn(page, 'Ben', BEN);
	await page.getByRole('button', { name: /^Remove them/ }).click();
	await inSync(page);
	await page.goto('/');
	await expect(titled(page, 'Bourrée')).toBeVisible();
	await expect(titled(page, 'Aria, second thoughts')).toBeHidden();
	expect(await scoresOf(page)).toMatchObject([{ title: 'Bourrée' }]);
});

test('a tab that has not heard of the other person sends nothing to their account', async ({
	page
}) => {
	test.setTimeout(120_000);
	const other = `eva-${randomUUID()}@example.org`;
	await bring(page, 'Chaconne');
	await register(page, 'Dan', `dan-${randomUUID()}@example.org`);
	await page.goto('/');
	await inSync(page);
	await titled(page, 'Chaconne').click();
	// Somebody else's session, without a word to the page: as another browser window would leave it.
	const answer = await page.evaluate(async (email) => {
		const body = { name: 'Eva', email, password: 'seven quiet herons', language: 'en' };
		const headers = { 'Content-Type': 'application/json' };
		const post = { method: 'POST', headers, body: JSON.stringify(body) };
		return (await fetch('/api/auth/sign-up/email', post)).status;
	}, other);
	expect(answer).toBe(200);

	await rename(page, 'Chaconne', 'Chaconne, by Dan');
	const dialog = page.getByRole('dialog', { name: 'Scores of Dan' });
	await expect(page.getByText('Not synced yet')).toBeAttached({ timeout: 30_000 });
	await expect(dialog).toBeHidden(); // nobody is asked in the middle of editing
	await page.getByRole('link', { name: 'Library' }).first().click();
	await expect(dialog).toBeVisible();
	expect(await scoresOf(page)).toEqual([]);
	await page.getByRole('button', { name: /^Put them away/ }).click();
});
