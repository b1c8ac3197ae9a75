/** Builds the script that the service worker loads for a background sync: one file, beside the worker. */
import { defineConfig } from 'vite';

export default defineConfig({
	publicDir: false,
	build: {
		outDir: 'build',
		emptyOutDir: false,
		rollupOptions: {
			input: 'app/background-sync.ts',
			output: { entryFileNames: 'background-sync.js', format: 'iife' }
		}
	}
});
