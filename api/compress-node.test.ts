import { gunzipSync } from 'node:zlib';
import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { compressed } from './compress-node.ts';

const LONG = { words: 'a tune that comes back '.repeat(200) };

const app = new Hono()
	.use(compressed)
	.get('/long', (c) => {
		c.header('ETag', '"1"');
		c.header('Set-Cookie', 'a=1', { append: true });
		c.header('Set-Cookie', 'b=2', { append: true });
		return c.json(LONG);
	})
	.get('/short', (c) => c.json({ words: 'la' }))
	.get('/picture', (c) => c.body(new Uint8Array(5000), 200, { 'Content-Type': 'image/png' }))
	.get('/held', (c) => c.body(null, 304));

const get = async (path: string, accept = 'gzip, br'): Promise<Response> =>
	app.request(path, { headers: { 'Accept-Encoding': accept } });

test('a long answer is compressed, and says the same', async () => {
	const response = await get('/long');
	const bytes = Buffer.from(await response.arrayBuffer());

	expect(response.headers.get('Content-Encoding')).toBe('gzip');
	expect(response.headers.get('Vary')).toContain('Accept-Encoding');
	expect(response.headers.get('ETag')).toBe('W/"1"');
	expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
	expect(bytes.length).toBeLessThan(300);
	expect(JSON.parse(gunzipSync(bytes).toString())).toEqual(LONG);
});

test('who does not take it, and what is short or no text, is answered as it is', async () => {
	expect(await (await get('/long', 'identity')).json()).toEqual(LONG);
	for (const path of ['/short', '/picture', '/held']) {
		expect((await get(path)).headers.get('Content-Encoding')).toBeNull();
	}
	expect((await get('/held')).status).toBe(304);
	expect(await (await get('/short')).json()).toEqual({ words: 'la' });
});
