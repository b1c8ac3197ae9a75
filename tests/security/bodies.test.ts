/** What comes in is too large, broken or says more than it may; what goes out cannot run. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openApi, ORIGIN, PASSWORD, type Person, type TestApi } from '#tests/support/api.ts';
import { ROWS } from '#tests/support/authorisation.ts';
import { send } from '#tests/support/send.ts';

let api: TestApi;
let ana: Person;

beforeAll(async () => {
	api = await openApi();
	ana = await api.join('Ana');
});

afterAll(() => api.close());

const raw = (body: string | ReadableStream, type = 'application/json', path = '/api/account') =>
	ana.request(path, {
		method: 'PATCH',
		headers: { 'Content-Type': type },
		body,
		...(typeof body === 'string' ? {} : { duplex: 'half' })
	});

describe('a body', { timeout: 30_000 }, () => {
	test('that is too large is refused, whatever it says of its length', async () => {
		const spaces = new TextEncoder().encode(' '.repeat(10_000));
		let left = 7; // a little too much: a server may hang up on who sends on after its answer
		const stream = new ReadableStream({
			pull: (out) => (left-- > 0 ? out.enqueue(spaces) : out.close())
		});
		for (const response of [await raw(`{"bio":"${'x'.repeat(70_000)}"}`), await raw(stream)]) {
			expect(response.status).toBe(413);
			expect(await response.json()).toMatchObject({ error: 'too-large' });
		}
	});

	test.each([
		['cut off', '{"name":"Ana'],
		['no JSON', 'name=Ana'],
		['nothing', ''],
		['a list', '["name"]'],
		['null', 'null'],
		['10,000 deep', '['.repeat(10_000)],
		['of another kind', '{"name":5}'],
		['with more than was asked', '{"name":"Ana","role":"admin"}'],
		['after a prototype', '{"__proto__":{"role":"admin"},"constructor":1}']
	])('that is %s is refused in the one shape', async (_, body) => {
		const response = await raw(body);

		expect(response.status).toBe(400);
		expect(await response.json()).toMatchObject({
			error: 'invalid-request',
			message: expect.any(String)
		});
	});

	test.each(['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data', ''])(
		'of kind "%s", which a form of any page can send, is not read',
		async (type) => {
			expect((await raw('{"name":"Eve"}', type)).status).toBe(415);
			expect(await (await send(ana, 'GET', '/api/account')).json()).toMatchObject({ name: 'Ana' });
		}
	);

	test('cannot make an admin, a picture elsewhere, or more room, when somebody registers', async () => {
		const entry = { name: 'Eve', email: 'eve@example.org', password: PASSWORD };
		for (const more of [
			{ role: 'admin' },
			{ image: 'https://elsewhere.example/a.png' },
			{ storageLimit: 1e15 },
			{ emailVerified: true },
			{ callbackURL: 'https://evil.example' }
		]) {
			const response = await send(api.stranger, 'POST', '/api/auth/sign-up/email', {
				...entry,
				...more
			});
			expect(response.status, JSON.stringify(more)).toBe(400);
		}
	});

	test('asks the database only what was meant', async () => {
		for (const id of ["' OR 1=1 --", '%', '../../account', '\u0000']) {
			const path = `/api/account/sessions/${encodeURIComponent(id)}`;
			expect((await send(ana, 'DELETE', path)).status).toBe(404);
		}
		expect((await send(ana, 'GET', '/api/account')).status).toBe(200);
	});
});

describe('an answer', { timeout: 30_000 }, () => {
	test('is never a page: its kind is said, nothing in it may run, and it is not kept', async () => {
		const name = '<img src=x onerror=alert(1)>';
		await send(ana, 'PATCH', '/api/account', { name, bio: '</script><script>alert(1)</script>' });
		for (const path of [
			'/api/account',
			'/api/auth/get-session',
			'/api/nothing',
			'/api/account/data'
		]) {
			const { headers } = await send(ana, 'GET', path);

			expect(headers.get('Content-Type'), path).toMatch(/^application\/(json|octet-stream)/);
			expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
			expect(headers.get('Content-Security-Policy')).toContain("default-src 'none'");
			expect(headers.get('Cache-Control')).toBe('no-store');
			expect(headers.get('Referrer-Policy')).toBe('no-referrer');
		}
		await send(ana, 'PATCH', '/api/account', { name: 'Ana' });
	});

	test('never holds a session token or a hash of a password', async () => {
		const [{ token, password }] = (await api.database.$client
			.execute(
				`SELECT token, password FROM session JOIN account USING (userId) WHERE userId = '${ana.id}'`
			)
			.then(({ rows }) => rows)) as unknown as [{ token: string; password: string }];
		const entered = await send(api.stranger, 'POST', '/api/auth/sign-in/email', {
			email: ana.email,
			password: PASSWORD
		});
		expect(await entered.json()).toEqual({ user: { id: ana.id, name: 'Ana' } });
		for (const path of ['/api/account', '/api/auth/get-session', '/api/account/sessions']) {
			const text = await (await send(ana, 'GET', path)).text();
			expect(text).not.toContain(token);
			expect(text).not.toContain(password);
		}
	});

	test('tells browsers to come by HTTPS only, where the app is opened by it', async () => {
		const secure = api.another('https://music.example');

		expect(
			(await secure.request('/api/health')).headers.get('Strict-Transport-Security')
		).toContain('max-age=63072000');
	});
});

test("better-auth's own addresses are not there, only those that we describe", async () => {
	for (const path of [
		'update-user',
		'delete-user',
		'list-sessions',
		'change-email',
		'link-social',
		'get-access-token',
		'ok',
		'error'
	]) {
		for (const method of ['GET', 'POST']) {
			expect(ROWS[`${method.toLowerCase()} /api/auth/${path}`]).toBeUndefined();
			const response = await ana.request(`/api/auth/${path}`, {
				method,
				headers: { Origin: ORIGIN }
			});
			expect(response.status, path).toBe(404);
		}
	}
});
