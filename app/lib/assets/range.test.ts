import { describe, expect, test } from 'vitest';
import { ranged } from './range.ts';

const tape = (): Response =>
	new Response('0123456789', { headers: { 'Cross-Origin-Resource-Policy': 'same-origin' } });

const ask = (range?: string): Promise<Response> =>
	ranged(new Request('https://x/tape', range ? { headers: { Range: range } } : {}), tape());

describe('a kept recording', () => {
	test('is given whole when nothing else is asked', async () => {
		const response = await ask();

		expect(response.status).toBe(200);
		expect(await response.text()).toBe('0123456789');
	});

	test.each([
		['bytes=2-4', '234', 'bytes 2-4/10'],
		['bytes=7-', '789', 'bytes 7-9/10'],
		['bytes=-3', '789', 'bytes 7-9/10'],
		['bytes=8-99', '89', 'bytes 8-9/10'],
		['bytes=-99', '0123456789', 'bytes 0-9/10']
	])('%s is answered with %s', async (range, text, content) => {
		const response = await ask(range);

		expect(response.status).toBe(206);
		expect(response.headers.get('Content-Range')).toBe(content);
		expect(response.headers.get('Content-Length')).toBe(String(text.length));
		expect(response.headers.get('Cross-Origin-Resource-Policy')).toBe('same-origin');
		expect(await response.text()).toBe(text);
	});

	test('has nothing beyond its end', async () => {
		const response = await ask('bytes=10-');

		expect(response.status).toBe(416);
		expect(response.headers.get('Content-Range')).toBe('bytes */10');
	});
});
