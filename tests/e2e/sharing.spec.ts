/** A score is shared, opened by somebody without an account, embedded, and gone when its owner says so. */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from '@playwright/test';
import type { ScoreDocument } from '#music/document.ts';
import { positionOf, seeMusic } from '#tests/support/errands.ts';
import { keptDocument } from '#tests/support/kept-score.ts';
import { expect, test } from '#tests/support/page.ts';
import { PICKING } from '#tests/support/stored-score.ts';

test.use({ expectedErrors: [/status of 404 .*\/(api\/public|shared|embed)\//] });

/** Somebody with an account and a score in it. @returns the id of the score */
async function withScore(page: Page, title: string): Promise<string> {
	await page.goto('/account/register');
	await page.getByLabel('Name').fill('Ana');
	await page.getByLabel('E-mail').fill(`ana-${randomUUID()}@example.org`);
	await page.getByLabel('Password', { exact: true }).fill('seven quiet herons');
	await page.getByRole('button', { name: 'Create an account' }).click();
	await expect(page.getByText('Ana', { exact: true }).first()).toBeVisible();
	const document = keptDocument({ title, artist: 'Ana' }, PICKING);
	await page.goto('/');
	await page
		.getByLabel('Recording', { exact: true })
		.first()
		.setInputFiles({
			name: `${title}.json`,
			mimeType: 'application/json',
			buffer: Buffer.from(JSON.stringify(document))
		});
	await page.waitForURL(/\/score\//);
	await seeMusic(page);
	await send(page, document);
	return document.id;
}

/** As another device of the person's would. */
async function send(page: Page, document: ScoreDocument): Promise<void> {
	const content = { document, card: null, recording: null };
	const sent = await page.request.post('/api/changes', {
		headers: { 'Idempotency-Key': randomUUID(), Origin: new URL(page.url()).origin },
		data: { items: [{ kind: 'score', id: document.id, base: 0, content }] }
	});
	expect(sent.ok(), await sent.text()).toBe(true);
}

const stranger = async (browser: Browser): Promise<Page> => (await browser.newContext()).newPage();

test('a link opens at its bar without an account, and is gone a second after it ends', async ({
	page,
	browser,
	baseURL
}) => {
	await withScore(page, 'Picking');
	await page.getByRole('button', { name: 'Share', exact: true }).click();
	const dialog = page.getByRole('dialog', { name: 'Share' });
	await dialog.getByRole('button', { name: 'Create a link' }).click();
	const address = await dialog.getByLabel('Link', { exact: true }).inputValue();
	expect(address).toMatch(/\/shared\/[\w-]{22}$/);

	const visitor = await stranger(browser);
	await visitor.goto(`${address}?bar=3&loop=3-4&speed=75`);
	await seeMusic(visitor);
	await expect(visitor.getByRole('heading', { name: 'Picking' }).first()).toBeVisible();
	await expect.poll(() => positionOf(visitor)).toBeGreaterThan(1);
	await visitor.getByRole('button', { name: 'Play', exact: true }).click();
	const from = await positionOf(visitor);
	await expect.poll(() => positionOf(visitor)).not.toBe(from);
	await visitor.getByRole('button', { name: 'Pause' }).click();

	// In a page of another site.
	const site = createServer((_, response) => {
		response.setHeader('Content-Type', 'text/html');
		response.end(
			`<iframe src="${address.replace('/shared/', '/embed/')}" width="720" height="480" allow="autoplay"></iframe>`
		);
	}).listen(0, '127.0.0.1');
	const reader = await stranger(browser);
	await reader.goto(`http://127.0.0.1:${(site.address() as AddressInfo).port}/`);
	const frame = reader.frameLocator('iframe');
	await frame.getByRole('button', { name: 'Play', exact: true }).click({ timeout: 60_000 });
	const strip = frame.getByRole('slider', { name: 'Place in the recording' });
	await expect.poll(() => strip.getAttribute('aria-valuenow')).not.toBe('0');
	await expect(frame.getByText('could not be loaded')).toHaveCount(0);
	site.close();

	await dialog.getByRole('button', { name: 'End the link' }).click();
	const ended = Date.now();
	await expect(dialog.getByRole('button', { name: 'Create a link' })).toBeVisible();
	const token = address.split('/').at(-1)!;
	await expect
		.poll(async () => (await visitor.request.get(`${baseURL}/api/public/${token}`)).status())
		.toBe(404);
	expect(Date.now() - ended).toBeLessThan(1000);
	// The page that was left open, when it is looked at again, and one that is opened anew.
	await visitor.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
	await expect(visitor.getByText('This link no longer opens a score.')).toBeVisible();
	await visitor.reload();
	await expect(visitor.getByText('This link no longer opens a score.')).toBeVisible();
});

test('a visitor takes a copy along, which is their own', async ({ page, browser }) => {
	const id = await withScore(page, 'Take me "><img src=x onerror=alert(1)>');
	const made = await page.request.post(`/api/scores/${id}/shares`, {
		headers: { Origin: new URL(page.url()).origin },
		data: {}
	});
	const { links } = (await made.json()) as { links: { token: string }[] };

	const visitor = await stranger(browser);
	await visitor.goto(`${new URL(page.url()).origin}/shared/${links[0]!.token}`);
	await seeMusic(visitor);
	await visitor.getByRole('button', { name: 'Copy to my library' }).click();
	await visitor.waitForURL(/\/score\//);
	await seeMusic(visitor);
	await expect(visitor.getByRole('button', { name: 'Share', exact: true })).toBeVisible();
});
