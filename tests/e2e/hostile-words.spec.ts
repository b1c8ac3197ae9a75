/** Words that would run if any page took them for a part of itself, in every field that takes words. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import type { Page } from '@playwright/test';
import { user } from '#api/db/schema/accounts.ts';
import { openDatabase } from '#api/db/open-node.ts';
import { seeMusic } from '#tests/support/errands.ts';
import { keptDocument } from '#tests/support/kept-score.ts';
import { expect, test } from '#tests/support/page.ts';
import { withAuthenticator } from '#tests/support/virtual-authenticator.ts';
import { PICKING } from '#tests/support/stored-score.ts';

const HOSTILE = `"'><img src=x onerror="pwned=1"><script>pwned=1</script>{{pwned=1}}`;
const SHORT = '<img src=x onerror=pwned=1>';

/** Nothing ran, and nothing became an element. */
async function unharmed(page: Page, words: string): Promise<void> {
	await expect(page.getByText(words, { exact: false }).first()).toBeVisible();
	expect(await page.evaluate(() => 'pwned' in globalThis)).toBe(false);
	await expect(page.locator('img[src="x"]')).toHaveCount(0);
}

test('no page runs what somebody wrote into a name, a score, or a report', async ({
	page,
	browser,
	server
}) => {
	const email = `${randomUUID()}@example.org`;
	await page.goto('/account/register');
	await page.getByLabel('Name').fill(SHORT);
	await page.getByLabel('E-mail').fill(email);
	await page.getByLabel('Password', { exact: true }).fill('seven quiet herons');
	await page.getByRole('button', { name: 'Create an account' }).click();
	await unharmed(page, SHORT);

	await withAuthenticator(page);
	await page.getByRole('button', { name: 'Add a passkey' }).click();
	await page.getByLabel('Name of the passkey').fill(SHORT);
	await page.getByRole('button', { name: 'Continue' }).click();
	await unharmed(page, `“${SHORT}”`);
	await page.getByRole('button', { name: `Remove ${SHORT}` }).click();
	await unharmed(page, `Remove “${SHORT}”?`);
	await page.keyboard.press('Escape');

	const document = keptDocument(
		{
			title: HOSTILE,
			artist: HOSTILE,
			album: HOSTILE,
			genre: SHORT,
			tags: [SHORT],
			source: { fileName: HOSTILE, seconds: 8, endsEarly: false }
		},
		PICKING
	);
	await page.goto('/');
	await page
		.getByLabel('Recording', { exact: true })
		.first()
		.setInputFiles({
			name: 'hostile.json',
			mimeType: 'application/json',
			buffer: Buffer.from(JSON.stringify(document))
		});
	await page.waitForURL(/\/score\//);
	await seeMusic(page);
	await unharmed(page, HOSTILE);
	await page.goto('/');
	await unharmed(page, HOSTILE);

	const headers = { Origin: server.address, 'Idempotency-Key': randomUUID() };
	const content = { document, card: null, recording: null };
	const items = [{ kind: 'score', id: document.id, base: 0, content }];
	const sent = await page.request.post('/api/changes', { headers, data: { items } });
	expect(sent.ok(), await sent.text()).toBe(true);
	const shares = `/api/scores/${document.id}/shares`;
	const shared = await page.request.post(shares, { headers, data: {} });
	const { links } = (await shared.json()) as { links: [{ token: string }] };
	const [{ token }] = links;
	await page.request.put(`/api/scores/${document.id}/visibility`, {
		headers,
		data: { visibility: 'public' }
	});

	const visitor = await (await browser.newContext({ baseURL: server.address })).newPage();
	for (const path of [`/shared/${token}`, `/embed/${token}`]) {
		const html = await (await visitor.request.get(path)).text();
		expect(html, path).not.toContain('<img src=x');
		expect(html, path).not.toContain('<script>pwned');
		await visitor.goto(path);
		await seeMusic(visitor);
		await unharmed(visitor, HOSTILE);
	}
	await visitor.goto('/discover');
	await unharmed(visitor, HOSTILE);
	const reported = await visitor.request.post(`/api/public/${token}/reports`, {
		headers,
		data: { reason: 'other', text: HOSTILE }
	});
	expect(reported.ok(), await reported.text()).toBe(true);

	const database = await openDatabase(`file:${join(server.data, 'genesis.db')}`);
	await database.update(user).set({ role: 'admin' }).where(eq(user.email, email));
	database.$client.close();
	await page.goto('/account');
	await page.goto('/admin');
	await unharmed(page, HOSTILE);
});
