/** How much may come: of one file, of one account, at a time. */
import { readFileSync } from 'node:fs';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { user } from '#api/db/schema/accounts.ts';
import { UPLOAD } from '#api/uploads/uploads.ts';
import { openApi, type Person, type TestApi } from '#tests/support/api.ts';
import { send } from '#tests/support/send.ts';
import { announce, announced, sendPart } from '#tests/support/tus.ts';

const SONG = readFileSync('static/demo/arirang.mp3');

let api: TestApi;
let ana: Person;

beforeAll(async () => {
	api = await openApi();
	ana = await api.join('Ana');
});

afterAll(() => api.close());

const usedBy = async (person: Person): Promise<number> => {
	const [row] = await api.database.select().from(user).where(eq(user.id, person.id));
	return row!.storageUsed;
};

const refusal = async (response: Response) => ({
	status: response.status,
	...((await response.json()) as { error: string; message: string })
});

describe('room', () => {
	test('is taken when an upload is announced, and given back when it ends', async () => {
		const ben = await api.join('Ben');
		await api.database.update(user).set({ storageLimit: 10_000 }).where(eq(user.id, ben.id));

		const id = await announced(ben, 6_000);
		expect(await usedBy(ben)).toBe(6_000);
		const more = await announce(ben, 6_000);
		expect(await refusal(more)).toMatchObject({ status: 507, error: 'storage-full' });
		expect((await send(ben, 'DELETE', `/api/uploads/${id}`)).status).toBe(204);
		expect(await usedBy(ben)).toBe(0);
		expect((await announce(ben, 6_000)).status).toBe(201);
	});

	test('three uploads may be under way, and none larger than three hours of music', async () => {
		const cleo = await api.join('Cleo');
		const begun = await Promise.all(Array.from({ length: 8 }, () => announce(cleo, 1_000)));

		expect(begun.filter(({ status }) => status === 201)).toHaveLength(3);
		expect(await refusal(begun.find(({ status }) => status !== 201)!)).toMatchObject({
			status: 429,
			error: 'too-many-uploads'
		});
		expect((await announce(ana, UPLOAD.most + 1)).status).toBe(413);
		const deferred = { 'Upload-Defer-Length': '1' };
		expect((await announce(cleo, 9, {}, deferred)).status).toBeGreaterThanOrEqual(400);
	});

	test('a part is no larger than a server can look at', async () => {
		const id = await announced(ana, 100_000_000);
		const bytes = new Uint8Array(UPLOAD.chunk + 1);

		expect((await sendPart(ana, id, 0, bytes)).status).toBe(413);
		await send(ana, 'DELETE', `/api/uploads/${id}`);
	});

	test('requests of an upload are not counted, its bytes are', async () => {
		const narrow = await openApi({
			limits: {
				writes: [{ most: 2, seconds: 60 }],
				uploadedBytes: [{ most: 30_000, seconds: 60 }]
			}
		});
		const dora = await narrow.join('Dora');
		const id = await announced(dora, SONG.length);
		const statuses = [];
		for (let at = 0; at < 40_000; at += 5_000) {
			statuses.push((await sendPart(dora, id, at, SONG.subarray(at, at + 5_000))).status);
		}

		expect(statuses).toEqual([204, 204, 204, 204, 204, 204, 429, 429]);
		narrow.close();
	});
});
