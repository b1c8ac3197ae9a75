import { AxeBuilder } from '@axe-core/playwright';
import { cardIn, clickInk, doubtChip, reading, reopen, walk } from '#tests/support/note-card.ts';
import { expect, test } from '#tests/support/page.ts';
import { openStored, PICKING } from '#tests/support/stored-score.ts';
import { languages, localeOf, wordsOf } from '#tests/support/words.ts';

for (const language of languages) {
	const words = wordsOf(language);

	test.describe(`in ${language}`, () => {
		test.use({ locale: localeOf(language) });

		test('the doubtful notes are answered without a mouse', async ({ page }) => {
			await openStored(page, 'Picking', PICKING);
			await expect(doubtChip(page, words, 3)).toBeVisible();

			await page.keyboard.press('d');
			const first = cardIn(page, words, 2);
			await expect(first).toBeFocused();
			await page.keyboard.press('h');
			await expect(first.getByRole('button', { name: words('doubt_stop') })).toBeVisible();
			await page.keyboard.press('h');
			await expect(first.getByRole('button', { name: words('doubt_hear') })).toBeVisible();

			await page.keyboard.press('n');
			const second = cardIn(page, words, 4);
			await expect(second).toBeVisible();
			await page.keyboard.press('p');
			await expect(first).toBeVisible();

			await expect(reading(first, words, 1)).toBeVisible();
			await page.keyboard.press('1');
			await expect(reading(first, words, 1)).toHaveAttribute('aria-pressed', 'true');
			await page.keyboard.press('Enter');
			await expect(second).toBeVisible();
			await page.keyboard.press('Delete');
			const third = cardIn(page, words, 7);
			await expect(third).toBeVisible();
			await expect(doubtChip(page, words, 1)).toBeVisible();
			await page.keyboard.press('Control+z');
			await expect(doubtChip(page, words, 2)).toBeVisible();
			await page.keyboard.press('Control+Shift+z');
			await expect(doubtChip(page, words, 1)).toBeVisible();

			await page.keyboard.press('Enter');
			await expect(page.getByRole('dialog')).toHaveCount(0);
			await expect(page.getByText(words('doubt_none_left'))).toBeVisible();
			await expect(page.getByRole('application')).toBeFocused();

			await reopen(page, words);
			await walk(page, 8);
			const sounds = words('sheet_fret', { note: 'C', string: 1, fret: 8 });
			await expect(page.getByText(sounds)).toHaveCount(1);
			await expect(doubtChip(page, words, 1)).toHaveCount(0);
		});

		test('the doubtful notes are answered with a mouse', async ({ page }) => {
			await openStored(page, 'Picking', PICKING);
			await doubtChip(page, words, 3).click();
			const first = cardIn(page, words, 2);
			await first.getByRole('button', { name: words('doubt_hear') }).click();
			await first.getByRole('button', { name: words('doubt_stop') }).click();

			await reading(first, words, 1).click();
			await expect(reading(first, words, 1)).toHaveAttribute('aria-pressed', 'true');
			await page.getByRole('button', { name: words('doubt_undo') }).click();
			await expect(reading(first, words, 0)).toHaveAttribute('aria-pressed', 'true');
			await first.getByRole('button', { name: words('doubt_keep', { note: 'C' }) }).click();

			const second = cardIn(page, words, 4);
			await second.getByRole('button', { name: words('doubt_next'), exact: true }).click();
			const third = cardIn(page, words, 7);
			await third.getByRole('button', { name: words('doubt_remove') }).click();
			await second.getByRole('button', { name: words('close') }).click();
			await expect(page.getByRole('dialog')).toHaveCount(0);

			await reopen(page, words);
			await expect(doubtChip(page, words, 1)).toBeVisible();
			await clickInk(page, page.locator('.ring').first());
			await expect(second).toBeVisible();
		});
	});
}

test.describe('on a phone', () => {
	test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

	test('the card is a sheet from below, and its note stays in sight above it', async ({ page }) => {
		const words = wordsOf('en');
		await openStored(page, 'Picking', PICKING);
		await doubtChip(page, words, 3).tap();
		for (const bar of [2, 4, 7]) {
			const card = cardIn(page, words, bar);
			await expect(card).toBeVisible();
			const top = async (): Promise<number> => (await card.boundingBox())!.y;
			const note = async (): Promise<number> => {
				const { y, height } = (await page.locator('.ring.open').last().boundingBox())!;
				return y + height;
			};
			await expect.poll(async () => (await top()) - (await note())).toBeGreaterThan(0);
			await card.getByRole('button', { name: words('doubt_next'), exact: true }).tap();
		}
	});
});

for (const colorScheme of ['light', 'dark'] as const) {
	test.describe(`in ${colorScheme}`, () => {
		test.use({ colorScheme });

		test('nobody is kept out of the card of a note', async ({ page }) => {
			const words = wordsOf('en');
			await openStored(page, 'Picking', PICKING);
			await doubtChip(page, words, 3).click();
			await expect(reading(page.getByRole('dialog'), words, 2)).toBeVisible();

			const { violations } = await new AxeBuilder({ page }).analyze();
			const grave = violations.filter(({ impact }) => /serious|critical/.test(impact ?? ''));
			const where = grave.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}`));
			expect(where).toEqual([]);
		});
	});
}
