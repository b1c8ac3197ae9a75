/** Who may act for whom: forged requests, fixed and stolen sessions, passwords that change. */
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { session } from '#api/db/schema/accounts.ts';
import {
	FRIEND,
	openApi,
	ORIGIN,
	PASSWORD,
	type Person,
	type TestApi
} from '#tests/support/api.ts';
import { send } from '#tests/support/send.ts';

let api: TestApi;

beforeAll(async () => {
	api = await openApi();
});

afterAll(() => api.close());

const cookieOf = (response: Response): string | undefined =>
	response.headers
		.getSetCookie()
		.findLast((each) => each.includes('session_token'))
		?.split(';')[0];

/** From a browser that holds one cookie, however it came by it. */
const withCookie = async (path: string, cookie: string, json?: object): Promise<Response> =>
	api.request(path, {
		headers: { Cookie: cookie, Origin: ORIGIN, 'Content-Type': 'application/json' },
		...(json ? { method: 'POST', body: JSON.stringify(json) } : {})
	});

const isIn = async (person: Person): Promise<boolean> =>
	(await send(person, 'GET', '/api/account')).status === 200;

describe('a page of somebody else', { timeout: 30_000 }, () => {
	test.each(['https://evil.example', 'null', 'http://localhost:4445', 'https://localhost:4444'])(
		'cannot act for the person from %s',
		async (origin) => {
			const ana = await api.join('Ana');
			const forged = await send(ana, 'PATCH', '/api/account', { name: 'Eve' }, { Origin: origin });

			expect(forged.status).toBe(403);
			expect(await forged.json()).toMatchObject({ error: 'foreign-origin' });
			expect(forged.headers.get('Access-Control-Allow-Origin')).toBeNull();
		}
	);

	test('cannot hide where it comes from, nor sign the person in as somebody else', async () => {
		const ana = await api.join('Ana');
		const hidden = await send(ana, 'DELETE', '/api/account/sessions', undefined, { Origin: '' });
		const entry = { email: ana.email, password: PASSWORD };
		const from = { Origin: 'https://evil.example' };
		const signedIn = await send(api.stranger, 'POST', '/api/auth/sign-in/email', entry, from);

		expect(hidden.status).toBe(403);
		expect(signedIn.status).toBe(403);
		expect(cookieOf(signedIn)).toBeUndefined();
	});

	test('may read and act when the settings name it, and is told so', async () => {
		const ana = await api.join('Ana');
		const asked = await ana.request('/api/account', {
			method: 'OPTIONS',
			headers: { Origin: FRIEND, 'Access-Control-Request-Method': 'PATCH' }
		});
		const done = await send(ana, 'PATCH', '/api/account', { name: 'A' }, { Origin: FRIEND });

		expect(asked.headers.get('Access-Control-Allow-Origin')).toBe(FRIEND);
		expect(asked.headers.get('Access-Control-Allow-Credentials')).toBe('true');
		expect(done.status).toBe(200);
	});
});

describe('a session', { timeout: 30_000 }, () => {
	test('that somebody else made up is not taken over', async () => {
		const fixed = '__Host-genesis.session_token=made-up.by-somebody';
		const ana = await api.join('Ana');
		const entered = await withCookie('/api/auth/sign-in/email', fixed, {
			email: ana.email,
			password: PASSWORD
		});

		expect(entered.status).toBe(200);
		expect(cookieOf(entered)).not.toBe(fixed);
		const before = await withCookie('/api/account', fixed);
		expect(before.status).toBe(401);
	});

	test('is a new one after each signing in, and the former ends', async () => {
		const ana = await api.join('Ana');
		const entry = { email: ana.email, password: PASSWORD };
		const first = cookieOf(await send(ana, 'POST', '/api/auth/sign-in/email', entry))!;
		const second = cookieOf(await send(ana, 'POST', '/api/auth/sign-in/email', entry))!;

		expect(second).not.toBe(first);
		const old = await withCookie('/api/account', first);
		expect(old.status).toBe(401);
		expect(await isIn(ana)).toBe(true);
		const left = await api.database.select().from(session).where(eq(session.userId, ana.id));
		expect(left).toHaveLength(1);
	});

	test('cannot be changed into the one of another person', async () => {
		const ana = await api.join('Ana');
		const ben = await api.join('Ben');
		const [token] = await api.database.select().from(session).where(eq(session.userId, ana.id));
		const own = cookieOf(
			await send(ben, 'POST', '/api/auth/sign-in/email', { email: ben.email, password: PASSWORD })
		)!;
		const signature = decodeURIComponent(own).split('.').at(-1)!;
		const forged = `__Host-genesis.session_token=${encodeURIComponent(`${token!.token}.${signature}`)}`;

		const answer = await withCookie('/api/account', forged);
		expect(answer.status).toBe(401);
	});

	test('ends with signing out, for whoever kept its cookie', async () => {
		const ana = await api.join('Ana');
		const entry = { email: ana.email, password: PASSWORD };
		const cookie = cookieOf(await send(ana, 'POST', '/api/auth/sign-in/email', entry))!;
		await send(ana, 'POST', '/api/auth/sign-out');

		const kept = await withCookie('/api/account', cookie);
		expect(kept.status).toBe(401);
	});

	test('slides on while it is used, with its cookie, and ends after 7 days of silence', async () => {
		const ana = await api.join('Ana');
		const day = 24 * 3600 * 1000;
		const own = eq(session.userId, ana.id);
		const twoDaysAgo = new Date(Date.now() - 2 * day);
		await api.database
			.update(session)
			.set({ updatedAt: twoDaysAgo, expiresAt: new Date(twoDaysAgo.getTime() + 7 * day) })
			.where(own);

		const used = await send(ana, 'GET', '/api/account');
		const [moved] = await api.database.select().from(session).where(own);
		expect(moved!.expiresAt.getTime()).toBeGreaterThan(Date.now() + 6.9 * day);
		expect(used.headers.getSetCookie().join()).toContain(`Max-Age=${(7 * day) / 1000}`);

		await api.database
			.update(session)
			.set({ expiresAt: new Date(Date.now() - 1) })
			.where(own);
		expect(await isIn(ana)).toBe(false);
	});
});

describe('a password that is changed', { timeout: 30_000 }, () => {
	test('ends every other session, and this one goes on under a new token', async () => {
		const ana = await api.join('Ana');
		const phone = await api.signIn(ana.email);
		const [before] = await api.database.select().from(session).where(eq(session.userId, ana.id));
		const change = { currentPassword: PASSWORD, newPassword: 'nine loud herons' };
		expect((await send(ana, 'POST', '/api/auth/change-password', change)).status).toBe(204);

		expect(await isIn(phone)).toBe(false);
		expect(await isIn(ana)).toBe(true);
		const after = await api.database.select().from(session).where(eq(session.userId, ana.id));
		expect(after).toHaveLength(1);
		expect(after[0]!.token).not.toBe(before!.token);
		await expect(api.signIn(ana.email)).rejects.toThrow('401');
		expect((await api.signIn(ana.email, 'nine loud herons')).id).toBe(ana.id);
	});

	test.each([
		[{ currentPassword: 'not this one', newPassword: 'nine loud herons' }, 400],
		[{ currentPassword: PASSWORD, newPassword: 'password123' }, 422],
		[{ currentPassword: PASSWORD, newPassword: 'short' }, 400],
		[{ currentPassword: PASSWORD, newPassword: 'x'.repeat(129) }, 400]
	])('is refused: %o', async (change, status) => {
		const ben = await api.join('Ben');

		expect((await send(ben, 'POST', '/api/auth/change-password', change)).status).toBe(status);
		expect((await api.signIn(ben.email)).id).toBe(ben.id);
	});
});
