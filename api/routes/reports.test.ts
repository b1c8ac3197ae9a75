import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openApi, type Person, type TestApi } from '#tests/support/api.ts';
import { keep } from '#tests/support/kept-score.ts';

let api: TestApi;
let ana: Person;
let root: Person;

beforeAll(async () => {
	api = await openApi();
	ana = await api.join('Ana');
	root = await api.join('Root');
	await api.database.$client.execute({
		sql: "UPDATE user SET role = 'admin' WHERE id = ?",
		args: [root.id]
	});
});

afterAll(() => api.close());

async function shared() {
	const id = await keep(api, ana, { title: 'Not mine' });
	const made = await ana.client.api.scores[':id'].shares.$post({ param: { id }, json: {} });
	if (made.status !== 201) throw new Error(await made.text());
	return { id, token: (await made.json()).links[0]!.token };
}

const report = (token: string, person: Person = api.stranger) =>
	person.client.api.public[':token'].reports.$post({
		param: { token },
		json: { reason: 'copyright', text: 'This is my song.' }
	});

async function open() {
	const response = await root.client.api.admin.reports.$get();
	if (response.status !== 200) throw new Error(await response.text());
	return (await response.json()).reports;
}

const answer = (person: Person, id: string, outcome: 'dismissed' | 'taken-down') =>
	person.client.api.admin.reports[':id'].$post({ param: { id }, json: { outcome } });

describe('a report', () => {
	test('comes from anybody who holds the link, and is seen by admins alone', async () => {
		const { token } = await shared();
		expect((await report(token)).status).toBe(204);

		expect(await open()).toContainEqual(
			expect.objectContaining({ token, reason: 'copyright', text: 'This is my song.', by: 'Ana' })
		);
		expect((await ana.client.api.admin.reports.$get()).status).toBe(403);
		expect((await api.stranger.client.api.admin.reports.$get()).status).toBe(401);
	});

	test('of what is not shared is none', async () => {
		expect((await report('A'.repeat(22))).status).toBe(404);
	});

	test('is answered once, for all who reported the score, by an admin', async () => {
		const { token } = await shared();
		await report(token);
		await report(token, root);
		const [one] = (await open()).filter((each) => each.token === token);

		expect((await answer(ana, one!.id, 'dismissed')).status).toBe(403);
		expect((await answer(root, one!.id, 'dismissed')).status).toBe(204);
		expect((await answer(root, one!.id, 'taken-down')).status).toBe(404);
		expect((await open()).filter((each) => each.token === token)).toEqual([]);
		expect((await api.stranger.request(`/api/public/${token}`)).status).toBe(200);
	});
});

test('a score that is taken down opens for nobody, and is not shared again', async () => {
	const { id, token } = await shared();
	await report(token);
	const [one] = (await open()).filter((each) => each.token === token);
	await answer(root, one!.id, 'taken-down');

	expect((await api.stranger.request(`/api/public/${token}`)).status).toBe(404);
	const { shares, visibility } = ana.client.api.scores[':id'];
	expect(await (await shares.$get({ param: { id } })).json()).toMatchObject({
		takenDown: true,
		visibility: 'private',
		links: []
	});
	expect((await shares.$post({ param: { id }, json: {} })).status).toBe(403);
	const show = visibility.$put({ param: { id }, json: { visibility: 'public' } });
	expect((await show).status).toBe(403);
});
