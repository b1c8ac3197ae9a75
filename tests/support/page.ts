/**
 * A page that forgives nothing: any test that uses it fails on a console error, an uncaught
 * exception or a violation of the content security policy, unless it says which ones it expects.
 */
import { expect, test as base } from '@playwright/test';
import { startServer, type Server } from '#tests/support/server.ts';

interface Fixtures {
	/** Console errors that the errand brings about on purpose. */
	readonly expectedErrors: RegExp[];
}

interface WorkerFixtures {
	readonly server: Server;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
	server: [
		async ({}, use) => {
			const server = await startServer();
			await use(server);
			await server.stop();
		},
		{ scope: 'worker' }
	],
	baseURL: async ({ server }, use) => use(server.address),
	expectedErrors: async ({}, use) => use([]),
	page: async ({ page, expectedErrors }, use) => {
		const errors: string[] = [];
		page.on('console', (message) => {
			if (message.type() === 'error') errors.push(`${message.text()} (${message.location().url})`);
		});
		page.on('pageerror', (error) => errors.push(String(error)));
		page.on('crash', () => errors.push('the page crashed'));
		await use(page);
		expect(errors.filter((each) => !expectedErrors.some((known) => known.test(each)))).toEqual([]);
	}
});

export { expect } from '@playwright/test';
