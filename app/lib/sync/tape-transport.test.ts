import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { user } from '#api/db/schema/accounts.ts';
import { tapeTransport, type TapeTransport } from '#app/sync/tape-transport.ts';
import { openApi, type Person, type TestApi } from '#tests/support/api.ts';

let api: TestApi;
let ana: Person;
let way: TapeTransport;

beforeAll(async () => {
	api = await openApi();
	ana = await api.join('Ana');
	way = tapeTransport(ana.client);
});

afterAll(() => api.close());

const { signal } = new AbortController();
const sound = (name: string, type: string): File =>
	new File([new Uint8Array(20_000).map((_, i) => i * 7)], name, { type });

test('a recording goes to the account and comes back as it was, under its name', async () => {
	const id = randomUUID();
	const tape = sound('연습 1.mp3', 'audio/mpeg');
	expect(await way.put(id, tape, signal)).toEqual({ ok: true, value: null });
	expect(await way.list(signal)).toEqual({ ok: true, value: [id] });

	const back = await way.get(id, signal);
	const file = back.ok ? back.value! : null;
	expect(file?.name).toBe('연습 1.mp3');
	expect(file?.type).toBe('audio/mpeg');
	expect(await file?.bytes()).toEqual(await tape.bytes());

	for (const _ of ['once', 'and again'])
		expect(await way.remove(id, signal)).toMatchObject({ ok: true });
	expect(await way.list(signal)).toEqual({ ok: true, value: [] });
});

test('a recording of a kind that the browser does not know goes up all the same', async () => {
	expect(await way.put(randomUUID(), sound('odd.xyz', ''), signal)).toMatchObject({ value: null });
});

test('what the account does not have is null, and no room is no failure', async () => {
	expect(await way.get(randomUUID(), signal)).toEqual({ ok: true, value: null });
	await api.database.update(user).set({ storageLimit: 30_000 }).where(eq(user.id, ana.id));
	expect(await way.room(signal)).toEqual({ ok: true, value: 10_000 });
	expect(await way.put(randomUUID(), sound('a.wav', 'audio/wav'), signal)).toEqual({
		ok: true,
		value: 'full'
	});
});

test('nobody who is signed in, and no network, are told apart', async () => {
	const stranger = tapeTransport(api.stranger.client);
	expect(await stranger.list(signal)).toEqual({ ok: false, error: { code: 'signed-out' } });
	const stopped = AbortSignal.abort();
	const gone = tapeTransport({
		api: { recordings: { $get: () => Promise.reject(new TypeError('no network')) } }
	} as never);
	expect(await gone.list(signal)).toEqual({ ok: false, error: { code: 'offline' } });
	await expect(gone.list(stopped)).rejects.toThrow();
});
