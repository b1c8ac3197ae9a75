import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readyForOffline } from '#tests/support/errands.ts';
import { expect, test } from '#tests/support/page.ts';
import { startServer } from '#tests/support/server.ts';

test.use({ serviceWorkers: 'allow' });

/** What the shell may weigh on the wire before anybody has done anything, in bytes. */
const SHELL_SCRIPT = 250_000;

test('the first visit is answered with little, and nothing from elsewhere', async ({
	page,
	baseURL
}) => {
	const devtools = await page.context().newCDPSession(page);
	await devtools.send('Network.enable');
	const scripts = new Set<string>();
	let bytes = 0;
	const elsewhere: string[] = [];
	devtools.on('Network.responseReceived', ({ requestId, type, response }) => {
		if (type === 'Script') scripts.add(requestId);
		if (!/^(blob|data):/.test(response.url) && !response.url.startsWith(baseURL!)) {
			elsewhere.push(response.url);
		}
	});
	devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
		if (scripts.has(requestId)) bytes += encodedDataLength;
	});

	await page.goto('/');
	await expect(page.getByRole('button', { name: /Choose a file/ })).toBeEnabled();
	await page.waitForLoadState('load');

	console.log(`shell: ${Math.round(bytes / 1000)} KB of compressed JavaScript`);
	expect(bytes).toBeGreaterThan(10_000);
	expect(bytes).toBeLessThan(SHELL_SCRIPT);
	expect(elsewhere).toEqual([]);
	expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
});

test('it can be installed: a manifest with icons that are there', async ({ page, request }) => {
	await page.goto('/');
	const devtools = await page.context().newCDPSession(page);

	const { errors, url } = await devtools.send('Page.getAppManifest');
	expect(errors).toEqual([]);
	const manifest = (await (await request.get(url)).json()) as { icons: { src: string }[] };
	for (const { src } of manifest.icons) expect((await request.get(src)).status(), src).toBe(200);
});

test.describe('with a big file damaged on the way', () => {
	test.use({ expectedErrors: [[/sonivox|Failed to load resource/], { scope: 'test' }] });

	test('the damaged file is never used, and the others are', async ({ page }) => {
		const build = copyOfBuild();
		writeFileSync(join(build, 'heavy/sound/sonivox.sf3'), Buffer.alloc(977_208));
		const server = await startServer({ build });
		try {
			await page.goto(`${server.address}/`);
			await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
			const outcome = await page.evaluate(() =>
				Promise.all(
					['sonivox.sf3', 'signalsmith-stretch.mjs'].map((name) =>
						fetch(`/heavy/sound/${name}`).then(
							(response) => response.status,
							() => 'refused'
						)
					)
				)
			);

			expect(outcome).toEqual(['refused', 200]);
			const kept = await page.evaluate(async () =>
				(await (await caches.open('heavy')).keys()).map(({ url }) => url)
			);
			expect(kept.filter((url) => url.includes('sonivox'))).toEqual([]);
			expect(kept.filter((url) => url.includes('signalsmith'))).toHaveLength(1);
		} finally {
			await server.stop();
			rmSync(build, { recursive: true, force: true });
		}
	});
});

test('a new version waits until it is asked for', async ({ page }) => {
	const first = await startServer();
	const build = copyOfBuild();
	try {
		await page.goto(`${first.address}/`);
		await readyForOffline(page);
		const old = await page.evaluate(() => caches.keys());
		await first.stop();

		nextVersion(build);
		const next = await startServer({ build, port: Number(new URL(first.address).port) });
		try {
			await page.reload();
			await expect(page.getByText('A new version is ready.')).toBeVisible({ timeout: 30_000 });
			await Promise.all([
				page.waitForEvent('load'),
				page.getByRole('button', { name: 'Reload' }).click()
			]);
			await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
			await expect.poll(() => page.evaluate(() => caches.keys())).not.toEqual(old);
			const shells = await page.evaluate(async () =>
				(await caches.keys()).filter((name) => name.startsWith('shell-'))
			);
			expect(shells).toEqual([expect.stringContaining('-next')]);
		} finally {
			await next.stop();
		}
	} finally {
		await first.stop();
		rmSync(build, { recursive: true, force: true });
	}
});

/** A build that a test may change. */
function copyOfBuild(): string {
	const build = mkdtempSync(join(tmpdir(), 'genesis-build-'));
	cpSync('build', build, {
		recursive: true,
		filter: (path) => !path.startsWith('build/heavy/ort')
	});
	symlinkSync(resolve('build/heavy/ort'), join(build, 'heavy/ort'));
	return build;
}

/** The same app as a later build would make it: another version name in the worker. */
function nextVersion(build: string): void {
	const path = join(build, 'service-worker.js');
	const { version } = JSON.parse(readFileSync(join(build, '_app/version.json'), 'utf8')) as {
		version: string;
	};
	writeFileSync(path, readFileSync(path, 'utf8').replaceAll(version, `${version}-next`));
	for (const copy of ['.br', '.gz']) rmSync(`${path}${copy}`, { force: true });
}
