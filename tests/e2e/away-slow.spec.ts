/** A device that needs more than twice the recording listens by itself, and a server is offered meanwhile. */
import { WORKER_TOKEN } from '#tests/support/api.ts';
import { choose, seeMusic } from '#tests/support/errands.ts';
import { workerAt } from '#tests/support/jobs.ts';
import { document } from '#tests/support/open-library.ts';
import { expect, test } from '#tests/support/page.ts';
import { melody } from '#tests/support/performance.ts';
import { A_MINOR, C_MAJOR, plucked, repeated } from '#tests/support/recordings.ts';
import { startServer } from '#tests/support/server.ts';
import { agree, bar, question, register, seeOffer } from '#tests/support/weak-device.ts';

const LONG = repeated(plucked('Far away.wav', [...C_MAJOR, ...A_MINOR]), 64);
const THEIRS = JSON.stringify(document('Far away', melody('60:1 62:1 64:1 65:1')));

test('a slow device listens, and stops when the server is asked instead', async ({ browser }) => {
	const server = await startServer({ settings: { WORKER_TOKEN } });
	const worker = workerAt((path, init) => fetch(server.address + path, init));
	await worker.claim();
	const context = await browser.newContext({ baseURL: server.address });
	const page = await context.newPage();
	await page.goto('/');
	// As if it had been measured: five seconds for a window of less than two.
	await page.evaluate(() => {
		const tried = [{ engine: 'onnx-wasm', ms: 5000, reason: null }];
		const known = { engine: 'onnx-wasm', tried, browser: navigator.userAgent };
		localStorage.setItem('genesis-music.engine', JSON.stringify(known));
	});
	await page.reload();
	await choose(page, LONG);
	await expect(bar(page)).toContainText('%');
	await (await seeOffer(page)).click();
	await expect(question(page)).toContainText('about 3 minutes for each minute of music');
	await expect(bar(page)).toContainText('%'); // nobody is made to wait for the answer
	await register(page, 'Cleo');
	await question(page).getByRole('button', { name: 'Not now' }).click();

	await agree(page);
	await expect(bar(page)).toContainText('Waiting its turn on the server', { timeout: 30_000 });
	const work = await worker.claim();
	await worker.finish(work!, THEIRS);
	await seeMusic(page);
	await context.close();
	await server.stop();
});
