/** What Cloudflare's runtime and wrangler's bundler add to the language, as far as index.ts uses it. */
declare module '*.wasm' {
	const compiled: WebAssembly.Module;
	export default compiled;
}

declare module 'cloudflare:workers' {
	/** Work that the answer does not wait for. */
	export function waitUntil(work: Promise<unknown>): void;
}
