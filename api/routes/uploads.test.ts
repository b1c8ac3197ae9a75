import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { user } from '#api/db/schema/accounts.ts';
import { uploads } from '#api/db/schema/uploads.ts';
import { openUpload, sweepUploads, UPLOAD } from '#api/uploads/uploads.ts';
import { openApi, PASSWORD, type Person, type TestApi } from '#tests/support/api.ts';
import { send } from '#tests/support/send.ts';
import { announce, announced, offsetOf, sendPart, uploaded } from '#tests/support/tus.ts';

const SONG = readFileSync('static/demo/arirang.mp3');
const HALF = Math.floor(SONG.length / 2);
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes);

let api: TestApi;
let ana: Person;

beforeAll(async () => {
	api = await openApi();
	ana = await api.join('Ana');
});

afterAll(() => api.close());

const about = async (person: Person, id: string) =>
	(await person.request(`/api/uploads/${id}`)).json() as Promise<Record<string, unknown>>;

const usedBy = async (person: Person): Promise<number> => {
	const [row] = await api.database.select().from(user).where(eq(user.id, person.id));
	return row!.storageUsed;
};

const bytesOf = async (id: string): Promise<Buffer | null> => {
	const body = await openUpload(api.services, id);
	return body && Buffer.from(await new Response(body).arrayBuffer());
};

const landed = (): string[] => readdirSync(api.folder, { recursive: true, encoding: 'utf8' });
const refusal = async (response: Response) => ({
	status: response.status,
	...((await response.json()) as { error: string; message: string })
});

describe('a recording that is sent up', () => {
	test('comes in parts, is known by its content, and is what was sent', async () => {
		const id = await announced(ana, SONG.length, { name: '아리랑.wav' });
		expect(await about(ana, id)).toMatchObject({ state: 'partial', bytes: SONG.length, type: '' });
		expect((await sendPart(ana, id, 0, SONG.subarray(0, HALF))).status).toBe(204);
		expect(await offsetOf(ana, id)).toBe(HALF);
		expect(await openUpload(api.services, id)).toBeNull();

		const last = await sendPart(ana, id, HALF, SONG.subarray(HALF));
		expect(last.status).toBe(204);
		expect(last.headers.get('Upload-Offset')).toBe(`${SONG.length}`);
		expect(await about(ana, id)).toEqual({
			id,
			name: '아리랑.wav',
			type: 'audio/mpeg',
			bytes: SONG.length,
			sha256: sha256(SONG).digest('hex'),
			state: 'complete',
			expires: api.clock.now + UPLOAD.toStay
		});
		expect((await bytesOf(id))!.equals(SONG)).toBe(true);
		expect(landed().filter((name) => name.startsWith('uploads/'))).toEqual([]);
	});

	test('whose last answer was lost is found whole, and nothing is sent again', async () => {
		const id = await uploaded(ana, SONG);

		expect(await offsetOf(ana, id)).toBe(SONG.length);
		expect((await sendPart(ana, id, HALF, SONG.subarray(HALF))).status).toBe(409);
	});

	test('goes on where the connection was lost', async () => {
		const id = await announced(ana, SONG.length);
		const cut = new ReadableStream({
			async start(out) {
				out.enqueue(SONG.subarray(0, 10_000));
				await new Promise((resolve) => setTimeout(resolve, 50));
				out.error(new Error('cut off'));
			}
		});
		await sendPart(ana, id, 0, cut, { 'Content-Length': '20000' });

		expect(await offsetOf(ana, id)).toBe(10_000);
		expect((await sendPart(ana, id, 10_000, SONG.subarray(10_000))).status).toBe(204);
		expect((await bytesOf(id))!.equals(SONG)).toBe(true);
	});

	test('waits for no request whose connection is dead', async () => {
		const id = await announced(ana, SONG.length);
		const dead = new ReadableStream({ start: (out) => out.enqueue(SONG.subarray(0, 10_000)) });
		void sendPart(ana, id, 0, dead, { 'Content-Length': '20000' });
		await new Promise((resolve) => setTimeout(resolve, 100));

		expect(await offsetOf(ana, id)).toBe(10_000);
		expect((await sendPart(ana, id, 10_000, SONG.subarray(10_000))).status).toBe(204);
	});

	test('whose announcement comes again, because its answer was lost, is one upload', async () => {
		const id = randomUUID();
		const first = await announce(ana, SONG.length, { id });
		const second = await announce(ana, SONG.length, { id });
		const eve = await api.join('Eve');

		expect(first.headers.get('Location')).toBe(`/api/uploads/${id}`);
		expect([second.status, second.headers.get('Location')]).toEqual([201, `/api/uploads/${id}`]);
		expect((await announce(eve, SONG.length, { id })).status).toBe(403);
		expect((await announce(ana, 9_000, { id })).status).toBe(403);
		expect((await sendPart(ana, id, 0, SONG)).status).toBe(204);
	});

	test('whose server died before its file was made is announced again, and comes', async () => {
		const id = randomUUID();
		await announce(ana, SONG.length, { id });
		const used = await usedBy(ana);
		for (const name of [id, `${id}.json`]) rmSync(join(api.folder, 'uploads', name));
		expect((await sendPart(ana, id, 0, SONG)).status).toBe(404);

		expect((await announce(ana, SONG.length, { id })).status).toBe(201);
		expect(await usedBy(ana)).toBe(used);
		expect((await sendPart(ana, id, 0, SONG)).status).toBe(204);
		expect(await about(ana, id)).toMatchObject({ state: 'complete' });
		await send(ana, 'DELETE', `/api/uploads/${id}`);
	});

	test('takes no bytes from another place than the next', async () => {
		const id = await announced(ana, SONG.length);

		const late = await sendPart(ana, id, 5, SONG.subarray(5));
		expect(await refusal(late)).toMatchObject({ status: 409, error: 'wrong-offset' });
		expect(await offsetOf(ana, id)).toBe(0);
		const long = await sendPart(ana, id, 0, Buffer.concat([SONG, SONG]));
		expect(long.status).toBe(413);
		await send(ana, 'DELETE', `/api/uploads/${id}`);
	});

	test('has each part compared with its checksum, and forgets a damaged one', async () => {
		const id = await announced(ana, SONG.length);
		const part = SONG.subarray(0, HALF);
		const checked = (bytes: Uint8Array) =>
			sendPart(ana, id, 0, bytes, {
				'Upload-Checksum': `sha256 ${sha256(part).digest('base64')}`
			});

		const damaged = await checked(Buffer.from(part).fill(0, 9, 10));
		expect(await refusal(damaged)).toMatchObject({ status: 460, error: 'checksum' });
		expect(await offsetOf(ana, id)).toBe(0);
		expect((await checked(part)).status).toBe(204);
		const other = await sendPart(ana, id, HALF, SONG.subarray(HALF), {
			'Upload-Checksum': 'md5 AAAA'
		});
		expect(await refusal(other)).toMatchObject({ error: 'unknown-checksum' });
		await send(ana, 'DELETE', `/api/uploads/${id}`);
	});

	test('is compared whole with what was announced', async () => {
		const good = { sha256: sha256(SONG).digest('hex') };
		expect(await about(ana, await uploaded(ana, SONG, good))).toMatchObject({ state: 'complete' });

		const id = await announced(ana, SONG.length, { sha256: '0'.repeat(64) });
		const last = await sendPart(ana, id, 0, SONG);
		expect(await refusal(last)).toMatchObject({ status: 422, error: 'checksum' });
		expect((await ana.request(`/api/uploads/${id}`)).status).toBe(404);
	});
});

describe('what is no recording', () => {
	const page = Buffer.from(`<svg onload="x()"/>${' '.repeat(9_000)}`);
	const lie = Buffer.concat([Buffer.from('ID3\x04\0\0\0\0\0\0'), Buffer.alloc(9_000, 80)]);

	test.each([
		['a page', page, 'list of other files'],
		['a zip', Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(9_000)]), 'archive'],
		['a short playlist', Buffer.from('#EXTM3U\nhttp://10.0.0.1/a.ts\n'), 'list of other files'],
		['a file whose head lies', lie, 'something else']
	])('%s is refused in a sentence, and nothing of it stays', async (_, bytes, words) => {
		const used = await usedBy(ana);
		const id = await announced(ana, bytes.length, { name: 'song.mp3' });

		const answer = await refusal(await sendPart(ana, id, 0, bytes));
		expect(answer).toMatchObject({ status: 415, error: 'not-a-recording' });
		expect(answer.message).toContain(words);
		expect((await ana.request(`/api/uploads/${id}`)).status).toBe(404);
		expect(await openUpload(api.services, id)).toBeNull();
		expect(landed().filter((name) => name.includes(id))).toEqual([]);
		expect(await usedBy(ana)).toBe(used);
	});

	test('a large one is refused with its first part', async () => {
		const id = await announced(ana, 200_000_000);

		expect((await sendPart(ana, id, 0, page)).status).toBe(415);
		expect(await offsetOf(ana, id)).toBeNull();
	});

	test('nothing at all is refused before it is begun', async () => {
		expect(await refusal(await announce(ana, 0))).toMatchObject({ error: 'not-a-recording' });
	});
});

describe('an upload', () => {
	test('is found by nobody but its owner', async () => {
		const id = await uploaded(ana, SONG);
		const part = await announced(ana, SONG.length);
		const eve = await api.join('Eve');

		for (const each of [id, part]) {
			expect((await eve.request(`/api/uploads/${each}`)).status).toBe(404);
			expect(await offsetOf(eve, each)).toBeNull();
			expect((await sendPart(eve, each, 0, SONG)).status).toBe(404);
			expect((await send(eve, 'DELETE', `/api/uploads/${each}`)).status).toBe(404);
			expect((await sendPart(api.stranger, each, 0, SONG)).status).toBe(401);
		}
		expect(await (await eve.request('/api/uploads')).json()).toEqual({ uploads: [] });
		expect((await announce(api.stranger, 9)).status).toBe(401);
		const foreign = await announce(ana, 9, {}, { Origin: 'https://evil.example' });
		expect(foreign.status).toBe(403);
		expect((await sendPart(ana, `${id}%2F..%2F${part}`, 0, SONG)).status).toBe(404);
		await send(ana, 'DELETE', `/api/uploads/${part}`);
	});

	test('is taken away after a day when it has not come, after a week when it has', async () => {
		const fred = await api.join('Fred');
		const whole = await uploaded(fred, SONG);
		const part = await announced(fred, SONG.length);
		await sendPart(fred, part, 0, SONG.subarray(0, HALF));
		const began = api.clock.now;

		api.clock.now = began + UPLOAD.toArrive + 1;
		await sweepUploads(api.services);
		expect((await api.database.select().from(uploads).where(eq(uploads.id, part))).length).toBe(0);
		expect(await bytesOf(whole)).not.toBeNull();
		api.clock.now = began + UPLOAD.toStay + 1;
		await sweepUploads(api.services);
		expect(await bytesOf(whole)).toBeNull();
		expect(await usedBy(fred)).toBe(0);
		expect(landed().filter((name) => name.includes(part) || name.includes(whole))).toEqual([]);
		api.clock.now = began;
	});

	test('goes with its account', async () => {
		const gil = await api.join('Gil');
		const ids = [await uploaded(gil, SONG), await announced(gil, SONG.length)];
		await sendPart(gil, ids[1]!, 0, SONG.subarray(0, HALF));

		await send(gil, 'POST', '/api/account/delete', { password: PASSWORD });
		expect(landed().filter((name) => ids.some((id) => name.includes(id)))).toEqual([]);
		expect(await openUpload(api.services, ids[0]!)).toBeNull();
	});

	test('with a name that nobody can see gets one', async () => {
		const id = await announced(ana, 9_000, { name: '\u202e\u0000 ' });

		expect(await about(ana, id)).toMatchObject({ name: 'recording' });
		await send(ana, 'DELETE', `/api/uploads/${id}`);
		expect((await send(ana, 'DELETE', `/api/uploads/${randomUUID()}`)).status).toBe(404);
	});
});
