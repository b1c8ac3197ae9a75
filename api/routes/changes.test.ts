import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { ResultSet } from '@libsql/client';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Page } from '#api/db/changes.ts';
import { user } from '#api/db/schema/accounts.ts';
import { scores } from '#api/db/schema/scores.ts';
import { openApi, type Person, type TestApi } from '#tests/support/api.ts';
import { CARD, gone, pushed, scored } from '#tests/support/pushes.ts';

let api: TestApi;
let ana: Person;

beforeAll(async () => {
	api = await openApi();
	ana = await api.join('Ana');
});

afterAll(() => api.close());

const results = async (response: Promise<Response>): Promise<unknown> =>
	((await (await response).json()) as { results: unknown }).results;
const since = async (person: Person, cursor: number, limit = 50): Promise<Page> =>
	(await (await person.request(`/api/changes?since=${cursor}&limit=${limit}`)).json()) as Page;
const used = async (person: Person) =>
	(await api.database.select().from(user).where(eq(user.id, person.id)))[0]!.storageUsed;

describe('a push', () => {
	test('is there for the other devices, the document and what lists say of it', async () => {
		const mia = await api.join('Mia');
		const item = scored('Gymnopédie');

		expect(await results(pushed(mia, [item]))).toEqual([{ status: 'saved', revision: 1 }]);

		const other = await api.signIn(mia.email);
		expect(await since(other, 0)).toEqual({
			changes: [{ kind: 'score', id: item.id, revision: 1, seq: 1, content: item.content }],
			cursor: 1,
			more: false,
			reset: false,
			epoch: { id: expect.stringMatching(/^[0-9a-f]{32}$/), floors: [] }
		});
		const [row] = await api.database.select().from(scores).where(eq(scores.id, item.id));
		expect(row).toMatchObject({ title: 'Gymnopédie', tempo: 96, timeSignature: '6/8' });
		expect([...row!.embedding!]).toEqual(CARD.embedding);
	});

	test('made on a stale revision is refused, and says what it would have lost', async () => {
		const first = scored('first');
		await pushed(ana, [first]);
		const phone = scored('from the phone', { id: first.id, base: 1 });
		await pushed(ana, [phone]);

		const laptop = scored('from the laptop', { id: first.id, base: 1 });
		expect(await results(pushed(ana, [laptop]))).toEqual([
			{ status: 'conflict', stored: { revision: 2, content: phone.content } }
		]);
	});

	test('that is sent again is answered again, and done once', async () => {
		const item = scored('once');
		const key = randomUUID();
		const first = await results(pushed(ana, [item], { key }));
		await pushed(ana, [scored('since then', { id: item.id, base: 1 })]);
		const { cursor } = await since(ana, 0);

		expect(await results(pushed(ana, [item], { key }))).toEqual(first);
		expect((await since(ana, 0)).cursor).toBe(cursor);
	});

	test('that is sent twice at once is done once', async () => {
		const items = [scored('twice'), scored('and another')];
		const key = randomUUID();

		const answers = await Promise.all(
			Array.from({ length: 8 }, () => results(pushed(ana, items, { key })))
		);

		for (const answer of answers) {
			expect(answer).toEqual(items.map(() => ({ status: 'saved', revision: 1 })));
		}
	});

	test('with the key of another is refused', async () => {
		const key = randomUUID();
		await pushed(ana, [scored('one')], { key });

		const response = await pushed(ana, [scored('two')], { key });

		expect(response.status).toBe(422);
		expect((await response.json()).error).toBe('key-reused');
	});

	test('may use a key again after a day', async () => {
		const key = randomUUID();
		await pushed(ana, [scored('yesterday')], { key });
		api.clock.now += 25 * 60 * 60 * 1000;

		expect((await pushed(ana, [scored('today')], { key })).status).toBe(200);
	});

	test('takes what has room when another thing has none', async () => {
		const ben = await api.join('Ben');
		const small = scored('small');
		await pushed(ben, [small]);
		const room = (await used(ben)) + 300;
		await api.database.update(user).set({ storageLimit: room }).where(eq(user.id, ben.id));
		const shorter = scored('s', { id: small.id, base: 1 });

		expect(await results(pushed(ben, [scored('no room'), shorter]))).toEqual([
			{ status: 'full' },
			{ status: 'saved', revision: 2 }
		]);
	});

	test('takes room for what was practised, too', async () => {
		const gus = await api.join('Gus');
		const id = randomUUID();
		const bar = { times: 1, again: 0, tempo: 90 };
		const sitting = (bars: number) => ({
			id,
			score: id,
			started: 1,
			offset: 0,
			seconds: 60,
			bars: Array.from({ length: bars }, (_, i) => ({ bar: i, ...bar })),
			tempo: null,
			loops: 0
		});
		const item = (base: number, bars: number) =>
			({ kind: 'practice', id, base, content: sitting(bars) }) as never;
		await api.database.update(user).set({ storageLimit: 1000 }).where(eq(user.id, gus.id));

		expect(await results(pushed(gus, [item(0, 9)]))).toEqual([{ status: 'saved', revision: 1 }]);
		expect(await used(gus)).toBe(JSON.stringify(sitting(9)).length);
		expect(await results(pushed(gus, [item(1, 1000)]))).toEqual([{ status: 'full' }]);
		const other = { kind: 'practice', id, base: 1, content: null } as never;
		expect(await results(pushed(gus, [other]))).toEqual([{ status: 'saved', revision: 2 }]);
		expect(await used(gus)).toBe(0);
	});

	test('of a deletion leaves a tombstone, frees the room, and can be taken back', async () => {
		const cleo = await api.join('Cleo');
		const item = scored('short life');
		await pushed(cleo, [item]);

		expect(await results(pushed(cleo, [gone(item, 1)]))).toEqual([
			{ status: 'saved', revision: 2 }
		]);
		expect(await used(cleo)).toBe(0);
		expect((await since(cleo, 1)).changes).toMatchObject([
			{ id: item.id, revision: 2, content: null }
		]);

		await pushed(cleo, [scored('again', { id: item.id, base: 2 })]);
		const [row] = await api.database.select().from(scores).where(eq(scores.id, item.id));
		expect(row).toMatchObject({ revision: 3, deleted: null, title: 'again' });
	});

	test('of a revision that the server has lost is kept', async () => {
		expect(await results(pushed(ana, [scored('restored', { base: 7 })]))).toEqual([
			{ status: 'saved', revision: 8 }
		]);
	});

	test('carries what was practised beside the scores', async () => {
		const id = randomUUID();
		const sitting = {
			id,
			score: randomUUID(),
			started: 1,
			offset: 540,
			seconds: 60,
			bars: [],
			tempo: null,
			loops: 0
		};
		const response = await pushed(ana, [
			{ kind: 'practice', id, base: 0, content: sitting } as never
		]);

		expect(response.status, await response.clone().text()).toBe(200);
		const { changes } = await since(ana, (await since(ana, 0)).cursor - 1);
		expect(changes).toMatchObject([{ kind: 'practice', id, content: sitting }]);
	});

	test('may be deflated, but not to the size of a house', async () => {
		const body = (items: unknown) => ({
			method: 'POST',
			headers: {
				'Content-Type': 'application/json',
				'Content-Encoding': 'gzip',
				'Idempotency-Key': randomUUID()
			},
			body: gzipSync(JSON.stringify(items))
		});

		expect((await ana.request('/api/changes', body({ items: [scored('small')] }))).status).toBe(
			200
		);
		expect((await ana.request('/api/changes', body(' '.repeat(30_000_000)))).status).toBe(413);
		const broken = { ...body({}), body: 'not gzip at all' };
		expect((await ana.request('/api/changes', broken)).status).toBe(400);
	});

	test('is refused when it cannot be what it says', async () => {
		const item = scored('fine');
		const wrong = [
			[],
			[item, item],
			[{ ...item, id: randomUUID() }],
			[{ ...item, kind: 'practice' }],
			[{ ...item, base: -1 }],
			[{ ...item, owner: 'somebody else' }],
			Array.from({ length: 51 }, (_, i) => scored(`${i}`))
		];
		for (const items of wrong) {
			const response = await pushed(ana, items as never);
			expect(response.status).toBe(400);
			expect((await response.json()).error).toBe('invalid-request');
		}
	});

	test('is for somebody who is signed in, and touches nobody else', async () => {
		const item = scored('of Ana');
		await pushed(ana, [item]);
		const dora = await api.join('Dora');

		expect((await pushed(api.stranger, [item])).status).toBe(401);
		expect(await results(pushed(dora, [scored('of Dora', { id: item.id })]))).toEqual([
			{ status: 'saved', revision: 1 }
		]);
		expect((await since(dora, 0)).changes).toHaveLength(1);
		const { changes } = await since(ana, 0);
		expect(changes.find(({ id }) => id === item.id)!.content).toEqual(item.content);
	});
});

describe('the changes since a cursor', () => {
	test('come page by page, each thing once, as it is now', async () => {
		const eve = await api.join('Eve');
		const items = Array.from({ length: 7 }, (_, i) => scored(`${i}`));
		await pushed(eve, items);
		await pushed(eve, [scored('changed', { id: items[0]!.id, base: 1 })]);

		const ids: string[] = [];
		for (let cursor = 0, more = true; more;) {
			const page = await since(eve, cursor, 3);
			ids.push(...page.changes.map(({ id }) => id));
			({ cursor, more } = page);
		}

		expect(ids).toEqual([...items.slice(1), items[0]!].map(({ id }) => id));
	});

	test('are read as far as one page goes, however large the scores are', async () => {
		const finn = await api.join('Finn');
		for (let i = 0; i < 5; i++) {
			const item = scored(`long ${i}`);
			const source = { ...item.content!.document.source, fileName: 'x'.repeat(3_000_000) };
			const document = { ...item.content!.document, source };
			await pushed(finn, [{ ...item, content: { ...item.content!, document } }]);
		}
		const batches = vi.spyOn(api.database.$client, 'batch');

		const read: number[] = [];
		const taken: number[] = [];
		for (let cursor = 0, more = true; more;) {
			batches.mockClear();
			const page = await since(finn, cursor);
			taken.push(page.changes.length);
			({ cursor, more } = page);
			const answers = (
				await Promise.all(
					batches.mock.results.map(({ value }) => value as Promise<readonly ResultSet[]>)
				)
			).flat();
			const rows = answers.flatMap((answer) => answer.rows);
			read.push(JSON.stringify(rows).length);
		}
		batches.mockRestore();

		expect(taken).toEqual([1, 1, 1, 1, 1]);
		expect(Math.max(...read)).toBeLessThan(7_000_000);
	});

	test('begin anew when the server was set back', async () => {
		expect(await since(ana, 1_000_000)).toEqual({
			changes: [],
			cursor: 0,
			more: true,
			reset: true,
			epoch: expect.anything()
		});
	});
});
