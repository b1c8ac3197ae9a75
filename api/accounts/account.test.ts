import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PERSONAL } from '#api/db/personal.ts';
import { avatars, user } from '#api/db/schema/accounts.ts';
import { likes } from '#api/db/schema/sharing.ts';
import { appointAdmins } from '#api/accounts/admins.ts';
import { openApi, PASSWORD, type Person, type TestApi } from '#tests/support/api.ts';
import { keep } from '#tests/support/kept-score.ts';
import { send } from '#tests/support/send.ts';
import { bigPng, JPEG, PNG, WEBP } from '#tests/support/pictures.ts';

let api: TestApi;

beforeAll(async () => {
	api = await openApi();
});

afterAll(() => api.close());

const keyOf = ({ id }: Person) =>
	sql`INSERT INTO passkey (id, name, userId, credentialID, publicKey, counter, deviceType, backedUp)
		VALUES (${randomUUID()}, 'Phone', ${id}, ${randomUUID()}, 'a key', 0, 'multiDevice', 1)`;

const profile = async (person: Person) =>
	(await (await send(person, 'GET', '/api/account')).json()) as Record<string, unknown>;

describe('a profile', { timeout: 60_000 }, () => {
	test('is what the person says, in their language', async () => {
		const ana = await api.join('Ana');
		const change = { name: '아나', bio: 'Plays\nat night.', language: 'ko' };
		expect((await send(ana, 'PATCH', '/api/account', change)).status).toBe(200);

		expect(await profile(ana)).toMatchObject({
			...change,
			role: 'user',
			tier: 'free',
			storage: { used: 0, limit: 1_000_000_000 },
			ways: ['password']
		});
	});

	test.each([
		{ role: 'admin' },
		{ storageLimit: 1e15 },
		{ email: 'other@example.org' },
		{ image: 'https://elsewhere.example/me.png' },
		{ name: '' },
		{ name: 'a\u202eb' },
		{ name: 'x'.repeat(81) },
		{ language: 'xx' }
	])('takes no %o', async (change) => {
		const ben = await api.join('Ben');

		expect((await send(ben, 'PATCH', '/api/account', change)).status).toBe(400);
	});

	test('says how much of the room is used', async () => {
		const cleo = await api.join('Cleo');
		await keep(api, cleo);

		expect((await profile(cleo))['storage']).toMatchObject({ used: expect.any(Number) });
	});
});

describe('a picture', { timeout: 60_000 }, () => {
	test.each([
		['PNG', PNG],
		['JPEG', JPEG]
	])('that comes as %s is drawn anew, square, without what was hidden in it', async (_, file) => {
		const ana = await api.join('Ana');
		const hidden = Buffer.from('<script>alert(1)</script> GPS 37.5,127.0');
		const put = await ana.request('/api/account/avatar', {
			method: 'PUT',
			body: Buffer.concat([file, hidden])
		});
		expect(put.status, await put.clone().text()).toBe(200);
		const { image } = (await put.json()) as { image: string };

		const picture = await api.stranger.request(image);
		const bytes = Buffer.from(await picture.arrayBuffer());
		expect(picture.headers.get('Content-Type')).toBe('image/png');
		expect(bytes.readUInt32BE(16)).toBe(256);
		expect(bytes.readUInt32BE(20)).toBe(256);
		expect(bytes.includes('script')).toBe(false);

		await send(ana, 'DELETE', '/api/account/avatar');
		expect((await api.stranger.request(image)).status).toBe(404);
		expect((await profile(ana))['image']).toBeNull();
	});

	test.each([
		[
			'an SVG',
			Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'),
			422
		],
		['a page', Buffer.from('<!doctype html><script>1</script>'), 422],
		['a WebP, which the page turns into a PNG', WEBP, 422],
		['nothing', Buffer.alloc(0), 422],
		['a PNG cut off', PNG.subarray(0, 40), 422],
		['a PNG that unfolds to 10 GB', bigPng(50_000, 50_000), 413],
		['3 MB', Buffer.alloc(3_000_000), 413]
	])('is not %s', async (_, file, status) => {
		const ben = await api.join('Ben');
		const put = await ben.request('/api/account/avatar', {
			method: 'PUT',
			body: new Uint8Array(file)
		});

		expect(put.status).toBe(status);
		expect((await profile(ben))['image']).toBeNull();
	});
});

describe('sessions', { timeout: 60_000 }, () => {
	test('are listed without their secrets, and ended one by one or all at once', async () => {
		const ana = await api.join('Ana');
		const phone = await api.signIn(ana.email);
		const tablet = await api.signIn(ana.email);
		const list = await send(ana, 'GET', '/api/account/sessions');
		const text = await list.clone().text();
		const sessions = (await list.json()) as { id: string; current: boolean }[];

		expect(sessions).toHaveLength(3);
		expect(sessions.filter(({ current }) => current)).toHaveLength(1);
		const stored = await api.database.all<{ token: string }>(sql`SELECT token FROM session`);
		for (const { token } of stored) expect(text).not.toContain(token);

		const mine = (await (
			await send(phone, 'GET', '/api/account/sessions')
		).json()) as typeof sessions;
		const ofPhone = mine.find(({ current }) => current)!.id;
		expect((await send(ana, 'DELETE', `/api/account/sessions/${ofPhone}`)).status).toBe(204);
		expect((await send(phone, 'GET', '/api/account')).status).toBe(401);
		expect((await send(tablet, 'GET', '/api/account')).status).toBe(200);

		expect((await send(ana, 'DELETE', '/api/account/sessions')).status).toBe(204);
		expect((await send(tablet, 'GET', '/api/account')).status).toBe(401);
		expect((await send(ana, 'GET', '/api/account')).status).toBe(200);
	});
});

describe('all my data', { timeout: 60_000 }, () => {
	test('is one file with everything, and no secrets', async () => {
		const ana = await api.join('Ana');
		await keep(api, ana, { title: 'Gymnopédie' });
		for (let i = 0; i < 45; i++) await keep(api, ana, { title: `Study ${i}` });
		await api.database.run(keyOf(ana));
		const file = await send(ana, 'GET', '/api/account/data');
		const text = await file.text();
		const data = JSON.parse(text) as Record<string, Record<string, unknown>[]>;

		expect(file.headers.get('Content-Disposition')).toContain('genesis-music.json');
		expect(data['user']).toMatchObject([{ email: ana.email }]);
		expect(data['passkey']).toMatchObject([{ name: 'Phone', backedUp: 1 }]);
		expect(text).not.toContain('a key');
		expect(data['scores']).toHaveLength(46);
		expect(data['scores']![0]!['document']).toMatchObject({ title: 'Gymnopédie' });
		const [{ password, token }] = (await api.database.all<{ password: string; token: string }>(
			sql`SELECT password, token FROM account JOIN session USING (userId) WHERE userId = ${ana.id}`
		)) as [{ password: string; token: string }];
		expect(text).not.toContain(password);
		expect(text).not.toContain(token);
	});

	test('holds a picture of any size that one may have', async () => {
		const ana = await api.join('Ana');
		const png = new Uint8Array(300_000).map((_, i) => i * 7);
		await api.database.insert(avatars).values({ userId: ana.id, png, changed: new Date() });

		const text = await (await send(ana, 'GET', '/api/account/data')).text();
		const { avatars: kept } = JSON.parse(text) as { avatars: { png: string }[] };
		expect(Buffer.from(kept[0]!.png, 'base64').equals(png)).toBe(true);
	});

	test('forgets no table that speaks of a person', async () => {
		const speaking = await api.database.all<{ name: string }>(
			sql`SELECT DISTINCT m.name FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) k
				WHERE m.type = 'table' AND k."table" = 'user'`
		);
		/** What was answered to requests, and pictures of scores, drawn from what is in the file. */
		const DERIVED = ['idempotency_keys', 'previews'];

		const listed = [...PERSONAL.map(({ table }) => table), ...DERIVED];
		expect(speaking.map(({ name }) => name).filter((name) => !listed.includes(name))).toEqual([]);
	});
});

describe('an account that is deleted', { timeout: 60_000 }, () => {
	test('leaves nothing in any table', async () => {
		const ana = await api.join('Ana');
		const ben = await api.join('Ben');
		await fill(ana, ben);
		expect(await tracesOf(ana)).not.toEqual([]);

		const wrong = await send(ana, 'POST', '/api/account/delete', { password: 'another one' });
		expect(wrong.status).toBe(400);
		expect((await send(ana, 'POST', '/api/account/delete', {})).status).toBe(400);
		const gone = await send(ana, 'POST', '/api/account/delete', { password: PASSWORD });

		expect(gone.status).toBe(204);
		expect(await tracesOf(ana)).toEqual([]);
		expect((await send(ana, 'GET', '/api/account')).status).toBe(401);
		await expect(api.signIn(ana.email)).rejects.toThrow('401');
		const [score] = await api.database.all<{ like_count: number }>(
			sql`SELECT like_count FROM scores WHERE owner_id = ${ben.id}`
		);
		expect(score).toEqual({ like_count: 0 });
		expect(await api.database.all(sql`PRAGMA foreign_key_check`)).toEqual([]);
	});

	/** Something of a person in every table that can hold it. */
	async function fill(ana: Person, ben: Person): Promise<void> {
		const own = await keep(api, ana, { title: 'Hers' });
		const his = await keep(api, ben, { title: 'His' });
		await send(ana, 'POST', `/api/scores/${own}/shares`, {});
		await ana.request('/api/account/avatar', { method: 'PUT', body: new Uint8Array(PNG) });
		await send(ana, 'POST', '/api/account/passkeys/options', {});
		await send(ana, 'POST', '/api/auth/request-password-reset', { email: ana.email });
		await api.database.insert(likes).values([
			{ userId: ana.id, ownerId: ben.id, scoreId: his, created: new Date() },
			{ userId: ben.id, ownerId: ana.id, scoreId: own, created: new Date() }
		]);
		const [a, now, x] = [ana.id, Date.now(), randomUUID()];
		for (const statement of [
			keyOf(ana),
			sql`INSERT INTO records VALUES (${a}, 'practice', ${x}, 1, 1, '{}', ${now})`,
			sql`INSERT INTO recordings VALUES (${a}, ${x}, 'a.wav', 'audio/wav', 9, ${now})`,
			sql`INSERT INTO learning_progress (owner_id, score_id, changed) VALUES (${a}, ${own}, ${now})`,
			sql`INSERT INTO practice_sessions (owner_id, id, score_id, started, seconds) VALUES (${a}, ${x}, ${own}, ${now}, 60)`,
			sql`INSERT INTO reports (id, owner_id, score_id, reporter_id, reason, created) VALUES (${x}, ${ben.id}, ${his}, ${a}, 'spam', ${now})`,
			sql`INSERT INTO previews VALUES (${a}, ${own}, 1, x'00')`,
			sql`INSERT INTO transcription_jobs (id, owner_id, upload_id, name, title, settings, due, created, changed) VALUES (${x}, ${a}, ${x}, 'a.wav', 'A', '{}', ${now}, ${now}, ${now})`,
			sql`INSERT INTO idempotency_keys VALUES (${a}, ${x}, 'f', 200, '{}', ${now})`,
			sql`INSERT INTO rate_limits VALUES (${`writes/60/${a}`}, 1, ${now + 60_000})`
		]) {
			await api.database.run(statement);
		}
	}

	/** Every value of every column of every table that holds the person's id or address. */
	async function tracesOf({ id, email }: Person): Promise<string[]> {
		const columns = await api.database.all<{ name: string; column: string }>(
			sql`SELECT m.name, c.name AS "column" FROM sqlite_master m JOIN pragma_table_info(m.name) c
				WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name NOT LIKE 'score_search%'
				AND m.name NOT LIKE '%_shadow%' AND m.name NOT LIKE 'libsql_%'`
		);
		const found: string[] = [];
		for (const { name, column } of columns) {
			const [row] = await api.database.all<{ n: number }>(
				sql`SELECT count(*) AS n FROM ${sql.identifier(name)}
					WHERE instr(CAST(${sql.identifier(column)} AS TEXT), ${id})
					OR instr(CAST(${sql.identifier(column)} AS TEXT), ${email})`
			);
			if (row!.n > 0) found.push(`${name}.${column}`);
		}
		return found;
	}
});

test('an admin is whoever the settings name, once the address is confirmed', async () => {
	const [ana, ben] = [await api.join('Ana'), await api.join('Ben')];
	await api.database
		.update(user)
		.set({ emailVerified: true })
		.where(sql`id = ${ana.id}`);

	await appointAdmins(api.database, [ana.email, ben.email]);
	expect((await profile(ana))['role']).toBe('admin');
	expect((await profile(ben))['role']).toBe('user');

	await appointAdmins(api.database, []);
	expect((await profile(ana))['role']).toBe('user');
});
