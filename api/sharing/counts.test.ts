/** Likes and copies are worth something only while nobody can drive them up. */
import { eq } from 'drizzle-orm';
import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { user } from '#api/db/schema/accounts.ts';
import { LIMITS, type Limits } from '#api/limits.ts';
import type { ScoreDocument } from '#music/document.ts';
import { openApi, type Person, type TestApi } from '#tests/support/api.ts';
import { keep } from '#tests/support/kept-score.ts';
import { pushed } from '#tests/support/pushes.ts';

let api: TestApi;
let ana: Person;
let ben: Person;

afterEach(() => api.close());

/** A score of Ana's behind a link, which Ben has. */
async function shared(limits: Partial<Limits> = {}): Promise<{ id: string; token: string }> {
	api = await openApi({ limits });
	ana = await api.join('Ana');
	ben = await api.join('Ben');
	return another();
}

async function another(): Promise<{ id: string; token: string }> {
	const id = await keep(api, ana);
	const made = await ana.client.api.scores[':id'].shares.$post({ param: { id }, json: {} });
	if (made.status !== 201) throw new Error(await made.text());
	return { id, token: (await made.json()).links[0]!.token };
}

const ask = (person: Person, method: string, path: string, address = '192.0.2.1') =>
	person.request(`/api/public/${path}`, { method, headers: { 'X-Test-Address': address } });

const like = (person: Person, token: string, address?: string) =>
	ask(person, 'PUT', `${token}/like`, address);

const copy = (person: Person, token: string, address?: string) =>
	ask(person, 'POST', `${token}/copies`, address);

const counts = async (id: string) =>
	(await ana.client.api.scores[':id'].shares.$get({ param: { id } })).json();

describe('a like', () => {
	test('counts once for a person, however often and from however many devices it is given', async () => {
		const { id, token } = await shared();
		const phone = await api.signIn(ben.email);
		await Promise.all([ben, phone, ben, phone].map((device) => like(device, token)));
		await like(ana, token);
		await like(ana, token);

		expect(await counts(id)).toMatchObject({ likes: 2 });
	});

	test('is given and taken back thirty times a minute by one account, and others go on', async () => {
		const { token } = await shared({ likes: LIMITS.likes });
		for (let i = 0; i < 15; i++) {
			expect((await like(ben, token)).status).toBe(204);
			expect((await ask(ben, 'DELETE', `${token}/like`)).status).toBe(204);
		}
		const full = await like(ben, token);
		expect(full.status).toBe(429);
		expect(Number(full.headers.get('Retry-After'))).toBeGreaterThan(0);
		expect((await like(ana, token)).status).toBe(204);
	});

	test('comes from one address so often, by however many accounts', async () => {
		const { token } = await shared({ likesOfAddress: [{ most: 2, seconds: 60 }] });
		await like(ana, token);
		await like(ben, token);
		const cleo = await api.join('Cleo');
		expect((await like(cleo, token)).status).toBe(429);
		expect((await like(cleo, token, '198.51.100.7')).status).toBe(204);
	});
});

describe('a copy', () => {
	test('counts once a day for who takes it, and never for the owner', async () => {
		const { id, token } = await shared();
		for (const person of [ben, ben, ana, api.stranger, api.stranger]) await copy(person, token);
		expect(await counts(id)).toMatchObject({ copies: 2 });

		api.clock.now += 24 * 60 * 60 * 1000;
		await copy(ben, token);
		expect(await counts(id)).toMatchObject({ copies: 3 });
	});

	test('is taken so often by an account, and so often from an address', async () => {
		const { token } = await shared({
			copies: [{ most: 2, seconds: 60 }],
			copiesOfAddress: [{ most: 4, seconds: 60 }]
		});
		const other = await another();
		for (const each of [token, other.token]) expect((await copy(ben, each)).status).toBe(204);
		expect((await copy(ben, token)).status).toBe(429);
		expect((await copy(api.stranger, token)).status).toBe(204);
		expect((await copy(api.stranger, token)).status).toBe(429);
		expect((await copy(api.stranger, token, '198.51.100.7')).status).toBe(204);
	});

	test('takes room in the account that it comes into, and is not kept where there is none', async () => {
		const { token } = await shared();
		const opened = await ben.request(`/api/public/${token}`);
		const { document } = (await opened.json()) as { document: ScoreDocument };
		const take = async (): Promise<unknown> => {
			const id = randomUUID();
			const content = { document: { ...document, id }, card: null, recording: null };
			return (await pushed(ben, [{ kind: 'score', id, base: 0, content }])).json();
		};
		const used = async (): Promise<number> =>
			(await api.database.select().from(user).where(eq(user.id, ben.id)))[0]!.storageUsed;

		expect(await take()).toEqual({ results: [{ status: 'saved', revision: 1 }] });
		const one = await used();
		expect(one).toBeGreaterThan(500);
		await api.database
			.update(user)
			.set({ storageLimit: one + 100 })
			.where(eq(user.id, ben.id));
		expect(await take()).toEqual({ results: [{ status: 'full' }] });
		expect(await used()).toBe(one);
	});
});
