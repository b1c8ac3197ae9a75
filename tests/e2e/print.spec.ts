import { expect, test } from '#tests/support/page.ts';
import { openStored, PICKING } from '#tests/support/stored-score.ts';

/** CSS pixels that A4 leaves between margins of 15 mm. */
const PAPER = Math.floor((180 * 96) / 25.4);

test('paper shows the music and nothing of the desk, at its full size', async ({ page }) => {
	await openStored(page, 'Picking', PICKING);
	await expect(page.getByRole('slider').first()).toBeVisible();

	await page.setViewportSize({ width: PAPER, height: 900 });
	await page.emulateMedia({ media: 'print' });
	await page.evaluate(() => dispatchEvent(new Event('beforeprint')));

	await expect(page.locator('.sheet-ink').first()).toBeVisible();
	await expect(page.getByRole('slider')).toHaveCount(0);
	// What is wider than the paper makes browsers print all of it smaller.
	expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
		PAPER
	);
});
