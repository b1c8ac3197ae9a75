import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import { defaultClientConditions, defineConfig, type Plugin } from 'vite';
import { catalogueFaults } from './scripts/messages.ts';

/** Cross-origin isolation: threads in WASM need shared memory, and shared memory needs these. */
const ISOLATION = {
	'Cross-Origin-Opener-Policy': 'same-origin',
	'Cross-Origin-Embedder-Policy': 'require-corp'
};

/** A sentence that one language lacks stops the build. */
const completeCatalogues: Plugin = {
	name: 'complete-catalogues',
	buildStart() {
		const faults = catalogueFaults();
		if (faults.length > 0) this.error(faults.join('\n'));
	}
};

/** The router's announcer comes with a style attribute, which the policy forbids; the page has a class for it. */
const announcerClass: Plugin = {
	name: 'announcer-class',
	enforce: 'pre',
	transform(code, id) {
		if (!id.endsWith('/generated/root.svelte')) return undefined;
		const styled = /(<div id="svelte-announcer"[^>]*?) style="[^"]*"/;
		if (!styled.test(code)) this.error('the announcer has changed: look at it again');
		return code.replace(styled, '$1 class="sr"');
	}
};

export default defineConfig({
	plugins: [
		completeCatalogues,
		announcerClass,
		paraglideVitePlugin({
			project: './project.inlang',
			outdir: './app/lib/paraglide',
			emitTsDeclarations: true,
			strategy: ['localStorage', 'preferredLanguage', 'baseLocale']
		}),
		sveltekit()
	],
	// The engine's WASM is fetched from /heavy/; without this it would be bundled, too.
	resolve: { conditions: ['onnxruntime-web-use-extern-wasm', ...defaultClientConditions] },
	server: { headers: ISOLATION },
	preview: { headers: ISOLATION },
	worker: { format: 'es' }
});
