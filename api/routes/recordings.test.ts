import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { user } from '#api/db/schema/accounts.ts';
import { openApi, PASSWORD, type Person, type TestApi } from '#tests/support/api.ts';
import { gone, pushed, scored } from '#tests/support/pushes.ts';

let api: TestApi;
let ana: Person;

beforeAll(async () => {
	api = await openApi();
	ana = await api.join('Ana');
});

afterAll(() => api.close());

const SOUND = new Uint8Array(50_000).map((_, i) => i * 7);

const send = (person: Person, id: string, headers: Record<string, string> = {}) =>
	person.request(`/api/recordings/${id}?name=${encodeURIComponent('연습 1.mp3')}`, {
		method: 'PUT',
		headers: { 'Content-Type': 'audio/mpeg', 'Content-Length': `${SOUND.length}`, ...headers },
		body: SOUND
	});

const account = async (person: Person) =>
	(await api.database.select().from(user).where(eq(user.id, person.id)))[0]!;

describe('a recording', () => {
	test('goes up once, comes down as it was, and can be removed', async () => {
		const id = randomUUID();
		expect((await send(ana, id)).status).toBe(200);
		expect((await send(ana, id)).status).toBe(200);
		expect((await account(ana)).storageUsed).toBe(SOUND.length);

		const down = await ana.request(`/api/recordings/${id}`);
		expect(Buffer.from(await down.arrayBuffer()).equals(SOUND)).toBe(true);
		expect(down.headers.get('Content-Type')).toBe('audio/mpeg');
		expect(down.headers.get('Content-Disposition')).toMatch(/^attachment/);
		const { recordings } = await (await ana.request('/api/recordings')).json();
		expect(recordings).toEqual([
			{ id, name: '연습 1.mp3', type: 'audio/mpeg', bytes: SOUND.length }
		]);

		expect((await ana.request(`/api/recordings/${id}`, { method: 'DELETE' })).status).toBe(204);
		expect((await ana.request(`/api/recordings/${id}`)).status).toBe(404);
		expect((await account(ana)).storageUsed).toBe(0);
	});

	test('stays when the same is sent again beside it and breaks off', async () => {
		const id = randomUUID();
		let cut: () => void = () => {};
		const body = new ReadableStream({
			start(out) {
				out.enqueue(SOUND.slice(0, 9));
				cut = () => out.error(new Error('cut off'));
			}
		});
		const headers = { 'Content-Type': 'audio/mpeg', 'Content-Length': `${SOUND.length}` };
		const init = { method: 'PUT', headers, body, duplex: 'half' };
		const second = ana.request(`/api/recordings/${id}?name=a`, init);
		await new Promise((resolve) => setTimeout(resolve, 200));
		expect((await send(ana, id)).status).toBe(200);
		cut();

		expect((await second).status).toBe(400);
		expect((await ana.request(`/api/recordings/${id}`)).status).toBe(200);
		await ana.request(`/api/recordings/${id}`, { method: 'DELETE' });
	});

	test('is for its owner alone', async () => {
		const id = randomUUID();
		await send(ana, id);
		const ben = await api.join('Ben');

		expect((await ben.request(`/api/recordings/${id}`)).status).toBe(404);
		expect((await ben.request(`/api/recordings/${id}`, { method: 'DELETE' })).status).toBe(404);
		expect((await api.stranger.request(`/api/recordings/${id}`)).status).toBe(401);
		expect((await send(api.stranger, randomUUID())).status).toBe(401);
	});

	test('goes with its account', async () => {
		const dora = await api.join('Dora');
		const id = randomUUID();
		await send(dora, id);
		const key = `${dora.id}/${id}`;
		expect(await api.services.files!.read(key)).not.toBeNull();

		const left = await dora.request('/api/account/delete', {
			method: 'POST',
			headers: { 'Content-Type': 'application/json' },
			body: JSON.stringify({ password: PASSWORD })
		});

		expect(left.status).toBe(204);
		expect(await api.services.files!.read(key)).toBeNull();
	});

	test('that has no room, is too large, or is no sound is refused, and leaves nothing', async () => {
		const cleo = await api.join('Cleo');
		await api.database.update(user).set({ storageLimit: 40_000 }).where(eq(user.id, cleo.id));

		const full = await send(cleo, randomUUID());
		expect(full.status).toBe(507);
		expect(await full.json()).toEqual({
			error: 'storage-full',
			message: 'The account has no room for this recording.'
		});
		expect((await send(ana, randomUUID(), { 'Content-Length': '400000000' })).status).toBe(413);
		expect((await send(ana, randomUUID(), { 'Content-Type': 'text/html' })).status).toBe(400);
		expect((await send(ana, randomUUID(), { 'Content-Length': '60000' })).status).toBe(400);
		expect((await send(ana, randomUUID(), { 'Content-Length': '40000' })).status).toBe(400);
		expect((await account(cleo)).storageUsed).toBe(0);
	});
});

describe('a single score', () => {
	const at = (id: string) => `/api/scores/${id}`;
	const put = (id: string, base: number, title: string) =>
		ana.request(at(id), {
			method: 'PUT',
			headers: { 'Content-Type': 'application/json' },
			body: JSON.stringify({ base, content: scored(title, { id }).content })
		});

	test('is put, read with its revision, and deleted, each on the revision that was read', async () => {
		const id = randomUUID();
		expect(await (await put(id, 0, 'one')).json()).toEqual({ revision: 1 });
		expect((await put(id, 0, 'stale')).status).toBe(409);

		const read = await ana.request(at(id));
		expect(read.headers.get('ETag')).toBe('"1"');
		expect((await read.json()).content.document.title).toBe('one');
		expect((await ana.request(`${at(id)}?base=0`, { method: 'DELETE' })).status).toBe(409);
		expect((await ana.request(`${at(id)}?base=1`, { method: 'DELETE' })).status).toBe(200);
		expect((await ana.request(at(id))).status).toBe(404);
	});

	test('is of one person', async () => {
		const item = scored('of Ana');
		await pushed(ana, [item]);
		const eve = await api.join('Eve');

		expect((await eve.request(at(item.id))).status).toBe(404);
		expect((await eve.request(`${at(item.id)}?base=1`, { method: 'DELETE' })).status).toBe(404);
		await pushed(eve, [gone(item, 1)]);
		expect((await ana.request(at(item.id))).status).toBe(200);
	});
});
