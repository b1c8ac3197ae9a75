import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { session, verification } from '#api/db/schema/accounts.ts';
import { openApi, PASSWORD, type Person, type TestApi } from '#tests/support/api.ts';
import { newAuthenticator, type Authenticator } from '#tests/support/authenticator.ts';
import { send } from '#tests/support/send.ts';

let api: TestApi;

beforeAll(async () => {
	api = await openApi();
});

afterAll(() => api.close());

interface Listed {
	readonly id: string;
	readonly name: string;
	readonly used: string | null;
}

const KEYS = '/api/account/passkeys';

async function challengeFor(person: Person, path: string, json?: object) {
	const answer = await send(person, 'POST', path, json);
	expect(answer.status, await answer.clone().text()).toBe(200);
	return (await answer.json()) as { challenge: string } & Record<string, unknown>;
}

const optionsFor = (person: Person) => challengeFor(person, `${KEYS}/options`, {});

async function keep(person: Person, device: Authenticator, name = 'Phone'): Promise<Response> {
	const made = device.make(await optionsFor(person));
	return send(person, 'POST', KEYS, { name, passkey: made });
}

const listed = async (person: Person): Promise<readonly Listed[]> =>
	(await (await send(person, 'GET', KEYS)).json()) as Listed[];

/** On a device that nobody is signed in on. */
async function enter(
	device: Authenticator,
	bent: Parameters<Authenticator['sign']>[1] = {}
): Promise<{ response: Response; person: Person }> {
	const person = api.visitor();
	const options = await challengeFor(person, '/api/auth/passkey/options');
	const response = await send(person, 'POST', '/api/auth/passkey', {
		passkey: device.sign(options, bent)
	});
	return { response, person };
}

const refusalOf = async (response: Response): Promise<[number, string]> => [
	response.status,
	((await response.json()) as { error: string }).error
];

describe('a passkey', { timeout: 60_000 }, () => {
	test('is made, named, used to sign in, and opens nothing once it is removed', async () => {
		const ana = await api.join('Ana');
		const device = newAuthenticator();

		expect((await keep(ana, device)).status).toBe(201);
		const [own] = await listed(ana);
		expect(own).toMatchObject({ name: 'Phone', used: null });
		expect((await send(ana, 'PATCH', `${KEYS}/${own!.id}`, { name: '휴대폰' })).status).toBe(200);

		const { response, person } = await enter(device);
		expect(await response.json()).toEqual({ user: { id: ana.id, name: 'Ana' } });
		expect((await send(person, 'GET', '/api/account')).status).toBe(200);
		const [used] = await listed(person);
		expect(used).toMatchObject({ name: '휴대폰', used: expect.any(String) });

		expect((await send(ana, 'DELETE', `${KEYS}/${own!.id}`)).status).toBe(204);
		expect(await listed(ana)).toEqual([]);
		const again = await enter(device);
		expect(await refusalOf(again.response)).toEqual([401, 'passkey-not-found']);
		expect((await send(again.person, 'GET', '/api/account')).status).toBe(401);
	});

	test('is told of by a letter when it is made', async () => {
		const ana = await api.join('Ana');
		await keep(ana, newAuthenticator());

		expect(api.letters.at(-1)).toMatchObject({ to: ana.email });
	});

	test('is asked for with what makes it count as two factors, and names no other account', async () => {
		const ana = await api.join('Ana');
		await keep(ana, newAuthenticator());
		const making = await optionsFor(ana);
		const entering = await challengeFor(api.visitor(), '/api/auth/passkey/options');

		expect(making).toMatchObject({
			rp: { id: 'localhost', name: 'Genesis Music' },
			user: { name: ana.email, displayName: 'Ana' },
			authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
			excludeCredentials: [{ transports: ['internal', 'hybrid'] }]
		});
		expect(entering).toMatchObject({ rpId: 'localhost', userVerification: 'required' });
		expect(entering).not.toHaveProperty('allowCredentials');
	});

	test('ends the session that the browser came with', async () => {
		const ana = await api.join('Ana');
		const device = newAuthenticator();
		await keep(ana, device);
		const options = await challengeFor(ana, '/api/auth/passkey/options');
		await send(ana, 'POST', '/api/auth/passkey', { passkey: device.sign(options) });

		const sessions = await api.database.select().from(session).where(eq(session.userId, ana.id));
		expect(sessions).toHaveLength(1);
		expect((await send(ana, 'GET', '/api/account')).status).toBe(200);
	});
});

describe('signing in is refused', { timeout: 60_000 }, () => {
	const foreign = newAuthenticator();

	test.each([
		['for a page elsewhere', { origin: 'https://genesis.evil.example' }],
		['for another host', { host: 'evil.example' }],
		['when nobody made sure who holds the key', { unverified: true }],
		['for a challenge that was not given', { challenge: 'bWFkZSB1cA' }],
		['when its uses run backwards, as of a copy', { counter: 3 }]
	])('%s', async (_, bent) => {
		const ana = await api.join('Ana');
		const device = newAuthenticator();
		await keep(ana, device);
		await enter(device, { counter: 7 });

		const { response, person } = await enter(device, { counter: 8, ...bent });
		expect(await refusalOf(response)).toEqual([400, 'passkey-not-verified']);
		expect((await send(person, 'GET', '/api/account')).status).toBe(401);
	});

	test('to a key that signs under the id of another', async () => {
		const ana = await api.join('Ana');
		const device = newAuthenticator();
		await keep(ana, device);

		const { response } = await enter(foreign, { id: device.id });
		expect(await refusalOf(response)).toEqual([400, 'passkey-not-verified']);
	});

	test('to what was signed before, and to what another browser asked for', async () => {
		const ana = await api.join('Ana');
		const device = newAuthenticator();
		await keep(ana, device);
		const [visitor, thief] = [api.visitor(), api.visitor()];
		const options = await challengeFor(visitor, '/api/auth/passkey/options');
		const signed = { passkey: device.sign(options) };

		const stolen = await send(thief, 'POST', '/api/auth/passkey', signed);
		expect(await refusalOf(stolen)).toEqual([400, 'challenge-not-found']);
		expect((await send(visitor, 'POST', '/api/auth/passkey', signed)).status).toBe(200);
		const again = await send(visitor, 'POST', '/api/auth/passkey', signed);
		expect(await refusalOf(again)).toEqual([400, 'challenge-not-found']);
	});

	test('to a challenge of an hour ago', async () => {
		const ana = await api.join('Ana');
		const device = newAuthenticator();
		await keep(ana, device);
		const visitor = api.visitor();
		const options = await challengeFor(visitor, '/api/auth/passkey/options');
		await api.database.update(verification).set({ expiresAt: new Date(Date.now() - 3_600_000) });

		const late = await send(visitor, 'POST', '/api/auth/passkey', {
			passkey: device.sign(options)
		});
		expect(await refusalOf(late)).toEqual([400, 'challenge-not-found']);
	});

	test('to what has not the form of an answer', async () => {
		const { id, response } = foreign.sign({ challenge: 'eA' });
		for (const passkey of [
			null,
			{ id },
			{ id, response, more: 1 },
			{ id: 'not base64!', response },
			{ id, response: { ...response, signature: 'x'.repeat(9_000) } }
		]) {
			const answer = await send(api.visitor(), 'POST', '/api/auth/passkey', { passkey });
			expect(answer.status).toBe(400);
		}
	});
});

describe('making one is refused', { timeout: 60_000 }, () => {
	test.each([
		['for a page elsewhere', { origin: 'https://genesis.evil.example' }],
		['for another host', { host: 'evil.example' }],
		['when nobody made sure who holds the key', { unverified: true }],
		['for a challenge that was not given', { challenge: 'bWFkZSB1cA' }]
	])('%s', async (_, bent) => {
		const ana = await api.join('Ana');
		const made = newAuthenticator().make(await optionsFor(ana), bent);

		const answer = await send(ana, 'POST', KEYS, { name: 'Phone', passkey: made });
		expect(await refusalOf(answer)).toEqual([400, 'passkey-not-verified']);
		expect(await listed(ana)).toEqual([]);
	});

	test('under the id of a key that somebody else has', async () => {
		const [ana, ben] = [await api.join('Ana'), await api.join('Ben')];
		const device = newAuthenticator();
		await keep(ana, device);
		const made = newAuthenticator().make(await optionsFor(ben), { id: device.id });

		const answer = await send(ben, 'POST', KEYS, { name: 'Hers', passkey: made });
		expect(await refusalOf(answer)).toEqual([400, 'passkey-not-verified']);
		const { response } = await enter(device);
		expect(await response.json()).toMatchObject({ user: { id: ana.id } });
	});

	test('with the challenge of somebody else, or one for signing in', async () => {
		const [ana, ben] = [await api.join('Ana'), await api.join('Ben')];
		await optionsFor(ben);
		const passkey = newAuthenticator().make(await optionsFor(ana));
		const other = await send(ben, 'POST', KEYS, { name: 'Phone', passkey });
		expect(await refusalOf(other)).toEqual([400, 'passkey-not-verified']);

		const entering = await challengeFor(ben, '/api/auth/passkey/options');
		const mixed = { name: 'Phone', passkey: newAuthenticator().make(entering) };
		expect(await refusalOf(await send(ben, 'POST', KEYS, mixed))).toEqual([
			400,
			'challenge-not-found'
		]);
	});

	test('without the password, some time after signing in', async () => {
		const ana = await api.join('Ana');
		api.clock.now += 11 * 60 * 1000;
		const options = (json: object): Promise<Response> => send(ana, 'POST', `${KEYS}/options`, json);

		expect(await refusalOf(await options({}))).toEqual([403, 'sign-in-again']);
		expect(await refusalOf(await options({ password: 'another one' }))).toEqual([
			400,
			'invalid-password'
		]);
		expect((await options({ password: PASSWORD })).status).toBe(200);
		api.clock.now = Date.now();
	});

	test('when there are twenty', async () => {
		const ana = await api.join('Ana');
		for (let i = 0; i < 20; i++) await keep(ana, newAuthenticator(), `Key ${i}`);

		const answer = await send(ana, 'POST', `${KEYS}/options`, {});
		expect(await refusalOf(answer)).toEqual([422, 'too-many-passkeys']);
	});
});

describe('a server', { timeout: 60_000 }, () => {
	let other: TestApi;

	afterEach(() => other.close());

	test('whose settings have no passkeys offers and takes none', async () => {
		other = await openApi({ passkeys: false });
		const ana = await other.join('Ana');

		const ways = await (await send(other.stranger, 'GET', '/api/account/ways')).json();
		expect(ways).toMatchObject({ passkeys: false });
		expect((await send(ana, 'POST', `${KEYS}/options`, {})).status).toBe(404);
		expect((await send(other.stranger, 'POST', '/api/auth/passkey/options')).status).toBe(404);
	});

	test('lets nobody try without end', async () => {
		other = await openApi({
			limits: {
				passkeysOfAddress: [{ most: 3, seconds: 60 }],
				passwords: [{ most: 2, seconds: 60 }]
			}
		});
		const passkey = newAuthenticator().sign({ challenge: 'eA' });
		const asked = () => send(other.stranger, 'POST', '/api/auth/passkey/options');
		const tried = () => send(other.stranger, 'POST', '/api/auth/passkey', { passkey });
		const statuses = [];
		for (let i = 0; i < 4; i++) statuses.push((await asked()).status);
		for (let i = 0; i < 3; i++) statuses.push((await tried()).status);

		expect(statuses).toEqual([200, 200, 200, 429, 401, 400, 429]);
	});
});
