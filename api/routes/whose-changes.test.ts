import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Page } from '#api/db/changes.ts';
import { beginEpoch } from '#api/db/epochs.ts';
import { openApi, type Person, type TestApi } from '#tests/support/api.ts';
import { pushed, scored } from '#tests/support/pushes.ts';

let api: TestApi;

beforeAll(async () => {
	api = await openApi();
});

afterAll(() => api.close());

const results = async (response: Promise<Response>): Promise<unknown> =>
	((await (await response).json()) as { results: unknown }).results;
const since = async (person: Person, cursor: number): Promise<Page> =>
	(await (await person.request(`/api/changes?since=${cursor}`)).json()) as Page;

describe('a server that was set back', () => {
	test('says that an older backup was restored, and gives no revision a second time', async () => {
		const own = await openApi();
		const eva = await own.join('Eva');
		const item = scored('Tarantella');
		await pushed(eva, [item]);
		const before = await since(eva, 0);
		await beginEpoch(own.database, own.clock.now, 'after the fire');
		await beginEpoch(own.database, 0, 'after the flood'); // by a clock that stands still
		const after = await since(eva, before.cursor);

		expect(after.epoch.id).toBe('after the flood');
		const [first, second] = after.epoch.floors;
		expect(second).toBeGreaterThan(first!);
		const again = scored('Tarantella, faster', { id: item.id, base: 1 });
		expect(await results(pushed(eva, [again, scored('new')]))).toEqual([
			{ status: 'saved', revision: second },
			{ status: 'saved', revision: second }
		]);
		own.close();
	});
});

describe('a request for the library of one person', () => {
	test('is refused when somebody else is signed in by now, and does nothing', async () => {
		const fay = await api.join('Fay');
		const gil = await api.join('Gil');
		const meant = { 'Genesis-Account': fay.id };
		const item = scored('Berceuse');

		const refused = await pushed(gil, [item], meant);
		expect(refused.status).toBe(409);
		expect(await refused.json()).toMatchObject({ error: 'other-account' });
		expect((await gil.request('/api/changes', { headers: meant })).status).toBe(409);
		expect((await since(gil, 0)).changes).toEqual([]);
		expect((await pushed(api.stranger, [item], meant)).status).toBe(401);

		expect(await results(pushed(fay, [item], meant))).toEqual([{ status: 'saved', revision: 1 }]);
	});
});
