/** Brute force, haste and weight: what is too much is refused, and says until when. */
import { afterEach, describe, expect, test } from 'vitest';
import { addressGroup, LIMITS, type Limits } from '#api/limits.ts';
import { openApi, ORIGIN, PASSWORD, type Person, type TestApi } from '#tests/support/api.ts';
import { send } from '#tests/support/send.ts';

let api: TestApi;

afterEach(() => api.close());

const tryPassword = (person: Person, email: string, password: string, address = '192.0.2.1') =>
	send(
		person,
		'POST',
		'/api/auth/sign-in/email',
		{ email, password },
		{ 'X-Test-Address': address }
	);

async function open(limits: Partial<Limits>): Promise<Person> {
	api = await openApi({ limits });
	return api.join('Ana');
}

describe('passwords', { timeout: 60_000 }, () => {
	test('are tried ten times in a quarter of an hour, and the owner is not locked out', async () => {
		const ana = await open({ passwords: LIMITS.passwords });
		for (let i = 0; i < 10; i++) {
			expect((await tryPassword(api.stranger, ana.email, `guess number ${i}`)).status).toBe(401);
		}
		const full = await tryPassword(api.stranger, ana.email, PASSWORD);
		expect(full.status).toBe(429);
		expect(await full.json()).toMatchObject({ error: 'too-many-requests' });
		const wait = Number(full.headers.get('Retry-After'));
		expect(wait).toBeGreaterThan(0);
		expect(wait).toBeLessThanOrEqual(900);

		const atHome = await tryPassword(api.stranger, ana.email, PASSWORD, '198.51.100.7');
		expect(atHome.status).toBe(200);
		api.clock.now += wait * 1000;
		expect((await tryPassword(api.stranger, ana.email, PASSWORD)).status).toBe(200);
	});

	test('are counted the same for an address that has no account', async () => {
		await open({ passwords: [{ most: 2, seconds: 60 }] });
		const statuses = [];
		for (let i = 0; i < 3; i++) {
			statuses.push((await tryPassword(api.stranger, 'nobody@example.org', PASSWORD)).status);
		}
		expect(statuses).toEqual([401, 401, 429]);
	});

	test('of one account from many addresses, and of many accounts from one, end too', async () => {
		const ana = await open({
			passwordsAnywhere: [{ most: 3, seconds: 60 }],
			passwordsOfAddress: [{ most: 4, seconds: 60 }]
		});
		for (let i = 0; i < 3; i++) await tryPassword(api.stranger, ana.email, 'x', `192.0.2.${i}`);
		expect((await tryPassword(api.stranger, ana.email, 'x', '192.0.2.9')).status).toBe(429);
		for (let i = 0; i < 4; i++) {
			await tryPassword(api.stranger, `${i}@example.org`, 'x', '198.51.100.1');
		}
		expect((await tryPassword(api.stranger, 'z@example.org', 'x', '198.51.100.1')).status).toBe(
			429
		);
	});

	test('are asked again, and counted, where a session alone is not enough', async () => {
		const ana = await open({ passwords: [{ most: 2, seconds: 60 }] });
		const leave = () => send(ana, 'POST', '/api/account/delete', { password: 'not this one' });
		await leave();
		await leave();
		expect((await leave()).status).toBe(429);
	});
});

describe('requests', { timeout: 60_000 }, () => {
	test('that write are 60 a minute for an account, whatever the process; reading goes on', async () => {
		const ana = await open({ writes: LIMITS.writes });
		const statuses = new Set<number>();
		const change = () => send(ana, 'PATCH', '/api/account', { bio: 'x' });
		for (let i = 0; i < 60; i++) statuses.add((await change()).status);
		expect([...statuses]).toEqual([200]);

		expect((await change()).status).toBe(429);
		expect((await send(ana, 'GET', '/api/account')).status).toBe(200);
		const neighbour = await api.join('Ben');
		expect((await send(neighbour, 'PATCH', '/api/account', { bio: 'x' })).status).toBe(200);
		api.clock.now += 60_000;
		expect((await change()).status).toBe(200);
	});

	test('are counted where other processes see them, and no two count as one', async () => {
		await open({ reads: [{ most: 20, seconds: 60 }] });
		const other = api.another();
		const all = await Promise.all(
			Array.from({ length: 40 }, async (_, i) => {
				const headers = { Origin: ORIGIN };
				return i % 2 === 0
					? other.request('/api/account/ways', { headers })
					: api.stranger.request('/api/account/ways');
			})
		);
		expect(all.filter(({ status }) => status === 200)).toHaveLength(20);
	});

	test('that only ask whether the server is well are not counted', async () => {
		await open({ reads: [{ most: 1, seconds: 60 }] });
		for (let i = 0; i < 3; i++) {
			expect((await api.stranger.request('/api/health')).status).toBe(200);
		}
	});

	test('for letters end before a mailbox is full, known or not', async () => {
		const ana = await open({ letters: [{ most: 2, seconds: 60 }] });
		const ask = (email: string) =>
			send(api.stranger, 'POST', '/api/auth/request-password-reset', { email });
		for (const email of [ana.email, 'nobody@example.org']) {
			const statuses = [await ask(email), await ask(email), await ask(email)];
			expect(statuses.at(-1)!.status).toBe(429);
		}
	});
});

test.each([
	['203.0.113.9', '203.0.113.9'],
	['::ffff:203.0.113.9', '203.0.113.9'],
	['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
	['2001:db8::1', '2001:db8:0:0'],
	['::1', '0:0:0:0']
])('%s is counted with its household, %s', (address, household) => {
	expect(addressGroup(address)).toBe(household);
});
