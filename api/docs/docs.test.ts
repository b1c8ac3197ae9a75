import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openApi, type TestApi } from '#tests/support/api.ts';
import { docsPage } from './page.ts';

let api: TestApi;

beforeAll(async () => {
	api = await openApi();
});

afterAll(() => api.close());

const get = (path: string): Promise<Response> => api.stranger.request(path);

describe('the page of the API', () => {
	test('shows every route and every schema of the document, and every link leads somewhere', async () => {
		const document = (await (await get('/api/openapi.json')).json()) as {
			paths: Record<string, Record<string, unknown>>;
			components: { schemas: Record<string, unknown> };
		};
		const page = await (await get('/api/docs')).text();
		const routes = Object.entries(document.paths).flatMap(([path, operations]) =>
			Object.keys(operations).map((method) => `${method}${path}`)
		);
		const wanted = [...routes, ...Object.keys(document.components.schemas)];

		expect(routes.length).toBeGreaterThan(10);
		expect(wanted.filter((id) => !page.includes(`id="${id}"`))).toEqual([]);
		const links = [...page.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id!);
		expect(links.filter((id) => !page.includes(`id="${id}"`))).toEqual([]);
	});

	test('runs nothing and loads nothing but its style sheet', async () => {
		const response = await get('/api/docs');
		const page = await response.text();
		const style = await get('/api/docs.css');

		expect(response.headers.get('Content-Security-Policy')).toMatch(
			/default-src 'none'.*style-src 'self'/
		);
		expect(page).not.toMatch(/<script|<style| style=|https?:/);
		expect(style.headers.get('Content-Type')).toContain('text/css');
	});

	test('shows words from a schema as words, never as marks of the page', async () => {
		const operation = { summary: '<img src=x onerror=alert(1)>', responses: {} };
		const page = await docsPage({
			info: { title: 'T', version: '1' },
			paths: { '/x': { get: operation } }
		});

		expect(String(page)).toContain('&lt;img');
		expect(String(page)).not.toContain('<img');
	});
});
