/** One browser, five tabs: one of them syncs for all, and when it closes the next one does. */
import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { expect, test } from '#tests/support/page.ts';
import { stored } from '#tests/support/stored.ts';
import { bring, inSync, register, scoresOf, titled } from '#tests/support/visits.ts';

test.use({ serviceWorkers: 'allow' });

const TITLES = ['Un', 'Deux', 'Trois', 'Quatre', 'Cinq'];

/** From the list of scores. */
async function renameHere(tab: Page, old: string, title: string): Promise<void> {
	await tab.getByRole('button', { name: `More for ${old}`, exact: true }).click();
	await tab.getByRole('menuitem', { name: 'About this score' }).click();
	await tab.getByLabel('Title').fill(title);
	await tab.getByLabel('Title').press('Enter');
	await expect(titled(tab, title)).toBeVisible();
}

/** Nothing waits, also not for an answer that is still to be stored: the page may say so a little before. */
async function settled(tab: Page): Promise<void> {
	await inSync(tab);
	await expect.poll(() => stored(tab, 'outbox')).toEqual([]);
}

/** The tab that holds the lock, by the locks that each tab sees of its own. */
async function leaderOf(tabs: readonly Page[]): Promise<Page | undefined> {
	const own = await Promise.all(
		tabs.map((tab) =>
			tab.evaluate(async () => {
				const mine = 'of this tab';
				return navigator.locks.request(mine + Math.random(), async (lock) => {
					const { held = [] } = await navigator.locks.query();
					const me = held.find(({ name }) => name === lock!.name)!.clientId;
					return held.some(({ name, clientId }) => name === 'sync leader' && clientId === me);
				});
			})
		)
	);
	return tabs[own.indexOf(true)];
}

test('five tabs send each edit once, tell the same, and outlive the one that leads', async ({
	page,
	context
}) => {
	test.setTimeout(300_000);
	/** Of every push: one that is sent again has the same one. */
	const keys: string[] = [];
	context.on('request', (request) => {
		if (request.method() !== 'POST' || !request.url().endsWith('/api/changes')) return;
		keys.push(request.headers()['idempotency-key']!);
	});
	for (const title of TITLES) await bring(page, title);
	await register(page, 'Fay', `fay-${randomUUID()}@example.org`);
	// A page that is left in the middle of a push would rightly have it sent again.
	await settled(page);
	await page.goto('/');
	await inSync(page);
	const tabs = [page, ...(await Promise.all(TITLES.slice(1).map(() => context.newPage())))];
	for (const tab of tabs) {
		await tab.goto('/');
		await inSync(tab);
	}
	const before = await scoresOf(page);
	expect(await leaderOf(tabs)).toBe(page);

	for (const [i, tab] of tabs.entries()) {
		await tab.bringToFront();
		await renameHere(tab, TITLES[i]!, `${TITLES[i]} again`);
	}
	const others = tabs.slice(1);
	await expect
		.poll(async () => (await scoresOf(others[0]!)).map(({ title }) => title).toSorted())
		.toEqual(TITLES.map((title) => `${title} again`).toSorted());

	// What the account has, but the tab has not heard of, the next one that leads would rightly send again.
	await page.bringToFront();
	await settled(page);
	await page.close();
	await expect.poll(async () => (await leaderOf(others)) !== undefined).toBe(true);
	for (const [i, tab] of others.entries()) {
		await tab.bringToFront();
		await renameHere(tab, `${TITLES[i + 1]} again`, `${TITLES[i + 1]} at last`);
	}
	await expect
		.poll(
			async () => (await scoresOf(others[0]!)).filter(({ title }) => /last$/.test(title)).length
		)
		.toBe(4);
	for (const tab of others) {
		await tab.bringToFront();
		await inSync(tab);
		for (const name of TITLES.slice(1)) await expect(titled(tab, `${name} at last`)).toBeVisible();
	}
	// Each score was changed once, or twice, and its revision says that nothing was sent a second time.
	const first = new Map(before.map(({ title, revision }) => [title, revision]));
	for (const { title, revision } of await scoresOf(others[0]!)) {
		const old = title.replace(/ (again|at last)$/, '');
		expect(revision - first.get(old)!, title).toBe(old === 'Un' ? 1 : 2);
	}
	expect(new Set(keys).size).toBe(keys.length);

	await context.setOffline(true);
	for (const tab of others) await expect(tab.getByText(/^No connection/)).toBeVisible();
	await context.setOffline(false);
	for (const tab of others) await inSync(tab);
});
