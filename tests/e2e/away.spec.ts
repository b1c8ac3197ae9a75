/** A browser that can run no engine has the server listen; the line is cut twice, and the tab is closed. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CDPSession, Page } from '@playwright/test';
import type { ScoreDocument } from '#music/document.ts';
import { barriers } from '#tests/support/barriers.ts';
import { exported, seeMusic } from '#tests/support/errands.ts';
import { expect, test } from '#tests/support/page.ts';
import { A_MINOR, C_MAJOR, plucked, repeated, type Recording } from '#tests/support/recordings.ts';
import { startServer } from '#tests/support/server.ts';
import {
	bar,
	jobsOf,
	openInVain,
	question,
	register,
	seeOffer,
	weakDevice
} from '#tests/support/weak-device.ts';

test.use({ serviceWorkers: 'allow' });

/** Nine minutes: long enough to be cut while it is sent, and to be left while it is heard. */
const LONG = repeated(plucked('Far away.wav', [...C_MAJOR, ...A_MINOR]), 64);

/** Bytes a second that the line carries up. */
const NARROW = 3_000_000;

const PATIENT = { timeout: 120_000 };

test('what a device cannot hear, the server hears, and it is what the command line hears', async () => {
	test.setTimeout(300_000);
	const server = await startServer({ settings: { WORKERS: '1' } });
	const { context, close } = await weakDevice(server.address);
	const page = await context.newPage();
	const address = await openInVain(page, LONG);
	const offer = await seeOffer(page);
	await offer.focus();
	await page.keyboard.press('Enter');
	await expect(question(page)).toContainText(/24 MB.* are sent to localhost/);
	expect(await barriers(page)).toEqual([]);
	await register(page, 'Mina');
	await expect(question(page)).toBeVisible();
	expect(page.url()).toBe(address);

	const line = await context.newCDPSession(page);
	await carry(line, NARROW);
	await question(page).getByRole('button', { name: 'Send and listen' }).click();
	for (const share of [20, 60]) {
		await expect.poll(() => shareOf(page), PATIENT).toBeGreaterThan(share);
		await carry(line, null);
		await expect(bar(page)).toContainText('Waiting for the connection');
		expect(await barriers(page)).toEqual([]);
		await carry(line, NARROW);
	}
	await expect(bar(page)).toContainText('The server listens…', PATIENT);
	const before = await shareOf(page);
	await expect.poll(() => shareOf(page), PATIENT).toBeGreaterThan(before);
	await expect(bar(page)).toContainText('You can close this page');
	await page.close();
	expect(await jobsOf(context)).toEqual([expect.objectContaining({ state: 'active' })]);

	await expect.poll(async () => (await jobsOf(context))[0]?.state, PATIENT).toBe('completed');
	const again = await context.newPage();
	await again.goto(address);
	await seeMusic(again);
	const score = JSON.parse(String(await exported(again, 'Genesis score'))) as ScoreDocument;
	expect(heardIn(score)).toEqual(heardIn(byCommandLine(LONG)));
	await again.goto('/');
	await expect(again.getByRole('link', { name: 'Far away' })).toHaveCount(1);
	expect(await jobsOf(context)).toHaveLength(1);
	await close();
	await server.stop();
});

/** What is not of the device that keeps it. */
const heardIn = ({ id: _, created: __, changed: ___, ...score }: ScoreDocument) => score;

/** Null cuts the line. */
async function carry(line: CDPSession, upload: number | null): Promise<void> {
	await line.send('Network.enable');
	await line.send('Network.emulateNetworkConditions', {
		offline: upload === null,
		latency: 0,
		downloadThroughput: -1,
		uploadThroughput: upload ?? 0
	});
}

async function shareOf(page: Page): Promise<number> {
	const progress = bar(page).getByRole('progressbar');
	return Number(await progress.getAttribute('aria-valuenow', { timeout: 10_000 }));
}

function byCommandLine({ name, buffer }: Recording): ScoreDocument {
	const folder = mkdtempSync(join(tmpdir(), 'genesis-away-'));
	const [sound, document] = [join(folder, name), join(folder, 'document.json')];
	writeFileSync(sound, buffer);
	const args = ['cli/genesis.ts', 'transcribe', sound, '--document', document];
	execFileSync(process.execPath, args);
	const heard = JSON.parse(readFileSync(document, 'utf8')) as ScoreDocument;
	rmSync(folder, { recursive: true, force: true });
	return heard;
}
