import { globSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { playwright } from '@vitest/browser-playwright';
import { defaultClientConditions } from 'vite';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';
import { CHROMIUM, CHROMIUM_FLAGS, SOFTWARE_WEBGPU } from './tests/support/chromium.ts';

/** Tests named `*.<name>.test.ts`, in a Chromium of their own; `/heavy/` is there as in the app. */
function inChromium(name: string, args: string[]): TestProjectInlineConfiguration {
	return {
		plugins: [svelte({ configFile: false })],
		publicDir: 'static',
		resolve: { conditions: ['onnxruntime-web-use-extern-wasm', ...defaultClientConditions] },
		worker: { format: 'es' },
		server: {
			headers: {
				'Cross-Origin-Opener-Policy': 'same-origin',
				'Cross-Origin-Embedder-Policy': 'require-corp'
			}
		},
		test: {
			name,
			include: [`**/*.${name}.test.ts`],
			exclude: ['node_modules/**', 'build/**', '.svelte-kit/**'],
			testTimeout: 120_000,
			browser: {
				enabled: true,
				headless: true,
				screenshotFailures: false,
				provider: playwright({ launchOptions: { executablePath: CHROMIUM, args } }),
				instances: [{ browser: 'chromium' }]
			}
		}
	};
}

/** Tests that ask the API do so on Node (`unit`) and once more on Workers. */
const ofTheApi = globSync([
	'api/**/*.test.ts',
	'tests/*.test.ts',
	'tests/security/*.test.ts'
]).filter((file) => readFileSync(file, 'utf8').includes('openApi('));

/** Where a unit test may run: Node, a real Chromium (`*.browser.test.ts`), and one with a software GPU (`*.webgpu.test.ts`). */
export default defineConfig({
	test: {
		projects: [
			{
				// The state of the page is classes of runes, which only Svelte's compiler understands.
				plugins: [svelte({ configFile: false })],
				test: {
					name: 'unit',
					environment: 'node',
					// Some wait for what dies and comes back: while they do, another one goes on.
					maxWorkers: availableParallelism() + 1,
					// What takes a second here takes several on a machine that is shared.
					testTimeout: 30_000,
					hookTimeout: 60_000,
					include: ['**/*.test.ts'],
					exclude: [
						'**/*.{browser,webgpu}.test.ts',
						'node_modules/**',
						'build/**',
						'.svelte-kit/**'
					]
				}
			},
			{
				test: {
					name: 'workers',
					environment: 'node',
					include: ofTheApi,
					globalSetup: 'tests/support/workers/once.ts',
					setupFiles: 'tests/support/workers/setup.ts',
					testTimeout: 120_000,
					hookTimeout: 120_000
				}
			},
			inChromium('browser', CHROMIUM_FLAGS),
			inChromium('webgpu', [...CHROMIUM_FLAGS, ...SOFTWARE_WEBGPU])
		]
	}
});
