/** What a person does again and again, found by the words on the screen. */
import { readFileSync } from 'node:fs';
import { expect, type Page } from '@playwright/test';
import type { Recording } from '#tests/support/recordings.ts';

/** Drops a file on the page, as from the desktop. */
export async function drop(page: Page, recording: Recording): Promise<void> {
	await page.getByRole('heading', { level: 1 }).first().waitFor(); // before, nobody takes it
	const transfer = await page.evaluateHandle(
		({ name, mimeType, base64 }) => {
			const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
			const data = new DataTransfer();
			data.items.add(new File([bytes], name, { type: mimeType }));
			return data;
		},
		{ ...recording, buffer: null, base64: recording.buffer.toString('base64') }
	);
	for (const type of ['dragenter', 'dragover', 'drop']) {
		await page.dispatchEvent('body', type, { dataTransfer: transfer });
	}
}

/** Chooses a file through the picker. */
export async function choose(page: Page, recording: Recording): Promise<void> {
	await page.getByLabel('Recording', { exact: true }).first().setInputFiles(recording);
}

export const sheet = (page: Page) => page.getByRole('application', { name: 'Sheet of music' });

/** The first system has been drawn and can be played. */
export async function seeMusic(page: Page): Promise<void> {
	await expect(sheet(page).getByRole('img').first().locator('svg')).toBeVisible({
		timeout: 60_000
	});
	await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible({
		timeout: 60_000
	});
}

/** Seconds from the start, as the strip tells a screen reader. */
export async function positionOf(page: Page): Promise<number> {
	const strip = page.getByRole('slider', { name: 'Place in the recording' });
	return Number(await strip.getAttribute('aria-valuenow'));
}

/** Everything that the whole job needs is on the device. */
export async function readyForOffline(page: Page): Promise<void> {
	const missing = (): Promise<number> =>
		page.evaluate(async () => {
			if (!navigator.serviceWorker.controller) return Infinity;
			const manifest = await fetch('/heavy/manifest.json');
			const { files } = (await manifest.json()) as { files: { group: string }[] };
			const wanted = files.filter(({ group }) => group !== 'gpu').length;
			const kept = await (await caches.open('heavy')).keys();
			return wanted - kept.filter(({ url }) => !url.includes('asyncify')).length;
		});
	await expect.poll(missing, { timeout: 60_000 }).toBe(0);
}

/** Exports the open score by its name in the menu. */
export async function exported(page: Page, name: string): Promise<Buffer> {
	await page.getByRole('button', { name: 'Export' }).click();
	const [download] = await Promise.all([
		page.waitForEvent('download'),
		page.getByRole('menuitem', { name }).click()
	]);
	return readFileSync(await download.path());
}
