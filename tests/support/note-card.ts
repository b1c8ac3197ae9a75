/** The card of a note and what leads to it, found by the words on the screen. */
import { expect, type Locator, type Page } from '@playwright/test';
import type { Words } from '#tests/support/words.ts';

/** What the top bar counts; pressed, it opens the queue. */
export const doubtChip = (page: Page, words: Words, count: number): Locator =>
	page.getByRole('button', {
		name: count === 1 ? words('doubt_count_one') : words('doubt_count', { count }),
		exact: true
	});

/** The card of a note in this bar. */
export const cardIn = (page: Page, words: Words, bar: number): Locator =>
	page.getByRole('dialog', { name: words('sheet_bar', { bar }) });

/** A reading of the note: 0 as it was heard. */
export const reading = (card: Locator, words: Words, which: number): Locator =>
	card
		.getByRole('group', { name: words('doubt_readings') })
		.getByRole('button')
		.nth(which);

/** A place on the neck. */
export const place = (card: Locator, words: Words, string: number, fret: number): Locator =>
	card.getByRole('button', { name: words('doubt_string_fret', { string, fret }), exact: true });

/** Clicks in the middle of what is drawn there: ink takes no pointer itself. */
export async function clickInk(page: Page, ink: Locator): Promise<void> {
	await ink.scrollIntoViewIfNeeded();
	const { x, y, width, height } = (await ink.boundingBox())!;
	await page.mouse.click(x + width / 2, y + height / 2);
}

/** Everything is on the disk, and the page is opened anew. */
export async function reopen(page: Page, words: Words): Promise<void> {
	await expect(page.getByText(words('score_saved'))).toBeVisible();
	await page.reload();
	await expect(page.getByRole('application').getByRole('img').first()).toBeVisible();
}

/** Moves the cursor on from the start by so many notes. */
export async function walk(page: Page, notes: number): Promise<void> {
	await page.getByRole('application').focus();
	await page.keyboard.press('Home');
	for (let i = 0; i < notes; i++) await page.keyboard.press('ArrowRight');
}
