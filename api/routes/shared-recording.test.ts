import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApi } from '#api/api.ts';
import { openApi, type Person, type TestApi } from '#tests/support/api.ts';
import { pushed, scored } from '#tests/support/pushes.ts';
import { lacks } from '#tests/support/where.ts';

let api: TestApi;
let ana: Person;

beforeAll(async () => {
	api = await openApi({ limits: { heardBytes: [{ most: 10_000_000, seconds: 60 }] } });
	ana = await api.join('Ana');
});

afterAll(() => api.close());

const SOUND = new Uint8Array(1_500_000).map((_, i) => i * 7);
const LINK = { allowRecording: true };

const sendUp = (id: string) =>
	ana.request(`/api/recordings/${id}?name=${encodeURIComponent('Ana at home.mp3')}`, {
		method: 'PUT',
		headers: { 'Content-Type': 'audio/mpeg', 'Content-Length': `${SOUND.length}` },
		body: SOUND
	});

const sharing = async (id: string) =>
	(await ana.client.api.scores[':id'].shares.$get({ param: { id } })).json();

/** A score of Ana's with a link to it, heard from a recording. */
async function shared(allowed = LINK, sent = true) {
	const recording = randomUUID();
	const item = scored('Arirang', { recording });
	expect((await pushed(ana, [item])).status).toBe(200);
	if (sent) expect((await sendUp(recording)).status).toBe(200);
	const made = await ana.client.api.scores[':id'].shares.$post({
		param: { id: item.id },
		json: allowed
	});
	if (made.status !== 201) throw new Error(await made.text());
	return { id: item.id, recording, token: (await made.json()).links[0]!.token };
}

const hear = (token: string, headers: Record<string, string> = {}, address = '192.0.2.1') =>
	api.stranger.request(`/api/public/${token}/recording`, {
		headers: { 'X-Test-Address': address, ...headers }
	});

const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer());

const allowedBy = async (token: string): Promise<object> =>
	((await (await api.stranger.request(`/api/public/${token}`)).json()) as { allowed: object })
		.allowed;

describe.skipIf(lacks('recordings'))('the recording behind a link', () => {
	test('is heard by somebody who has no account, whole or from anywhere in it', async () => {
		const { token } = await shared();
		expect(await allowedBy(token)).toMatchObject({ recording: true });

		const whole = await hear(token);
		expect(whole.status).toBe(200);
		expect((await bytesOf(whole)).equals(SOUND)).toBe(true);
		expect(Object.fromEntries(whole.headers)).toMatchObject({
			'content-type': 'audio/mpeg',
			'content-length': `${SOUND.length}`,
			'accept-ranges': 'bytes',
			'cache-control': 'private, no-cache',
			'content-disposition': 'attachment; filename="recording"',
			'cross-origin-resource-policy': 'same-origin',
			'x-content-type-options': 'nosniff'
		});

		const part = await hear(token, { Range: 'bytes=1000-1999' });
		expect(part.status).toBe(206);
		expect(part.headers.get('Content-Range')).toBe('bytes 1000-1999/1500000');
		expect((await bytesOf(part)).equals(SOUND.subarray(1000, 2000))).toBe(true);
		const end = await hear(token, { Range: 'bytes=-5' });
		expect((await bytesOf(end)).equals(SOUND.subarray(-5))).toBe(true);
	});

	test('comes a million bytes at a time to who asks for all the rest of it', async () => {
		const { token } = await shared();
		const first = await hear(token, { Range: 'bytes=0-' });
		expect(first.headers.get('Content-Range')).toBe('bytes 0-999999/1500000');
		expect(first.headers.get('Content-Length')).toBe('1000000');
		const rest = await hear(token, { Range: 'bytes=1000000-' });
		expect((await bytesOf(rest)).equals(SOUND.subarray(1_000_000))).toBe(true);

		const beyond = await hear(token, { Range: 'bytes=1500000-' });
		expect(beyond.status).toBe(416);
		expect(beyond.headers.get('Content-Range')).toBe('bytes */1500000');
		expect(await beyond.json()).toMatchObject({ error: 'no-such-part' });
	});

	test('is not sent again to who has it, and a part only of the one that was begun', async () => {
		const { token } = await shared();
		const tag = (await hear(token, { Range: 'bytes=0-9' })).headers.get('ETag')!;
		expect((await hear(token, { 'If-None-Match': tag })).status).toBe(304);
		const same = { Range: 'bytes=0-9', 'If-Range': tag };
		expect((await hear(token, same)).status).toBe(206);
		expect((await hear(token, { ...same, 'If-Range': '"another"' })).status).toBe(200);
		const head = await api.stranger.request(`/api/public/${token}/recording`, { method: 'HEAD' });
		expect(head.headers.get('Content-Length')).toBe('1500000');
	});

	test('is silent unless its owner said that others may hear it, and the moment that ends', async () => {
		const { id, token } = await shared({ allowRecording: false });
		expect((await hear(token)).status).toBe(404);
		expect(await allowedBy(token)).toMatchObject({ recording: false });

		const allow = (allowRecording: boolean) =>
			ana.client.api.scores[':id'].shares[':token'].$patch({
				param: { id, token },
				json: { allowRecording }
			});
		await allow(true);
		const tag = (await hear(token, { Range: 'bytes=0-9' })).headers.get('ETag')!;
		await allow(false);
		const after = await hear(token, { 'If-None-Match': tag });
		expect(after.status).toBe(404);
		expect(after.headers.get('Cache-Control')).toBe('no-store');

		await allow(true);
		await ana.client.api.scores[':id'].shares[':token'].$delete({ param: { id, token } });
		expect((await hear(token, { 'If-None-Match': tag })).status).toBe(404);
	});

	test('is heard only while it lies in the account, and its owner sees where it is', async () => {
		const { id, recording, token } = await shared(LINK, false);
		expect(await sharing(id)).toMatchObject({ recording: 'device' });
		expect((await hear(token)).status).toBe(404);
		expect(await allowedBy(token)).toMatchObject({ recording: false });

		await sendUp(recording);
		expect(await sharing(id)).toMatchObject({ recording: 'account' });
		expect((await hear(token, { Range: 'bytes=0-9' })).status).toBe(206);

		await ana.request(`/api/recordings/${recording}`, { method: 'DELETE' });
		expect((await hear(token)).status).toBe(404);
		const drawn = scored('Drawn by hand');
		await pushed(ana, [drawn]);
		expect(await sharing(drawn.id)).toMatchObject({ recording: 'none' });
	});

	test("tells nothing of its owner, and is not somebody else's of the same name", async () => {
		const { token, recording } = await shared();
		const ben = await api.join('Ben');
		const mine = scored('Mine', { recording });
		await pushed(ben, [mine]);
		const made = await ben.client.api.scores[':id'].shares.$post({
			param: { id: mine.id },
			json: LINK
		});
		if (made.status !== 201) throw new Error(await made.text());
		expect((await hear((await made.json()).links[0]!.token)).status).toBe(404);

		const told = JSON.stringify([...(await hear(token, { Range: 'bytes=0-9' })).headers]);
		for (const secret of [ana.id, recording, 'Ana']) expect(told).not.toContain(secret);
		expect((await ben.request(`/api/recordings/${recording}`)).status).toBe(404);
	});

	test('is no view, and has no end of it for one address: there are limits in bytes', async () => {
		const { id, token } = await shared();
		for (let i = 0; i < 6; i++) await (await hear(token, {}, '198.51.100.7')).arrayBuffer();
		expect(await sharing(id)).toMatchObject({ views: 0 });

		const full = await hear(token, {}, '198.51.100.7');
		expect(full.status).toBe(429);
		expect(Number(full.headers.get('Retry-After'))).toBeGreaterThan(0);
		expect(full.headers.get('ETag')).toBeNull();
		expect((await hear(token, { Range: 'bytes=0-9' }, '198.51.100.8')).status).toBe(206);
	});

	test('is never sent where recordings cannot be kept', async () => {
		const { token } = await shared();
		const elsewhere = createApi({ ...api.services, files: null });
		const asked = await elsewhere.request(`/api/public/${token}/recording`);
		expect(asked.status).toBe(404);
		const opened = await (await elsewhere.request(`/api/public/${token}`)).json();
		expect(opened).toMatchObject({ allowed: { recording: false } });
	});
});
