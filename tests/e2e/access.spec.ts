import { barriers } from '#tests/support/barriers.ts';
import { choose, positionOf, seeMusic, sheet } from '#tests/support/errands.ts';
import { expect, test } from '#tests/support/page.ts';
import { C_MAJOR, plucked } from '#tests/support/recordings.ts';

for (const colorScheme of ['light', 'dark'] as const) {
	test.describe(`in ${colorScheme}`, () => {
		test.use({ colorScheme });

		test('nobody is kept out of any screen', async ({ page }) => {
			await page.goto('/');
			await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
			expect(await barriers(page), 'first visit').toEqual([]);

			await choose(page, plucked('For all.wav', C_MAJOR));
			await seeMusic(page);
			expect(await barriers(page), 'score').toEqual([]);

			await page.getByRole('link', { name: 'Library' }).first().click();
			await expect(page.getByRole('link', { name: 'For all' }).first()).toBeVisible();
			expect(await barriers(page), 'library').toEqual([]);

			await page.getByRole('link', { name: 'Settings' }).first().click();
			await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
			expect(await barriers(page), 'settings').toEqual([]);
		});
	});
}

test('the whole job can be done without a mouse', async ({ page }) => {
	await page.goto('/');
	await choose(page, plucked('By hand.wav', C_MAJOR));
	await seeMusic(page);

	await page.keyboard.press('Space');
	await expect.poll(() => positionOf(page), { timeout: 20_000 }).toBeGreaterThan(0.3);
	await page.keyboard.press('Space');
	await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();

	await sheet(page).focus();
	await page.keyboard.press('Home');
	await expect.poll(() => positionOf(page)).toBeLessThan(0.6);
	const before = await positionOf(page);
	await page.keyboard.press('ArrowRight');
	await page.keyboard.press('ArrowRight');
	await expect.poll(() => positionOf(page)).toBeGreaterThan(before);

	await page.keyboard.press('?');
	await expect(page.getByRole('dialog', { name: 'Help' })).toBeVisible();
	await page.keyboard.press('Escape');
	await expect(page.getByRole('dialog')).toHaveCount(0);

	await page.getByRole('button', { name: 'Export' }).focus();
	await page.keyboard.press('Enter');
	await expect(page.getByRole('menuitem').first()).toBeFocused();
	const download = page.waitForEvent('download');
	await page.keyboard.press('Enter');
	expect((await download).suggestedFilename()).toMatch(/By hand.*\.(musicxml|xml)$/);
});

test.describe('in Korean', () => {
	test.use({ locale: 'ko-KR' });

	test('a Korean reader meets Korean from the first word', async ({ page }) => {
		await page.goto('/');

		await expect(page.locator('html')).toHaveAttribute('lang', 'ko');
		await expect(page.getByRole('heading', { level: 1 })).toHaveText('녹음을 놓으면 악보가 돼요');
		expect(await barriers(page)).toEqual([]);
	});

	test('and may change to English, which is kept', async ({ page }) => {
		await page.goto('/settings');
		await page.getByRole('button', { name: 'English' }).click();
		await expect(page.locator('html')).toHaveAttribute('lang', 'en');

		await page.goto('/');
		await expect(page.getByRole('heading', { level: 1 })).toHaveText(
			'Drop a recording. Read it as music.'
		);
	});
});
