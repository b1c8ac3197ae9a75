import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { user } from '#api/db/schema/accounts.ts';
import { openDatabase } from '#api/db/open-node.ts';
import { seeMusic } from '#tests/support/errands.ts';
import { expect, test } from '#tests/support/page.ts';
import { publish } from '#tests/support/public-scores.ts';
import { transposed, tune, withBass } from '#tests/support/tunes.ts';

test.use({ serviceWorkers: 'allow' });

test.beforeAll(async ({ server }) => {
	const database = await openDatabase(`file:${join(server.data, 'genesis.db')}`);
	await database.insert(user).values({ id: 'ana', name: 'Ana', email: 'ana@example.org' });
	await publish(database, 'ana', {
		title: 'Greensleeves',
		artist: 'Traditional',
		notes: withBass(tune('Greensleeves')),
		writing: { instrument: 'guitar' }
	});
	await publish(database, 'ana', {
		title: 'My lady, a third higher',
		notes: transposed(tune('Greensleeves', 0.7), 4),
		writing: { instrument: 'melody' }
	});
	await publish(database, 'ana', {
		title: '진도아리랑',
		notes: tune('Arirang'),
		writing: { instrument: 'ukulele' }
	});
	database.$client.close();
});

test('somebody without an account finds public music, narrows it, opens it, and goes on to what is like it', async ({
	page
}) => {
	await page.goto('/');
	await page.getByRole('link', { name: 'Discover' }).click();
	const cards = page.getByRole('article');
	await expect(cards).toHaveCount(3);
	const { violations } = await new AxeBuilder({ page }).analyze();
	expect(violations.filter(({ impact }) => /serious|critical/.test(impact ?? ''))).toEqual([]);

	await page.getByLabel('Search public scores').fill('아리랑');
	await expect(cards).toHaveCount(1);
	await expect(cards.getByRole('link', { name: '진도아리랑' })).toBeVisible();
	await page.getByRole('button', { name: 'Guitar' }).click();
	await expect(page.getByText('No public score matches.')).toBeVisible();
	await page.getByRole('button', { name: 'Show all' }).last().click();
	await expect(cards).toHaveCount(3);

	await page.getByRole('button', { name: 'Guitar' }).click();
	await expect(cards).toHaveCount(1);
	await expect(page).toHaveURL(/\?instrument=guitar$/);
	await page.reload();
	await expect(cards).toHaveCount(1);

	await cards.getByRole('link', { name: 'Greensleeves' }).click();
	await seeMusic(page);
	const near = page.getByRole('region', { name: 'Similar music' });
	await expect(near.getByRole('link').first()).toHaveText('My lady, a third higher');
	await page.goBack();
	await expect(page).toHaveURL(/\/discover\?instrument=guitar$/);
	await expect(cards).toHaveCount(1);
});

test.describe('without a connection', () => {
	test.use({ expectedErrors: [/ERR_INTERNET_DISCONNECTED|Failed to (load|fetch)/] });

	test('Discover says so, and goes on when it is back', async ({ page, context }) => {
		await page.goto('/settings');
		await expect(page.getByRole('heading', { name: 'Settings', level: 1 })).toBeVisible();
		await page.getByRole('link', { name: 'Discover' }).click();
		await expect(page.getByRole('article')).toHaveCount(3);
		await context.setOffline(true);
		await page.getByLabel('Search public scores').fill('green');
		await expect(page.getByText('Discover needs a connection.')).toBeVisible();

		await context.setOffline(false);
		await page.getByRole('button', { name: 'Try again' }).click();
		await expect(page.getByRole('article')).toHaveCount(1);
	});
});
