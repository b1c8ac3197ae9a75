import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Item } from '#api/sync/shapes.ts';
import { openApi, type Person, type TestApi } from '#tests/support/api.ts';
import { keep } from '#tests/support/kept-score.ts';
import { note } from '#tests/support/performance.ts';
import { gone, pushed, scored } from '#tests/support/pushes.ts';

let api: TestApi;
let ana: Person;
let ben: Person;
let root: Person;

beforeAll(async () => {
	api = await openApi();
	ana = await api.join('Ana');
	ben = await api.join('Ben');
	root = await api.join('Root');
	await api.database.$client.execute({
		sql: "UPDATE user SET role = 'admin' WHERE id = ?",
		args: [root.id]
	});
});

afterAll(() => api.close());

type Score = Item & { kind: 'score' };

let count = 0;

/** Music that no other test has. */
function song(title: string, about: { recording?: string } = {}): Score {
	const item = scored(title, about);
	const start = ++count;
	const notes = [note(start, start + 0.5, 60), note(start + 1, start + 1.5, 64)];
	return withDocument(item, { notes });
}

const withDocument = (item: Score, change: object): Score => ({
	...item,
	content: { ...item.content!, document: { ...item.content!.document, ...change } }
});

const again = (item: Score, title: string): Score => {
	const id = randomUUID();
	return { ...withDocument(item, { id, title }), id };
};

const share = (person: Person, id: string) =>
	person.client.api.scores[':id'].shares.$post({ param: { id }, json: {} });

async function linkTo(person: Person, id: string): Promise<string> {
	const made = await share(person, id);
	if (made.status !== 201) throw new Error(await made.text());
	return (await made.json()).links[0]!.token;
}

const sharing = async (person: Person, id: string) =>
	(await person.client.api.scores[':id'].shares.$get({ param: { id } })).json();

const opens = async (token: string) =>
	(await api.stranger.request(`/api/public/${token}`)).status === 200;

async function takeDown(token: string, reason: 'copyright' | 'offensive' = 'offensive') {
	const json = { reason, text: token };
	await api.stranger.client.api.public[':token'].reports.$post({ param: { token }, json });
	const open = await root.client.api.admin.reports.$get();
	if (open.status !== 200) throw new Error(await open.text());
	const report = (await open.json()).reports.find(({ text }) => text === token)!;
	const answer = root.client.api.admin.reports[':id'];
	await answer.$post({ param: { id: report.id }, json: { outcome: 'taken-down' } });
}

async function lift(title: string) {
	const down = await root.client.api.admin.takedowns.$get();
	if (down.status !== 200) throw new Error(await down.text());
	const { id } = (await down.json()).takedowns.find((each) => each.title === title)!;
	return root.client.api.admin.takedowns[':id'].$delete({ param: { id } });
}

describe('what was taken down', () => {
	test('stays down when its owner deletes it and pushes it anew', async () => {
		const item = song('Pushed again');
		await pushed(ana, [item]);
		await takeDown(await linkTo(ana, item.id));

		await pushed(ana, [gone(item, 1)]);
		await pushed(ana, [{ ...item, base: 2 }]);

		const refused = await share(ana, item.id);
		expect(refused.status).toBe(403);
		expect(await refused.json()).toEqual({
			error: 'taken-down',
			message:
				'This music was taken down after a report; it cannot be shared until an admin lifts that.'
		});
		expect(await sharing(ana, item.id)).toMatchObject({ takenDown: true, visibility: 'private' });
	});

	test('ends the copies that are shared, and cannot be shared as a copy', async () => {
		const recording = randomUUID();
		const item = song('Copied at home', { recording });
		const shared = again(item, 'Another name');
		await pushed(ana, [item, shared]);
		const [first, second] = [await linkTo(ana, item.id), await linkTo(ana, shared.id)];
		await takeDown(first);
		expect(await opens(second)).toBe(false);
		expect(await sharing(ana, shared.id)).toMatchObject({ visibility: 'private', links: [] });

		const copy = again(item, 'A third name');
		const heardAgain = song('Heard again with other settings', { recording });
		const other = song('Something else');
		await pushed(ana, [copy, heardAgain, other]);
		expect((await share(ana, copy.id)).status).toBe(403);
		expect((await share(ana, heardAgain.id)).status).toBe(403);
		expect((await share(ana, other.id)).status).toBe(201);
	});

	test('does not become public by being pushed into a score that is', async () => {
		const item = song('Smuggled');
		const host = song('Harmless');
		await pushed(ana, [item, host]);
		await takeDown(await linkTo(ana, item.id));
		const open = await linkTo(ana, host.id);
		const { visibility } = ana.client.api.scores[':id'];
		await visibility.$put({ param: { id: host.id }, json: { visibility: 'public' } });
		expect(await opens(open)).toBe(true);

		const { notes } = item.content!.document;
		await pushed(ana, [{ ...withDocument(host, { notes }), base: 1 }]);

		expect(await opens(open)).toBe(false);
		expect(await sharing(ana, host.id)).toMatchObject({ visibility: 'private', takenDown: true });
		const found = await (await api.stranger.request('/api/discover?q=harmless')).json();
		expect(found).toMatchObject({ items: [] });
	});

	test("as somebody's work is shared by nobody else; for another reason, others may", async () => {
		const stolen = song('Stolen');
		const rude = song('Rude');
		const [hisStolen, hisRude] = [again(stolen, 'Mine'), again(rude, 'Polite')];
		await pushed(ana, [stolen, rude]);
		await pushed(ben, [hisStolen, hisRude]);
		const his = [await linkTo(ben, hisStolen.id), await linkTo(ben, hisRude.id)];
		await takeDown(await linkTo(ana, stolen.id), 'copyright');
		await takeDown(await linkTo(ana, rude.id), 'offensive');

		expect(await Promise.all(his.map(opens))).toEqual([false, true]);
		expect((await share(ben, hisStolen.id)).status).toBe(403);
		expect((await share(ben, hisRude.id)).status).toBe(201);
	});

	test('may be shared again by its owner once an admin has lifted that, and not by that alone', async () => {
		const item = song('Lifted');
		await pushed(ana, [item]);
		await takeDown(await linkTo(ana, item.id));
		const mine = await ana.client.api.admin.takedowns.$get();
		expect(mine.status).toBe(403);

		expect((await lift('Lifted')).status).toBe(204);
		expect(await sharing(ana, item.id)).toMatchObject({ takenDown: false, visibility: 'private' });
		expect(await opens(await linkTo(ana, item.id))).toBe(true);
	});

	test('is known though it was kept before music was told apart, and empty scores are not alike', async () => {
		const notes = [note(900, 901, 50), note(902, 903, 52)];
		const old = await keep(api, ana, { title: 'Old' }, notes);
		const copy = await keep(api, ana, { title: 'Old copy' }, notes);
		await takeDown(await linkTo(ana, old));
		expect((await share(ana, copy)).status).toBe(403);

		const [silent, silence] = [withDocument(scored('Silent'), { notes: [] }), scored('Silence')];
		await pushed(ana, [silent, withDocument(silence, { notes: [] })]);
		await takeDown(await linkTo(ana, silent.id), 'copyright');
		expect((await share(ana, silence.id)).status).toBe(201);
	});
});
