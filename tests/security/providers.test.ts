import { afterAll, beforeAll, expect, test } from 'vitest';
import { openApi, type TestApi } from '#tests/support/api.ts';
import { send } from '#tests/support/send.ts';

let api: TestApi;

beforeAll(async () => {
	const own = { clientId: 'our-id', clientSecret: 'our-secret' };
	api = await openApi({ providers: { github: own } });
});

afterAll(() => api.close());

test('a service that the settings name is gone to with a state and a challenge of its own', async () => {
	expect(await (await send(api.stranger, 'GET', '/api/account/ways')).json()).toEqual({
		providers: ['github'],
		passkeys: true,
		letters: false
	});
	const there = await send(api.stranger, 'POST', '/api/auth/with/github');
	const { url } = (await there.json()) as { url: string };
	const { origin, searchParams } = new URL(url);

	expect(origin).toBe('https://github.com');
	expect(searchParams.get('redirect_uri')).toBe('http://localhost:4444/api/auth/callback/github');
	expect(searchParams.get('client_id')).toBe('our-id');
	expect(searchParams.get('state')!.length).toBeGreaterThan(20);
	expect(url).not.toContain('our-secret');
	expect(there.headers.getSetCookie().join()).toMatch(/HttpOnly/i);
	expect((await send(api.stranger, 'POST', '/api/auth/with/google')).status).toBe(404);
});

test('whoever comes back with a state that was not given is not signed in', async () => {
	const back = await api.stranger.request('/api/auth/callback/github?code=x&state=made-up');

	expect(back.status).toBe(302);
	expect(new URL(back.headers.get('Location')!).origin).toBe('http://localhost:4444');
	expect(back.headers.getSetCookie().join()).not.toMatch(/session_token=[^;]/);
});
