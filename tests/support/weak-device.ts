/** A browser that can run no engine, and what a person does there to have a server listen. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, expect, type BrowserContext, type Locator, type Page } from '@playwright/test';
import { CHROMIUM, CHROMIUM_FLAGS } from '#tests/support/chromium.ts';
import { choose } from '#tests/support/errands.ts';
import type { Recording } from '#tests/support/recordings.ts';

/** No room for WebAssembly, no WebGPU, no WebGL: none of the engines starts. */
const NO_ENGINE = ['--js-flags=--wasm-max-mem-pages=1', '--use-gl=disabled'];

export interface WeakDevice {
	readonly context: BrowserContext;
	close(): Promise<void>;
}

export async function weakDevice(address: string): Promise<WeakDevice> {
	const folder = mkdtempSync(join(tmpdir(), 'genesis-weak-'));
	const context = await chromium.launchPersistentContext(folder, {
		executablePath: CHROMIUM,
		args: [...CHROMIUM_FLAGS, ...NO_ENGINE],
		baseURL: address,
		locale: 'en-GB',
		viewport: { width: 1280, height: 800 }
	});
	return {
		context,
		async close() {
			await context.close();
			rmSync(folder, { recursive: true, force: true });
		}
	};
}

/** Opens a recording, which this device cannot hear. @returns the address of its score */
export async function openInVain(page: Page, recording: Recording): Promise<string> {
	await page.goto('/');
	await choose(page, recording);
	await expect(page.getByText('could not run the ear')).toBeVisible({ timeout: 60_000 });
	return page.url();
}

/** A worker comes later than the page of a server that has just begun. */
export async function seeOffer(page: Page): Promise<Locator> {
	const offer = page.getByRole('button', { name: 'Let the server listen' });
	await expect(offer).toBeVisible({ timeout: 60_000 });
	return offer;
}

export const question = (page: Page): Locator =>
	page.getByRole('dialog', { name: 'Let the server listen?' });

/** How far it is, and the way to stop. */
export const bar = (page: Page): Locator => page.getByRole('region', { name: 'Listening…' });

export async function agree(page: Page): Promise<void> {
	await (await seeOffer(page)).click();
	await question(page).getByRole('button', { name: 'Send and listen' }).click();
}

const PASSWORD = 'seven quiet herons';

/** From the question, by its way to the account. */
export async function register(page: Page, name: string): Promise<void> {
	await question(page).getByRole('link', { name: 'Sign in' }).click();
	await page.getByRole('link', { name: 'Create an account' }).click();
	await page.getByLabel('Name').fill(name);
	await fillIn(page, name);
	await page.getByRole('button', { name: 'Create an account', exact: true }).click();
}

export async function signIn(page: Page, name: string): Promise<void> {
	await page.getByRole('link', { name: 'Sign in' }).click();
	await fillIn(page, name);
	await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

async function fillIn(page: Page, name: string): Promise<void> {
	await page.getByLabel('E-mail').fill(`${name.toLowerCase()}@example.org`);
	await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
}

export interface JobSeen {
	readonly state: string;
}

/** All that this person has asked for, the newest first. */
export async function jobsOf(context: BrowserContext): Promise<readonly JobSeen[]> {
	const answer = await context.request.get('/api/jobs');
	return ((await answer.json()) as { jobs: readonly JobSeen[] }).jobs;
}
