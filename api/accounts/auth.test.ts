import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import about from '#package.json' with { type: 'json' };
import { openApi, PASSWORD, type TestApi } from '#tests/support/api.ts';

let api: TestApi;

beforeAll(async () => {
	api = await openApi();
});

afterAll(() => api.close());

describe('an account', () => {
	test('is made, left and entered again', async () => {
		const ana = await api.join('Ana');
		expect((await (await ana.request('/api/auth/get-session')).json()).user.name).toBe('Ana');

		await ana.request('/api/auth/sign-out', { method: 'POST' });
		expect(await (await ana.request('/api/auth/get-session')).json()).toBeNull();

		const again = await api.signIn(ana.email);
		expect(again.id).toBe(ana.id);
	});

	test('is not entered with another password', async () => {
		const ben = await api.join('Ben');

		await expect(api.signIn(ben.email, 'another password')).rejects.toThrow('401');
	});

	test('is held by a cookie that only this server gets, and no script reads', async () => {
		const { email } = await api.join('Cleo');
		const response = await api.stranger.request('/api/auth/sign-in/email', {
			method: 'POST',
			headers: { 'Content-Type': 'application/json' },
			body: JSON.stringify({ email, password: PASSWORD })
		});

		const cookie = response.headers.getSetCookie().find((each) => each.includes('session_token'))!;
		expect(cookie).toMatch(/^__Host-/);
		for (const word of ['Secure', 'HttpOnly', 'SameSite=Lax', 'Path=/']) {
			expect(cookie).toContain(word);
		}
		expect(cookie).not.toContain('Domain');
	});
});

describe('the api', () => {
	test('says that it is well, and which version it is', async () => {
		const response = await api.stranger.client.api.health.$get();

		expect(await response.json()).toEqual({ status: 'ok', version: about.version });
		expect(response.headers.get('Cache-Control')).toBe('no-store');
		expect((await api.stranger.client.api.ready.$get()).status).toBe(200);
	});

	test('refuses an unknown route as JSON, never with the page', async () => {
		const response = await api.stranger.request('/api/nothing', {
			headers: { Accept: 'text/html' }
		});

		expect(response.status).toBe(404);
		expect(await response.json()).toEqual({
			error: 'not-found',
			message: 'There is no GET /api/nothing.'
		});
	});

	test('describes itself', async () => {
		const document = await (await api.stranger.request('/api/openapi.json')).json();

		expect(document.openapi).toBe('3.1.0');
		expect(document.paths).toHaveProperty(['/api/health']);
	});
});
