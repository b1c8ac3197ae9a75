/** Coming with a score and an account, as an errand writes it. */
import { expect, type Page } from '@playwright/test';
import type { PlayedNote } from '#music/note.ts';
import { choose, seeMusic } from '#tests/support/errands.ts';
import { document } from '#tests/support/open-library.ts';
import { note } from '#tests/support/performance.ts';

const PASSWORD = 'seven quiet herons';

const TUNE: readonly PlayedNote[] = [60, 64, 67, 72, 67, 64].map((pitch, i) =>
	note(i * 0.5, i * 0.5 + 0.45, pitch)
);

/** Chooses a score that was exported elsewhere, and sees it. */
export async function bring(page: Page, title: string): Promise<void> {
	const buffer = Buffer.from(JSON.stringify(document(title, TUNE)));
	await page.goto('/');
	await choose(page, { name: `${title}.json`, mimeType: 'application/json', buffer });
	await seeMusic(page);
}

/** @param address of a server that is not the errands' own */
export async function register(
	page: Page,
	name: string,
	email: string,
	address = ''
): Promise<void> {
	await page.goto(`${address}/account/register`);
	await page.getByLabel('Name').fill(name);
	await page.getByLabel('E-mail').fill(email);
	await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
	await page.getByRole('button', { name: 'Create an account' }).click();
	await expect(page.getByRole('heading', { name, exact: true })).toBeVisible();
}

export async function signIn(page: Page, name: string, email: string): Promise<void> {
	await page.goto('/account');
	await page.getByLabel('E-mail').fill(email);
	await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
	await page.getByRole('button', { name: 'Sign in', exact: true }).click();
	await expect(page.getByRole('heading', { name, exact: true })).toBeVisible();
}

/** Leaves the library on the device. */
export async function signOut(page: Page): Promise<void> {
	await page.goto('/account');
	await page.getByRole('button', { name: 'Sign out', exact: true }).click();
	await page.getByRole('button', { name: /^Keep them here/ }).click();
	await expect(page.getByLabel('E-mail')).toBeVisible();
}

export async function rename(page: Page, old: string, title: string): Promise<void> {
	await page.getByRole('button', { name: old, exact: true }).click();
	await page.getByLabel('Title').fill(title);
	await page.getByLabel('Title').press('Enter');
	await expect(page.getByText('Saved on this device')).toBeAttached();
}

export const inSync = (page: Page) =>
	expect(page.getByText('In sync with your account')).toBeVisible({ timeout: 40_000 });

/** In the list of scores. */
export const titled = (page: Page, title: string) =>
	page.getByRole('main').getByRole('link', { name: title, exact: true }).first();

interface Sent {
	readonly title: string;
	readonly revision: number;
}

/** What the account has, as its own pages could ask. */
export const scoresOf = (page: Page): Promise<readonly Sent[]> =>
	page.evaluate(async () => {
		const answer = await fetch('/api/changes?since=0');
		const { changes } = (await answer.json()) as {
			changes: { kind: string; revision: number; content: { document?: { title: string } } }[];
		};
		return changes.flatMap(({ revision, content }) =>
			content?.document ? [{ title: content.document.title, revision }] : []
		);
	});
