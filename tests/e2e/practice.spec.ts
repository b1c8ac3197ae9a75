import { barriers } from '#tests/support/barriers.ts';
import { seeMusic } from '#tests/support/errands.ts';
import { expect, test } from '#tests/support/page.ts';
import { openStored, PICKING } from '#tests/support/stored-score.ts';

test('what is played is counted, and what is said of it stays', async ({ page }) => {
	await openStored(page, 'Picking', PICKING);
	await seeMusic(page);
	const chip = page.getByRole('button', { name: /^Practice today/ });
	await expect(chip).toHaveAccessibleName('Practice today: 0 s');

	await page.getByRole('button', { name: 'Play', exact: true }).click();
	await expect(chip).toHaveAccessibleName(/: (7|8|9|1\d) s$/, { timeout: 40_000 });
	await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible({
		timeout: 40_000
	});
	await chip.click();
	await expect(page.getByRole('img', { name: /^8 of 8 bars/ })).toBeVisible();
	expect(await barriers(page), 'timer').toEqual([]);
	await page.getByRole('link', { name: 'All practice' }).click();

	const today = page.getByRole('meter', { name: 'Today' });
	await expect(today).toHaveAttribute('aria-valuetext', /^1\d s of 20 min today$/);
	await page.getByRole('button', { name: 'A bigger goal' }).click();
	await expect(today).toHaveAttribute('aria-valuetext', /of 25 min today$/);
	const card = page.getByRole('article', { name: 'Picking' });
	await card
		.getByRole('group', { name: 'How you like it' })
		.getByRole('radio', { name: '4 of 5' })
		.check({ force: true });
	await card.getByRole('button', { name: 'A slower target' }).click();
	const notes = card.getByRole('textbox', { name: 'Notes: Picking' });
	await notes.fill('Thumb on the fourth string');
	await notes.blur();
	await expect(page.getByRole('region', { name: 'History' })).toContainText('bars 1–8');

	expect(await barriers(page), 'practice').toEqual([]);

	await page.reload();
	await expect(today).toHaveAttribute('aria-valuetext', /^1\d s of 25 min today$/);
	await expect(
		card.getByRole('group', { name: 'How you like it' }).getByRole('radio', { name: '4 of 5' })
	).toBeChecked();
	await expect(notes).toHaveValue('Thumb on the fourth string');
	await expect(card.getByRole('button', { name: 'As recorded' })).toBeVisible();

	await page.getByRole('region', { name: 'The last 14 days' }).getByRole('button').click();
	await expect(page.getByRole('table', { name: 'The last 14 days' })).toContainText(/1\d s/);
});

test('practice outlives the tab that was closed in the middle of it', async ({ page, context }) => {
	await openStored(page, 'Picking', PICKING);
	await seeMusic(page);
	await page.getByRole('button', { name: 'Play', exact: true }).click();
	await expect(page.getByRole('button', { name: /^Practice today: (7|8|9|1\d) s$/ })).toBeVisible({
		timeout: 40_000
	});
	const other = await context.newPage();
	await other.goto('/practice');
	await page.close();

	const today = other.getByRole('meter', { name: 'Today' });
	await expect(today).toHaveAttribute('aria-valuetext', /^([5-9]|1\d) s of/);
	await expect(other.getByRole('article', { name: 'Picking' })).toContainText('1 sitting');
});

test('before the first practice there is one sentence and one way on', async ({ page }) => {
	await page.goto('/practice');
	await page.getByRole('link', { name: 'Open the library' }).click();

	await expect(page).toHaveURL(/\/$/);
});
