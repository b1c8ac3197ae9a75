/** The page's own door for uploads, in a browser whose connections are cut and whose page is reloaded. */
import { createHash } from 'node:crypto';
import { expect, test, type Page } from '@playwright/test';
import { build, type Rollup } from 'vite';
import type * as Door from '#app/uploads/tus.ts';
import { PASSWORD } from '#tests/support/api.ts';
import { breakable, noise } from '#tests/support/breakable.ts';
import { freePort, startServer } from '#tests/support/server.ts';

const MIB = 1024 * 1024;

/** As the build would make it. */
async function bundled(): Promise<string> {
	const lib = { entry: 'app/lib/uploads/tus.ts', formats: ['es' as const] };
	const made = await build({
		configFile: false,
		logLevel: 'warn',
		publicDir: false,
		build: { lib, write: false }
	});
	const [{ output }] = made as Rollup.RollupOutput[] as [Rollup.RollupOutput];
	return output[0].code;
}

interface Told {
	readonly result: string;
	readonly most: number;
}

/** Sends the recording by the door, as the offer does. */
const sending = (page: Page): Promise<Told> =>
	page.evaluate(async () => {
		const door = '/door.js';
		const { sendFile } = (await import(door)) as typeof Door;
		const file = await (await fetch('/noise.wav')).blob();
		let most = 0;
		const sent = await sendFile(file, {
			name: 'noise.wav',
			fingerprint: 'noise',
			signal: new AbortController().signal,
			onProgress: (bytes) => (most = Math.max(most, bytes))
		});
		return { result: sent.ok ? sent.value : sent.error.code, most };
	});

test('a recording goes on after two lost connections and a reload, and arrives as it was', async ({
	page
}) => {
	const port = await freePort();
	const network = await breakable(port);
	const origin = `http://localhost:${network.port}`;
	const server = await startServer({
		build: null,
		port,
		settings: { ORIGIN: origin, WORKERS: '0' }
	});
	const code = await bundled();
	const song = noise(9 * MIB + 77);
	await page.route('**/door.js', (route) =>
		route.fulfill({ body: code, contentType: 'text/javascript' })
	);
	await page.route('**/noise.wav', (route) =>
		route.fulfill({ body: song, contentType: 'audio/wav' })
	);
	const begun: number[] = [];
	page.on('request', (request) => {
		if (request.method() === 'PATCH') begun.push(Number(request.headers()['upload-offset']));
	});
	await page.goto(origin);
	await page.evaluate(
		(password) =>
			fetch('/api/auth/sign-up/email', {
				method: 'POST',
				headers: { 'Content-Type': 'application/json' },
				body: JSON.stringify({ name: 'Ana', email: 'ana@example.org', password })
			}),
		PASSWORD
	);

	network.breakAfter(1.5 * MIB, false);
	void sending(page).catch(() => {}); // ends with its page
	await expect.poll(() => network.whole()).toBe(false);
	await expect.poll(() => Math.max(...begun)).toBeGreaterThanOrEqual(3 * MIB);
	await page.reload();
	network.breakAfter(1.5 * MIB, true);
	const { result, most } = await sending(page);

	expect(network.whole()).toBe(false);
	expect(most).toBe(song.length);
	const row = await page.evaluate(
		async (id) => (await fetch(`/api/uploads/${id}`)).json() as Promise<unknown>,
		result
	);
	expect(row).toMatchObject({
		state: 'complete',
		type: 'audio/wav',
		bytes: song.length,
		sha256: createHash('sha256').update(song).digest('hex')
	});
	// Ten parts, and one more for each of the three breaks.
	expect(begun.length).toBeLessThanOrEqual(10 + 3);
	const kept = await page.evaluate(() =>
		Object.keys(localStorage).filter((key) => /^tus/.test(key))
	);
	expect(kept).toEqual([]);
	network.close();
	await server.stop();
});

test('who is not signed in is told so, and nothing is tried again', async ({ page }) => {
	const server = await startServer({ build: null, settings: { WORKERS: '0' } });
	const code = await bundled();
	await page.route('**/door.js', (route) =>
		route.fulfill({ body: code, contentType: 'text/javascript' })
	);
	await page.route('**/noise.wav', (route) => route.fulfill({ body: noise(9_000) }));
	await page.goto(server.address);

	expect((await sending(page)).result).toBe('signed-out');
	await server.stop();
});
