import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '#tests/support/page.ts';
import { openStored, PICKING } from '#tests/support/stored-score.ts';

test('what is said about a score is kept, can be taken back, and is told in the library too', async ({
	page
}) => {
	await openStored(page, 'Picking', PICKING);
	await page.getByRole('button', { name: 'Picking', exact: true }).click();
	const about = page.getByRole('dialog', { name: 'About this score' });
	await expect(about.getByLabel('Title')).toBeFocused();
	const { violations } = await new AxeBuilder({ page }).analyze();
	expect(violations.filter(({ impact }) => /serious|critical/.test(impact ?? ''))).toEqual([]);

	await about.getByLabel('Title').fill('Morning picking');
	await about.getByLabel('Artist or composer').fill('Ana');
	await about.getByLabel('Year').fill('2026');
	await about.getByLabel('Tags').fill('folk, Folk, 기타');
	await expect(about.locator('.word')).toHaveText(['folk', '기타']);
	await page.keyboard.press('Enter');
	await expect(page.getByRole('heading', { name: 'Morning picking' })).toBeVisible();
	await expect(page.getByText('Ana', { exact: true })).toBeVisible();

	await page.getByRole('button', { name: 'Undo' }).click();
	await expect(page.getByRole('heading', { name: 'Picking', exact: true })).toBeVisible();
	await page.getByRole('button', { name: 'Redo' }).click();
	await expect(page.getByText('Saved')).toBeAttached();

	await page.goto('/');
	await page.getByRole('button', { name: 'More for Morning picking' }).click();
	await page
		.getByRole('button', { name: 'About this score' })
		.or(page.getByRole('menuitem', { name: 'About this score' }))
		.click();
	await expect(about.getByLabel('Year')).toHaveValue('2026');
	await expect(about.getByLabel('Tags')).toHaveValue('folk, 기타');
});
