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
			directives: { 'script-src': ['self', 'wasm-unsafe-eval'] }
		},
		typescript: {
			config: (config) => ({
				...config,
				extends: '../tsconfig.base.json'
			})
		}
	}
};
