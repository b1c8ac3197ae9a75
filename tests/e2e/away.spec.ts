/** A browser that can run no engine has the server listen; the line is cut twice, and the tab is closed. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type CDPSession, type Page } from '@playwright/test';
import type { ScoreDocument } from '#music/document.ts';
import { barriers } from '#tests/support/barriers.ts';
import { CHROMIUM, CHROMIUM_FLAGS } from '#tests/support/chromium.ts';
import { choose, exported, seeMusic } from '#tests/support/errands.ts';
import { expect, test } from '#tests/support/page.ts';
import { A_MINOR, C_MAJOR, plucked, repeated, type Recording } from '#tests/support/recordings.ts';
import { startServer, type Server } from '#tests/support/server.ts';

/** No room for WebAssembly, no WebGPU, no WebGL: none of the engines starts. */
const NO_ENGINE = ['--js-flags=--wasm-max-mem-pages=1', '--use-gl=disabled'];

/** Nine minutes: long enough to be cut while it is sent, and to be left while it is heard. */
const LONG = repeated(plucked('Far away.wav', [...C_MAJOR, ...A_MINOR]), 64);

/** Bytes a second that the line carries up. */
const NARROW = 3_000_000;

const LONG_WAIT = { timeout: 120_000 };

let server: Server;
let folder: string;

test.beforeAll(async () => {
	server = await startServer({ settings: { WORKERS: '1' } });
	folder = mkdtempSync(join(tmpdir(), 'genesis-away-'));
});

test.afterAll(async () => {
	await server.stop();
	rmSync(folder, { recursive: true, force: true });
});

test('what a device cannot hear, the server hears, and it is what the command line hears', async () => {
	test.setTimeout(300_000);
	const context = await chromium.launchPersistentContext(join(folder, 'profile'), {
		executablePath: CHROMIUM,
		args: [...CHROMIUM_FLAGS, ...NO_ENGINE],
		baseURL: server.address,
		locale: 'en-GB',
		viewport: { width: 1280, height: 800 }
	});
	const page = await context.newPage();
	await page.goto('/');
	await choose(page, LONG);

	await expect(page.getByText('could not run the ear')).toBeVisible({ timeout: 60_000 });
	const address = page.url();
	// The worker of a server that has just begun comes later than the page.
	const asks = page.getByRole('button', { name: 'Let the server listen' });
	await expect(asks).toBeVisible({ timeout: 60_000 });
	await asks.focus();
	await page.keyboard.press('Enter');
	const dialog = page.getByRole('dialog', { name: 'Let the server listen?' });
	await expect(dialog).toContainText(/24 MB.* are sent to localhost/);
	expect(await barriers(page)).toEqual([]);
	await dialog.getByRole('link', { name: 'Sign in' }).click();
	await register(page);
	await expect(dialog).toBeVisible();
	expect(page.url()).toBe(address);

	const line = await context.newCDPSession(page);
	await carry(line, NARROW);
	await dialog.getByRole('button', { name: 'Send and listen' }).click();
	const bar = page.getByRole('region', { name: 'Listening…' });
	for (const share of [20, 60]) {
		await expect.poll(() => shareOf(page), { timeout: 60_000 }).toBeGreaterThan(share);
		await carry(line, null);
		await expect(bar).toContainText('Waiting for the connection');
		expect(await barriers(page)).toEqual([]);
		await carry(line, NARROW);
	}
	await expect(bar).toContainText('The server listens…', LONG_WAIT);
	const before = await shareOf(page);
	await expect.poll(() => shareOf(page), { timeout: 60_000 }).toBeGreaterThan(before);
	await expect(bar).toContainText('You can close this page');
	await page.close();
	expect(await jobs(context)).toEqual([expect.objectContaining({ state: 'active' })]);

	const again = await context.newPage();
	await again.goto(address);
	await expect.poll(async () => (await jobs(context))[0]?.state, LONG_WAIT).toBe('completed');
	await seeMusic(again);
	const score = JSON.parse(String(await exported(again, 'Genesis score'))) as ScoreDocument;
	expect(heardIn(score)).toEqual(heardIn(byCommandLine(LONG)));
	await again.goto('/');
	await expect(again.getByRole('link', { name: 'Far away' })).toHaveCount(1);
	expect(await jobs(context)).toEqual([expect.objectContaining({ state: 'completed' })]);
	await context.close();
});

/** What is not of the device that keeps it. */
const heardIn = ({ id: _, created: __, changed: ___, ...score }: ScoreDocument) => score;

async function jobs(context: BrowserContext) {
	const answer = await context.request.get('/api/jobs');
	return ((await answer.json()) as { jobs: { state: string }[] }).jobs;
}

async function register(page: Page): Promise<void> {
	await page.getByRole('link', { name: 'Create an account' }).click();
	await page.getByLabel('Name').fill('Mina');
	await page.getByLabel('E-mail').fill('mina@example.org');
	await page.getByRole('textbox', { name: 'Password' }).fill('seven quiet herons');
	await page.getByRole('button', { name: 'Create an account', exact: true }).click();
}

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
	const bar = page.getByRole('region', { name: 'Listening…' }).getByRole('progressbar');
	return Number(await bar.getAttribute('aria-valuenow', { timeout: 10_000 }));
}

function byCommandLine({ name, buffer }: Recording): ScoreDocument {
	const [sound, document] = [join(folder, name), join(folder, 'document.json')];
	writeFileSync(sound, buffer);
	const args = ['cli/genesis.ts', 'transcribe', sound, '--document', document];
	execFileSync(process.execPath, args);
	return JSON.parse(readFileSync(document, 'utf8')) as ScoreDocument;
}
