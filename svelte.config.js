import adapter from '@sveltejs/adapter-static';

/** @type {import('@sveltejs/kit').Config} */
export default {
	kit: {
		adapter: adapter({ pages: 'build', assets: 'build', fallback: 'index.html' }),
		files: {
			src: 'app',
			assets: 'static'
		},
		serviceWorker: { register: false },
		csp: {
			mode: 'hash',
			// In the page itself, beside the server's own header; workers would fall back to script-src.
			directives: {
				'script-src': ['self', 'wasm-unsafe-eval'],
				'worker-src': ['self', 'blob:']
			}
		},
		typescript: {
			config: (config) => ({
				...config,
				extends: '../tsconfig.base.json'
			})
		}
	}
};
