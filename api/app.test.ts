import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import type { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openApi, type TestApi } from '#tests/support/api.ts';
import { lacks } from '#tests/support/where.ts';
import { createApp } from './app.ts';

const BOOTSTRAP = 'start();';
const SCRIPT = 'export const answer = 42;\n'.repeat(50);
const FILES: Record<string, string | Buffer> = {
	'index.html': `<!doctype html><title>x</title><script>${BOOTSTRAP}</script>`,
	'_app/immutable/entry.abc.js': SCRIPT,
	'_app/immutable/entry.abc.js.br': brotliCompressSync(SCRIPT),
	'manifest.webmanifest': '{}',
	'heavy/ort/engine.wasm': Buffer.from([0, 97, 115, 109]),
	'heavy/fonts/bravura.woff2': 'font',
	'heavy/sound/sonivox.sf3': '0123456789',
	'heavy/sound/worklet.mjs': 'export {}'
};

let build: string;
let app: Hono;
let api: TestApi;

beforeAll(async () => {
	api = await openApi();
	build = mkdtempSync(join(tmpdir(), 'genesis-build-'));
	for (const [path, content] of Object.entries(FILES)) {
		mkdirSync(dirname(join(build, path)), { recursive: true });
		writeFileSync(join(build, path), content);
	}
	app = createApp({ build, services: api.services });
});

afterAll(() => {
	api.close();
	rmSync(build, { recursive: true });
});

const get = async (path: string, headers: Record<string, string> = {}): Promise<Response> =>
	app.request(path, { headers });

describe.skipIf(lacks('the site'))('the site', () => {
	test('opens the page at any address of the app', async () => {
		for (const path of ['/', '/score/8f1c', '/settings']) {
			const response = await get(path);

			expect(response.status).toBe(200);
			expect(response.headers.get('Content-Type')).toContain('text/html');
			expect(await response.text()).toBe(FILES['index.html']);
		}
	});

	test('does not answer a missing file with the page', async () => {
		expect((await get('/_app/immutable/gone.js')).status).toBe(404);
	});

	test('lets nothing above its folder out', async () => {
		const response = await get('/..%2f..%2fetc/passwd.txt');

		expect(response.status).toBe(404);
	});

	test('isolates every response and runs only the bootstrap that was built', async () => {
		const hash = createHash('sha256').update(BOOTSTRAP).digest('base64');

		for (const path of ['/', '/heavy/ort/engine.wasm', '/gone.js', '/api/health']) {
			const { headers } = await get(path);

			expect(headers.get('Cross-Origin-Opener-Policy')).toBe('same-origin');
			expect(headers.get('Cross-Origin-Embedder-Policy')).toBe('require-corp');
			expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
			if (path.startsWith('/api/')) {
				expect(headers.get('Content-Security-Policy')).toContain("default-src 'none'");
				continue;
			}
			const policy = headers.get('Content-Security-Policy');
			expect(policy).toContain(`script-src 'self' 'wasm-unsafe-eval' 'sha256-${hash}';`);
			expect(policy).not.toMatch(/unsafe-inline|'unsafe-eval'|https?:/);
		}
	});

	test('sends the compressed copy to a browser that takes it', async () => {
		const small = await get('/_app/immutable/entry.abc.js', { 'Accept-Encoding': 'gzip, br' });
		const plain = await get('/_app/immutable/entry.abc.js');

		expect(small.headers.get('Content-Encoding')).toBe('br');
		expect((await small.arrayBuffer()).byteLength).toBeLessThan(200);
		expect(small.headers.get('Content-Type')).toContain('text/javascript');
		expect(plain.headers.get('Content-Encoding')).toBeNull();
		expect(await plain.text()).toBe(SCRIPT);
	});

	test('keeps named-by-content files for good and asks again for the others', async () => {
		const hashed = await get('/_app/immutable/entry.abc.js');
		const page = await get('/');

		expect(hashed.headers.get('Cache-Control')).toContain('immutable');
		expect(page.headers.get('Cache-Control')).toBe('no-cache');
	});

	test('sends no bytes to a browser that holds them', async () => {
		const tag = (await get('/heavy/sound/sonivox.sf3')).headers.get('ETag')!;
		const again = await get('/heavy/sound/sonivox.sf3', { 'If-None-Match': `"other", W/${tag}` });

		expect(again.status).toBe(304);
		expect(await again.text()).toBe('');
		expect(again.headers.get('ETag')).toBe(tag);
		expect(again.headers.get('Cross-Origin-Resource-Policy')).toBe('same-origin');
	});

	test('plays from the middle: a range is answered with that range', async () => {
		const response = await get('/heavy/sound/sonivox.sf3', { Range: 'bytes=2-4' });

		expect(response.status).toBe(206);
		expect(response.headers.get('Content-Range')).toBe('bytes 2-4/10');
		expect(await response.text()).toBe('234');
	});

	test.each([
		['/heavy/ort/engine.wasm', 'application/wasm'],
		['/heavy/fonts/bravura.woff2', 'font/woff2'],
		['/heavy/sound/worklet.mjs', 'text/javascript; charset=utf-8'],
		['/heavy/sound/sonivox.sf3', 'application/octet-stream'],
		['/manifest.webmanifest', 'application/manifest+json']
	])('%s is %s', async (path, kind) => {
		expect((await get(path)).headers.get('Content-Type')).toBe(kind);
	});
});
