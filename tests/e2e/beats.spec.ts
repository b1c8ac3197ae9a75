import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { reopen } from '#tests/support/note-card.ts';
import { expect, test } from '#tests/support/page.ts';
import { openStored, PICKING } from '#tests/support/stored-score.ts';
import { stored } from '#tests/support/stored.ts';
import { languages, localeOf, wordsOf, type Words } from '#tests/support/words.ts';

/** The tools over the sheet. */
const tools = (page: Page, words: Words): Locator =>
	page.getByRole('region', { name: words('beats_mend') });

const line = (page: Page, words: Words, bar: number, beat: number): Locator =>
	page.getByRole('button', { name: words('beats_at', { bar, beat }), exact: true });

/**
 * What is before the first whole bar: there when the bars begin a beat later. Which beat of a bar it
 * is depends on the metre: six eighths over a bass are counted in two or in three.
 */
const pickup = (page: Page, words: Words): Locator => {
	const name = words('beats_at_pickup', { beat: 0 }).replace('0', '\\d');
	return page.getByRole('button', { name: new RegExp(`^${name}$`) }).first();
};

const open = async (page: Page, words: Words): Promise<void> => {
	await page
		.getByRole('region', { name: words('player_label') })
		.getByRole('button', { name: words('beats_mend') })
		.click();
	await expect(tools(page, words)).toBeVisible();
};

/** Pulls what stands at one place to the side of another. */
async function drag(page: Page, from: Locator, to: Locator): Promise<void> {
	const [a, b] = [(await from.boundingBox())!, (await to.boundingBox())!];
	await page.mouse.move(a.x + a.width / 2, a.y + a.height / 2);
	await page.mouse.down();
	await page.mouse.move((a.x + b.x) / 2, a.y + a.height / 2);
	await page.mouse.move(b.x + b.width / 2 + 2, a.y + a.height / 2);
	await page.mouse.up();
}

/** Beats a minute, as the tools say it. */
const tempo = async (page: Page, words: Words): Promise<number> => {
	const text = await tools(page, words)
		.getByRole('button', { name: words('beats_more') })
		.innerText();
	return Number(/\d+$/.exec(text.trim())![0]);
};

for (const language of languages) {
	const words = wordsOf(language);

	test.describe(`in ${language}`, () => {
		test.use({ locale: localeOf(language) });

		test('a bar line is pulled to where the bar begins', async ({ page }) => {
			await openStored(page, 'Picking', PICKING);
			await open(page, words);
			await expect(pickup(page, words)).toHaveCount(0);

			await drag(page, line(page, words, 2, 1), line(page, words, 2, 2));
			await expect(pickup(page, words)).toBeVisible();
			const said = words('beats_said', { place: words('beats_at', { bar: 2, beat: 1 }) });
			await expect(page.getByRole('button', { name: said })).toBeVisible();

			await page.getByRole('button', { name: words('doubt_undo') }).click();
			await expect(pickup(page, words)).toHaveCount(0);
			await page.getByRole('button', { name: words('doubt_redo') }).click();
			await expect(pickup(page, words)).toBeVisible();

			await reopen(page, words);
			await open(page, words);
			await expect(page.getByRole('button', { name: said })).toBeVisible();
			await tools(page, words)
				.getByRole('button', { name: words('beats_reset') })
				.click();
			await expect(pickup(page, words)).toHaveCount(0);
		});

		test('the count and the metre are set with the mouse', async ({ page }) => {
			await openStored(page, 'Picking', PICKING);
			await open(page, words);
			const before = await tempo(page, words);

			await tools(page, words)
				.getByRole('button', { name: words('beats_double') })
				.click();
			await expect.poll(() => tempo(page, words)).toBe(2 * before);
			await tools(page, words)
				.getByRole('button', { name: words('beats_more') })
				.click();
			await page.getByRole('menuitem', { name: words('beats_two_three') }).click();
			await expect.poll(() => tempo(page, words)).toBeCloseTo((4 / 3) * before, -1);
			await tools(page, words)
				.getByRole('button', { name: words('beats_reset') })
				.click();
			await expect.poll(() => tempo(page, words)).toBe(before);

			await tools(page, words).getByLabel(words('metre')).selectOption('3/4');
			await expect(line(page, words, 1, 3)).toBeVisible();
			await reopen(page, words);
			await open(page, words);
			await expect(tools(page, words).getByLabel(words('metre'))).toHaveValue('3/4');
			await expect(line(page, words, 1, 3)).toBeVisible();
		});

		test('beats are mended without a mouse', async ({ page }) => {
			await openStored(page, 'Picking', PICKING);
			await expect(page.getByRole('button', { name: words('player_play') }).first()).toBeVisible();
			await page.keyboard.press('b');
			await expect(line(page, words, 1, 1)).toBeVisible();
			const status = tools(page, words).getByRole('status');

			await page.keyboard.press('ArrowRight');
			await page.keyboard.press('ArrowRight');
			await expect(status).toContainText(words('beats_at', { bar: 1, beat: 2 }));
			await page.keyboard.press('d');
			await expect(pickup(page, words)).toBeVisible();
			await page.keyboard.press('Control+z');
			await expect(pickup(page, words)).toHaveCount(0);

			const at = async (): Promise<number> =>
				Number(/(\d+\.\d+)$/.exec((await status.innerText()).trim())![1]);
			const stood = await at();
			await page.keyboard.press('Alt+ArrowRight');
			await page.keyboard.press('Alt+ArrowRight');
			await expect.poll(at).toBeCloseTo(stood + 0.02, 2);

			const before = await tempo(page, words);
			await page.keyboard.press(',');
			await expect.poll(() => tempo(page, words)).toBeCloseTo(before / 2, -1);
			await page.keyboard.press('.');
			await expect.poll(() => tempo(page, words)).toBe(before);
			await page.keyboard.press('Shift+ArrowRight');
			await expect(pickup(page, words)).toBeVisible();

			await page.keyboard.press('Escape');
			await expect(tools(page, words)).toHaveCount(0);
			await reopen(page, words);
			await expect(page.getByRole('button', { name: words('player_play') }).first()).toBeVisible();
			await page.keyboard.press('b');
			await expect(pickup(page, words)).toBeVisible();
		});

		for (const way of ['keys', 'the mouse'] as const) {
			test(`beats are tapped along with the recording by ${way}`, async ({ page }) => {
				await openStored(page, 'Picking', PICKING);
				await open(page, words);
				for (let i = 0; i < 10; i++) await page.keyboard.press('-');
				const tap = async (): Promise<void> => {
					if (way === 'keys') await page.keyboard.press('t');
					else
						await tools(page, words)
							.getByRole('button', { name: words('beats_tap'), exact: true })
							.click();
				};
				await tap();
				await expect(
					page.getByRole('button', { name: words('player_pause'), exact: true })
				).toBeVisible();

				const wall = await page.evaluate(() => performance.now());
				for (let i = 0; i < 5; i++) {
					await page.waitForTimeout(i === 0 ? 0 : 600);
					await tap();
				}
				const spent = (await page.evaluate(() => performance.now())) - wall;
				if (way === 'keys') await page.keyboard.press('Enter');
				else
					await tools(page, words)
						.getByRole('button', { name: words('beats_tap_done') })
						.click();
				const reset = tools(page, words).getByRole('button', { name: words('beats_reset') });
				await expect(reset).toBeEnabled();
				await expect(page.getByText(words('score_saved'))).toBeVisible();

				const taps = await storedTaps(page);
				expect(taps).toHaveLength(5);
				// At half speed, half as many seconds of the recording go by.
				const gone = taps.at(-1)! - taps[0]!;
				expect(gone).toBeGreaterThan(0.35 * (spent / 1000));
				expect(gone).toBeLessThan(0.6 * (spent / 1000));

				await page.getByRole('button', { name: words('doubt_undo') }).click();
				await expect(reset).toBeDisabled();
			});
		}
	});
}

const words = wordsOf('en');

/** What was tapped, as it lies on the disk. */
async function storedTaps(page: Page): Promise<number[]> {
	interface Kept {
		readonly document: {
			readonly writing: { readonly repairs: { readonly kind: string; readonly at: number[] }[] };
		};
	}
	const [kept] = await stored<Kept>(page, 'documents');
	return kept?.document.writing.repairs.find(({ kind }) => kind === 'taps')?.at ?? [];
}

for (const colorScheme of ['light', 'dark'] as const) {
	test.describe(`in ${colorScheme}`, () => {
		test.use({ colorScheme });

		test('nobody is kept out of mending beats', async ({ page }) => {
			await openStored(page, 'Picking', PICKING);
			await open(page, words);
			await line(page, words, 1, 2).click();
			await tools(page, words).getByRole('button', { name: 'Bar begins here' }).click();
			await expect(pickup(page, words)).toBeVisible();
			const { violations } = await new AxeBuilder({ page }).analyze();
			const serious = violations.filter(
				({ impact }) => impact === 'serious' || impact === 'critical'
			);

			expect(serious.map(({ id, nodes }) => `${id}: ${nodes[0]?.target.join(' ')}`)).toEqual([]);
		});
	});
}
