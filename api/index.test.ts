import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { PASSWORD, somebody, type Person } from '#tests/support/api.ts';
import { keptDocument } from '#tests/support/kept-score.ts';
import { pushed, scored } from '#tests/support/pushes.ts';
import { startWorker } from '#tests/support/workers/start.ts';
import { contentSecurityPolicy, headersOf } from './headers.ts';

const ASSETS = '.tmp/workers';
const LIMIT = 25 * 1024 * 1024;
const ENGINE = '/heavy/ort/ort-wasm-simd-threaded.asyncify.wasm';

let worker: Awaited<ReturnType<typeof startWorker>>;

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

beforeAll(async () => {
	worker = await startWorker();
});

afterAll(() => worker?.stop());

const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
	fetch(worker.address + path, { headers });

const visitor = (): Person =>
	somebody(
		{ request: (path, init) => fetch(worker.address + path, init) },
		{ id: '', name: 'Ana', email: `ana-${performance.now()}@example.org` }
	);

const post = (person: Person, path: string, body: object, headers = {}): Promise<Response> =>
	person.request(path, {
		method: 'POST',
		body: JSON.stringify(body),
		headers: { 'Content-Type': 'application/json', ...headers }
	});

describe('the app on Workers', () => {
	test('opens at every address of a page, with the headers of the other server', async () => {
		const page = readFileSync('build/index.html', 'utf8');
		const expected = Object.entries(headersOf(contentSecurityPolicy(page)));

		for (const path of ['/', '/score/8f1c', '/settings', '/heavy/manifest.json']) {
			const { status, headers } = await get(path);

			expect(status).toBe(200);
			expect(expected.map(([name]) => [name, headers.get(name)])).toEqual(expected);
		}
		expect(await (await get('/score/8f1c')).text()).toBe(page);
	});

	test('says that a missing file is missing', async () => {
		const gone = await get('/_app/immutable/gone.js');

		expect(gone.status).toBe(404);
		expect(gone.headers.get('Cross-Origin-Embedder-Policy')).toBe('require-corp');
	});

	test('keeps named-by-content files for good', async () => {
		const [name] = readdirSync(join(ASSETS, '_app/immutable/chunks'));
		const chunk = await get(`/_app/immutable/chunks/${name}`);

		expect(chunk.headers.get('Cache-Control')).toContain('immutable');
		expect(chunk.headers.get('Content-Type')).toContain('javascript');
	});

	test('has no asset over the limit, and sends what is larger whole', async () => {
		const files = readdirSync(ASSETS, { recursive: true, encoding: 'utf8' });
		const sizes = files.map((name) => statSync(join(ASSETS, name)).size);
		const engine = await get(ENGINE);
		const bytes = Buffer.from(await engine.arrayBuffer());
		const digest = (of: Buffer): string => createHash('sha256').update(of).digest('hex');
		const again = await get(ENGINE, { 'If-None-Match': engine.headers.get('ETag')! });

		expect(Math.max(...sizes)).toBeLessThanOrEqual(LIMIT);
		expect(files.filter((name) => /\.(br|gz)$/.test(name))).toEqual([]);
		expect(engine.headers.get('Content-Type')).toBe('application/wasm');
		expect(engine.headers.get('Cross-Origin-Embedder-Policy')).toBe('require-corp');
		expect(digest(bytes)).toBe(digest(readFileSync(`build${ENGINE}`)));
		expect(again.status).toBe(304);
	});
});

describe('the API on Workers', () => {
	test('is well, and so is its database', async () => {
		const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

		expect(await (await get('/api/health')).json()).toEqual({ status: 'ok', version });
		expect((await get('/api/ready')).status).toBe(200);
		expect(await (await get('/api/openapi.json')).json()).toMatchObject({ openapi: '3.1.0' });
	});

	test('registers somebody, knows them by their cookie, and forgets them when they leave', async () => {
		const ana = visitor();
		const { name, email } = ana;
		const session = async (): Promise<unknown> => {
			const found = await ana.request('/api/auth/get-session');
			return ((await found.json()) as { user: { email: string } } | null)?.user.email;
		};

		const joined = await post(ana, '/api/auth/sign-up/email', { name, email, password: PASSWORD });
		expect(joined.status).toBe(200);
		expect(joined.headers.getSetCookie().join()).toMatch(
			/__Host-.*HttpOnly.*Secure|Secure.*HttpOnly/i
		);
		expect(await session()).toBe(email);

		await post(ana, '/api/auth/sign-out', {});
		expect(await session()).toBeUndefined();

		const wrong = await post(ana, '/api/auth/sign-in/email', { email, password: 'not this one' });
		expect(wrong.status).toBe(401);
		await post(ana, '/api/auth/sign-in/email', { email, password: PASSWORD });
		expect(await session()).toBe(email);
	});

	test('keeps a score that a device sends, hands it to another, and refuses a forgotten edit', async () => {
		const [laptop, phone] = [visitor(), visitor()];
		const { name, email } = laptop;
		await post(laptop, '/api/auth/sign-up/email', { name, email, password: PASSWORD });
		const entry = await post(phone, '/api/auth/sign-in/email', { email, password: PASSWORD });
		expect(entry.status).toBe(200);
		const id = randomUUID();

		const sent = await pushed(laptop, [scored('Arirang', { id })]);
		expect(await sent.json()).toEqual({ results: [{ status: 'saved', revision: 1 }] });
		const late = await pushed(phone, [scored('Forgotten', { id })]);
		expect(await late.json()).toMatchObject({ results: [{ status: 'conflict' }] });

		const { changes } = (await (await phone.request('/api/changes')).json()) as {
			changes: unknown;
		};
		expect(changes).toMatchObject([
			{ id, revision: 1, content: { document: { title: 'Arirang' }, card: { capo: 2 } } }
		]);
	});

	test('finds among public scores, as words, as numbers and as music', async () => {
		for (const query of ['q=arirang', 'sort=hard&tempoMin=60&difficultyMax=9', 'q=봄&sort=new']) {
			expect((await get(`/api/discover?${query}`)).status).toBe(200);
		}
	});

	test('forgets each hour what has run out', async () => {
		const windows = async (): Promise<unknown[]> =>
			(
				await worker.database.execute("SELECT key FROM rate_limits WHERE key LIKE 'test/%'")
			).rows.map(({ key }) => key);
		const [past, later] = [Date.now() - 1, Date.now() + 3_600_000];
		await worker.database.execute({
			sql: "INSERT INTO rate_limits VALUES ('test/past', 1, ?), ('test/later', 1, ?)",
			args: [past, later]
		});
		expect(await windows()).toHaveLength(2);

		expect((await get('/cdn-cgi/handler/scheduled')).status).toBe(200);

		expect(await windows()).toEqual(['test/later']);
	});

	test('takes many people at once', async () => {
		const answers = await Promise.all(Array.from({ length: 40 }, () => get('/api/ready')));

		expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
	});

	test('refuses in the one shape', async () => {
		const missing = await get('/api/nothing');

		expect(missing.status).toBe(404);
		expect(await missing.json()).toMatchObject({ error: 'not-found' });
	});
});

describe('a link on Workers', () => {
	test('describes itself, shows its first lines, and only its frame may be framed', async () => {
		const ana = visitor();
		const { name, email } = ana;
		await post(ana, '/api/auth/sign-up/email', { name, email, password: PASSWORD });
		const document = keptDocument({ title: 'A <b>waltz</b>' });
		const items = [
			{
				kind: 'score',
				id: document.id,
				base: 0,
				content: { document, card: null, recording: null }
			}
		];
		await post(ana, '/api/changes', { items }, { 'Idempotency-Key': crypto.randomUUID() });
		const made = await post(ana, `/api/scores/${document.id}/shares`, {});
		const { links } = (await made.json()) as { links: { token: string }[] };
		const { token } = links[0]!;

		const page = await get(`/shared/${token}`);
		const frame = await get(`/embed/${token}`);
		const picture = await get(`/api/public/${token}/preview.png`);
		const text = await page.text();

		expect(text).toContain('<title>A &lt;b&gt;waltz&lt;/b&gt;</title>');
		expect(text).not.toContain('<b>');
		expect(page.headers.get('Content-Security-Policy')).toContain("frame-ancestors 'none'");
		expect(page.headers.get('Cross-Origin-Embedder-Policy')).toBe('require-corp');
		expect(frame.headers.get('Content-Security-Policy')).toContain('frame-ancestors *');
		expect(picture.headers.get('Content-Type')).toBe('image/png');
		expect((await picture.arrayBuffer()).byteLength).toBeGreaterThan(10_000);
	});
});
