import { defineConfig } from '@playwright/test';
import { CHROMIUM, CHROMIUM_FLAGS } from './tests/support/chromium.ts';

/** Errands in a real browser against the real server; each worker starts its own. */
export default defineConfig({
	testDir: 'tests/e2e',
	outputDir: 'test-results',
	workers: 2,
	retries: 0,
	forbidOnly: true,
	timeout: 90_000,
	expect: { timeout: 15_000 },
	reporter: 'list',
	use: {
		locale: 'en-GB',
		viewport: { width: 1280, height: 800 },
		// It fetches twenty megabytes for each new profile: where it matters, errands let it.
		serviceWorkers: 'block',
		trace: 'off',
		launchOptions: { executablePath: CHROMIUM, args: CHROMIUM_FLAGS }
	}
});
