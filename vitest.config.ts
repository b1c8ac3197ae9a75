import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { CHROMIUM, CHROMIUM_FLAGS } from './tests/support/chromium.ts';

/** Two places where a unit test may run: Node, and a real Chromium (`*.browser.test.ts`). */
export default defineConfig({
	test: {
		projects: [
			{
				test: {
					name: 'unit',
					environment: 'node',
					include: ['**/*.test.ts'],
					exclude: ['**/*.browser.test.ts', 'node_modules/**', 'build/**', '.svelte-kit/**']
				}
			},
			{
				server: {
					headers: {
						'Cross-Origin-Opener-Policy': 'same-origin',
						'Cross-Origin-Embedder-Policy': 'require-corp'
					}
				},
				test: {
					name: 'browser',
					include: ['**/*.browser.test.ts'],
					exclude: ['node_modules/**', 'build/**', '.svelte-kit/**'],
					testTimeout: 120_000,
					browser: {
						enabled: true,
						headless: true,
						screenshotFailures: false,
						provider: playwright({
							launchOptions: { executablePath: CHROMIUM, args: CHROMIUM_FLAGS }
						}),
						instances: [{ browser: 'chromium' }]
					}
				}
			}
		]
	}
});
