import { cardIn, clickInk, place, reopen, walk } from '#tests/support/note-card.ts';
import { expect, test } from '#tests/support/page.ts';
import { openStored, PICKING } from '#tests/support/stored-score.ts';
import { languages, localeOf, wordsOf } from '#tests/support/words.ts';

for (const language of languages) {
	const words = wordsOf(language);

	test.describe(`in ${language}`, () => {
		test.use({ locale: localeOf(language) });

		test('a note is moved to another string without a mouse', async ({ page }) => {
			await openStored(page, 'Picking', PICKING);
			await expect(page.getByRole('application').getByRole('img').first()).toBeVisible();
			await walk(page, 2);
			await page.keyboard.press('Enter');
			const card = cardIn(page, words, 1);
			await expect(place(card, words, 2, 1)).toHaveAttribute('aria-pressed', 'true');

			await place(card, words, 3, 5).focus();
			await page.keyboard.press('Enter');
			await expect(place(card, words, 3, 5)).toHaveAttribute('aria-pressed', 'true');
			await page.keyboard.press('s');
			await expect(place(card, words, 4, 10)).toHaveAttribute('aria-pressed', 'true');
			await page.keyboard.press('Control+z');
			await expect(place(card, words, 3, 5)).toHaveAttribute('aria-pressed', 'true');
			await page.keyboard.press('Control+z');
			await expect(place(card, words, 2, 1)).toHaveAttribute('aria-pressed', 'true');
			await page.keyboard.press('Control+Shift+z');
			await expect(place(card, words, 3, 5)).toHaveAttribute('aria-pressed', 'true');
			await page.keyboard.press('Escape');
			await expect(page.getByRole('dialog')).toHaveCount(0);

			await reopen(page, words);
			await walk(page, 2);
			const there = words('sheet_fret', { note: 'C', string: 3, fret: 5 });
			await expect(page.getByText(there)).toHaveCount(1);
		});

		test('a note is moved to another string with a mouse', async ({ page }) => {
			await openStored(page, 'Picking', PICKING);
			const fret = page.getByRole('application').locator('.fret').getByText('1', { exact: true });
			await clickInk(page, fret.first());
			const card = cardIn(page, words, 1);
			await place(card, words, 3, 5).click();
			await expect(place(card, words, 3, 5)).toHaveAttribute('aria-pressed', 'true');
			await page.getByRole('button', { name: words('doubt_undo') }).click();
			await expect(place(card, words, 2, 1)).toHaveAttribute('aria-pressed', 'true');
			await page.getByRole('button', { name: words('doubt_redo') }).click();
			await expect(place(card, words, 3, 5)).toHaveAttribute('aria-pressed', 'true');

			await reopen(page, words);
			const moved = page.getByRole('application').locator('.fret').getByText('5', { exact: true });
			await clickInk(page, moved.first());
			await expect(place(card, words, 3, 5)).toHaveAttribute('aria-pressed', 'true');
		});
	});
}
