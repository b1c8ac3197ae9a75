import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import type { PlayedNote } from '#music/note.ts';
import { reopen } from '#tests/support/note-card.ts';
import { note } from '#tests/support/performance.ts';
import { expect, test } from '#tests/support/page.ts';
import { openStored, PICKING } from '#tests/support/stored-score.ts';
import { languages, localeOf, wordsOf, type Words } from '#tests/support/words.ts';

/** The same picking over a D that only a lowered string has. */
const LOW: readonly PlayedNote[] = PICKING.map((one, i) =>
	i % 6 === 0
		? note(one.start, one.end, 38)
		: note(one.start, one.end, [57, 62, 66, 62, 57][(i % 6) - 1]!)
);

/** Chords of five notes, two in a second. */
const CHORDS: readonly PlayedNote[] = Array.from({ length: 16 }, (_, i) =>
	[48, 55, 60, 64, 67 + (i % 3)].map((pitch) => note(i / 2, i / 2 + 0.46, pitch))
).flat();

/** How many notes the score has, on its staves and in its tab. */
async function written(page: Page, words: Words): Promise<number> {
	await page.getByRole('button', { name: words('export'), exact: true }).click();
	const [download] = await Promise.all([
		page.waitForEvent('download'),
		page.getByRole('menuitem', { name: words('export_musicxml') }).click()
	]);
	return readFileSync(await download.path(), 'utf8').split('<pitch>').length - 1;
}

for (const language of languages) {
	const words = wordsOf(language);

	test.describe(`in ${language}`, () => {
		test.use({ locale: localeOf(language) });

		test('a learner takes the easy arrangement, and all of it back', async ({ page }) => {
			await openStored(page, 'Chords', CHORDS);
			const levels = page.getByRole('group', { name: words('arrangement') });
			const easy = levels.getByRole('button', { name: words('arrangement_easy') });
			const all = await written(page, words);

			await easy.click();
			await expect(easy).toHaveAttribute('aria-pressed', 'true');
			await expect.poll(() => written(page, words)).toBeLessThan(all);
			const few = await written(page, words);

			await reopen(page, words);
			await expect(easy).toHaveAttribute('aria-pressed', 'true');
			expect(await written(page, words)).toBe(few);

			const full = levels.getByRole('button', { name: words('arrangement_full') });
			await full.focus();
			await page.keyboard.press('Shift+Tab');
			await page.keyboard.press('Enter');
			await expect(
				levels.getByRole('button', { name: words('arrangement_medium') })
			).toHaveAttribute('aria-pressed', 'true');
			await page.getByRole('button', { name: words('doubt_undo') }).click();
			await expect(easy).toHaveAttribute('aria-pressed', 'true');
			await full.press('Enter');
			await expect.poll(() => written(page, words)).toBe(all);
		});

		test('an easier tuning is offered, taken in one tap, and taken back', async ({ page }) => {
			await openStored(page, 'Picking', LOW);
			const offer = page.getByRole('button', {
				name: words('easier_tuning', { name: words('tuning_drop_d') })
			});
			await offer.click();
			const tuning = page.getByRole('combobox', { name: words('tuning') });
			await expect(tuning).toHaveValue('drop-d');
			await expect(offer).toHaveCount(0);

			await page.getByRole('button', { name: words('doubt_undo') }).click();
			await expect(tuning).toHaveValue('standard');
		});

		test('an instrument comes in its own tuning', async ({ page }) => {
			await openStored(page, 'Picking', PICKING);
			await page.getByRole('combobox', { name: words('staves') }).selectOption('ukulele');
			const tuning = page.getByRole('combobox', { name: words('tuning') });
			await expect(tuning).toHaveValue('ukulele');
			await tuning.selectOption('ukulele-low-g');
			await reopen(page, words);
			await expect(tuning).toHaveValue('ukulele-low-g');
			await page.getByRole('combobox', { name: words('staves') }).selectOption('bass');
			await expect(tuning).toHaveValue('bass-4');

			await page.getByRole('combobox', { name: words('heard_as') }).selectOption('bass');
			await expect(page.getByRole('combobox', { name: words('heard_as') })).toHaveValue('bass');
		});
	});
}
