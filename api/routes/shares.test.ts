import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ScoreDocument } from '#music/document.ts';
import { openApi, type Person, type TestApi } from '#tests/support/api.ts';
import { keep } from '#tests/support/kept-score.ts';

let api: TestApi;
let ana: Person;
let ben: Person;

beforeAll(async () => {
	api = await openApi();
	ana = await api.join('Ana');
	ben = await api.join('Ben');
});

afterAll(() => api.close());

const share = async (person: Person, id: string, allowed = {}) => {
	const response = await person.client.api.scores[':id'].shares.$post({
		param: { id },
		json: allowed
	});
	if (response.status !== 201) throw new Error(await response.text());
	return await response.json();
};

const open = (person: Person, token: string) =>
	person.client.api.public[':token'].$get({ param: { token } });

/** A score of Ana's with a link to it. */
async function shared(allowed = {}) {
	const id = await keep(api, ana, { title: 'Arirang' });
	const { links } = await share(ana, id, allowed);
	return { id, token: links[0]!.token };
}

describe('a link', () => {
	test('opens the score to somebody who has no account', async () => {
		const { token } = await shared();

		const response = await open(api.stranger, token);
		const opened = await response.json();

		expect(response.status).toBe(200);
		if (!('document' in opened)) throw new Error('refused');
		expect(ScoreDocument.parse(opened.document).title).toBe('Arirang');
		expect(opened).toMatchObject({ by: 'Ana', visibility: 'unlisted', liked: false, own: false });
	});

	test('is 128 random bits, and the one of another score says nothing of it', async () => {
		const [one, two] = [await shared(), await shared()];

		expect(one.token).toMatch(/^[\w-]{22}$/);
		expect(two.token).not.toBe(one.token);
	});

	test("tells nobody the owner's address, ids, or the name of the recording", async () => {
		const { id, token } = await shared();

		const text = await (await open(api.stranger, token)).text();

		for (const secret of [ana.email, ana.id, id, 'at home with Ana']) {
			expect(text).not.toContain(secret);
		}
	});

	test('is gone the moment it is revoked, also for whoever holds a copy', async () => {
		const { id, token } = await shared();
		const held = (await open(ben, token)).headers.get('ETag')!;
		const again = await ben.request(`/api/public/${token}`, { headers: { 'If-None-Match': held } });
		expect(again.status).toBe(304);

		await ana.client.api.scores[':id'].shares[':token'].$delete({ param: { id, token } });

		const after = await ben.request(`/api/public/${token}`, { headers: { 'If-None-Match': held } });
		expect(after.status).toBe(404);
		expect(await after.json()).toMatchObject({ error: 'gone' });
		expect(after.headers.get('Cache-Control')).toBe('no-store');
	});

	test('that ended leaves a private score, and another link of it goes on', async () => {
		const { id, token } = await shared();
		const { links } = await share(ana, id);
		const other = links.find((link) => link.token !== token)!.token;
		const end = async (which: string) =>
			(
				await ana.client.api.scores[':id'].shares[':token'].$delete({ param: { id, token: which } })
			).json();

		expect(await end(token)).toMatchObject({ visibility: 'unlisted' });
		expect((await open(ben, other)).status).toBe(200);
		expect(await end(other)).toMatchObject({ visibility: 'private', links: [] });
	});

	test('is made, changed and ended by the owner alone', async () => {
		const { id, token } = await shared();
		const json = { allowCopy: false };

		for (const [person, status] of [
			[ben, 404],
			[api.stranger, 401]
		] as const) {
			const { shares } = person.client.api.scores[':id'];
			const attempts = [
				shares.$get({ param: { id } }),
				shares.$post({ param: { id }, json }),
				shares[':token'].$patch({ param: { id, token }, json }),
				shares[':token'].$delete({ param: { id, token } }),
				person.client.api.scores[':id'].visibility.$put({
					param: { id },
					json: { visibility: 'private' }
				})
			];
			for (const attempt of attempts) expect((await attempt).status).toBe(status);
		}
		expect((await open(ben, token)).status).toBe(200);
	});

	test('of a deleted score opens nothing', async () => {
		const { id, token } = await shared();
		await api.database.$client.execute({
			sql: 'UPDATE scores SET document = NULL, deleted = 1 WHERE id = ?',
			args: [id]
		});

		expect((await open(ben, token)).status).toBe(404);
	});

	test('allows what the owner says, from that moment', async () => {
		const { id, token } = await shared({ allowExport: false });
		const allowed = async () => (await (await open(ben, token)).json()) as { allowed: object };
		expect(await allowed()).toMatchObject({
			allowed: { export: false, copy: true, recording: false }
		});

		await ana.client.api.scores[':id'].shares[':token'].$patch({
			param: { id, token },
			json: { allowCopy: false, allowExport: true }
		});

		expect(await allowed()).toMatchObject({ allowed: { export: true, copy: false } });
		const copy = await ben.request(`/api/public/${token}/copies`, { method: 'POST' });
		expect(copy.status).toBe(403);
	});

	test('has no end, but a score has no more than twenty', async () => {
		const { id } = await shared();
		for (let i = 1; i < 20; i++) await share(ana, id);

		await expect(share(ana, id)).rejects.toThrow('too-many-links');
	});
});

describe('who may find it', () => {
	test('a score becomes public only with a link, and private again without any', async () => {
		const id = await keep(api, ana);
		const see = async (visibility: 'private' | 'unlisted' | 'public') =>
			ana.client.api.scores[':id'].visibility.$put({ param: { id }, json: { visibility } });

		expect((await see('public')).status).toBe(409);
		const { links } = await share(ana, id);
		expect(await (await see('public')).json()).toMatchObject({ visibility: 'public' });
		expect(await (await see('private')).json()).toMatchObject({
			visibility: 'private',
			links: []
		});
		expect((await open(ben, links[0]!.token)).status).toBe(404);
	});

	test('keeps its place among the new ones when it is hidden and shown again', async () => {
		const { id } = await shared();
		const see = async (visibility: 'unlisted' | 'public') =>
			ana.client.api.scores[':id'].visibility.$put({ param: { id }, json: { visibility } });
		const published = async () =>
			(
				await api.database.$client.execute({
					sql: 'SELECT published FROM scores WHERE id = ?',
					args: [id]
				})
			).rows[0]!['published'];
		await see('public');
		const first = await published();
		api.clock.now += 1000;
		await see('unlisted');
		await see('public');

		expect(first).toEqual(expect.any(Number));
		expect(await published()).toBe(first);
	});
});

describe('what a score has met with', () => {
	const counts = async (id: string) =>
		(await ana.client.api.scores[':id'].shares.$get({ param: { id } })).json();

	test('a view counts once a day for an address, and never for the owner', async () => {
		const { id, token } = await shared();
		const look = (person: Person) =>
			person.request(`/api/public/${token}/views`, { method: 'POST' });

		await look(ben);
		await look(api.stranger);
		await look(ana);
		expect(await counts(id)).toMatchObject({ views: 1 });

		api.clock.now += 24 * 60 * 60 * 1000;
		await look(ben);
		expect(await counts(id)).toMatchObject({ views: 2 });
	});

	test('a person likes it once, and may take that back', async () => {
		const { id, token } = await shared();
		const like = (method: string, person = ben) =>
			person.request(`/api/public/${token}/like`, { method });

		await like('PUT');
		await like('PUT');
		expect(await counts(id)).toMatchObject({ likes: 1 });
		expect(await (await open(ben, token)).json()).toMatchObject({ liked: true, likes: 1 });
		expect(await (await open(ana, token)).json()).toMatchObject({ liked: false });

		await like('DELETE');
		expect(await counts(id)).toMatchObject({ likes: 0 });
		expect((await like('PUT', api.stranger)).status).toBe(401);
	});

	test('copies are counted', async () => {
		const { id, token } = await shared();

		await api.stranger.request(`/api/public/${token}/copies`, { method: 'POST' });

		expect(await counts(id)).toMatchObject({ copies: 1 });
	});
});
