/** What a link says of itself to other programs, and that nothing a person typed can break out of it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '#api/app.ts';
import { openApi, ORIGIN, type Fetcher, type Person, type TestApi } from '#tests/support/api.ts';
import { keep } from '#tests/support/kept-score.ts';
import { WORKER } from '#tests/support/where.ts';

const PAGE = `<!doctype html><html><head><meta name="description" content="x" /><title>x</title></head><body><script>start();</script></body></html>`;
/** Breaks out of attributes, text, comments and replacements, where it is let. */
const HOSTILE = `"><script>alert(1)</script><img src=x onerror=alert(2)>'--> $& $1 \u0000\u0008 </title></head>`;

let api: TestApi;
let app: Fetcher;
/** The page without a link. */
let plain: string;
let ana: Person;
let build: string;

beforeAll(async () => {
	api = await openApi();
	ana = await api.join('Ana');
	build = mkdtempSync(join(tmpdir(), 'genesis-pages-'));
	writeFileSync(join(build, 'index.html'), PAGE);
	app = WORKER ? api : createApp({ build, services: api.services });
	plain = (await page('/')).text;
});

afterAll(() => {
	api.close();
	rmSync(build, { recursive: true });
});

async function shared(about: { title?: string; artist?: string }, owner = ana) {
	const id = await keep(api, owner, about);
	const shares = owner.client.api.scores[':id'].shares;
	const made = await shares.$post({ param: { id }, json: {} });
	if (made.status !== 201) throw new Error(await made.text());
	return { id, token: (await made.json()).links[0]!.token };
}

const page = async (path: string) => {
	const response = await app.request(path);
	return { response, text: await response.text() };
};

describe('the page of a link', () => {
	test('says what it is, with a picture, an embedding and an address', async () => {
		const { token } = await shared({ title: 'Arirang', artist: 'Ana Lind' });

		const { text } = await page(`/shared/${token}`);

		expect(text).toContain('<title>Arirang – Ana Lind</title>');
		expect(text).toContain('<meta property="og:title" content="Arirang – Ana Lind" />');
		expect(text).toContain(`<meta property="og:url" content="${ORIGIN}/shared/${token}" />`);
		expect(text).toContain(`${ORIGIN}/api/public/${token}/preview.png`);
		expect(text).toContain('application/json+oembed');
		expect(text).toContain('<meta name="twitter:card" content="summary_large_image" />');
	});

	test('an unlisted score is kept out of search engines, a public one is not', async () => {
		const { id, token } = await shared({ title: 'Quiet' });
		expect((await page(`/shared/${token}`)).text).toContain('content="noindex"');

		await ana.client.api.scores[':id'].visibility.$put({
			param: { id },
			json: { visibility: 'public' }
		});

		expect((await page(`/shared/${token}`)).text).not.toContain('noindex');
	});

	test('says nothing of a link that has ended, and is the app all the same', async () => {
		const { id, token } = await shared({ title: 'Gone tomorrow' });
		await ana.client.api.scores[':id'].shares[':token'].$delete({ param: { id, token } });

		const { response, text } = await page(`/shared/${token}`);

		expect(response.status).toBe(404);
		expect(text).not.toContain('Gone tomorrow');
		expect(text).toContain('noindex');
		expect(text).toContain(/<script[^]*?<\/script>/.exec(plain)![0]);
	});

	test('stays under the policy of every page', async () => {
		const { token } = await shared({});
		const policy = (path: string) =>
			page(path).then(({ response }) => response.headers.get('Content-Security-Policy'));

		expect(await policy(`/shared/${token}`)).toBe(await policy('/'));
		expect(await policy(`/shared/${token}`)).toContain("frame-ancestors 'none'");
	});

	test('may stand in a frame of another site only when it is the one for that', async () => {
		const { token } = await shared({});
		const { response } = await page(`/embed/${token}`);

		expect(response.headers.get('Content-Security-Policy')).toContain('frame-ancestors *');
		expect(response.headers.get('Cross-Origin-Resource-Policy')).toBe('cross-origin');
		for (const path of ['/', '/settings', `/shared/${token}`, '/score/x', `/api/public/${token}`]) {
			const { headers } = (await page(path)).response;
			expect(headers.get('Content-Security-Policy'), path).toContain("frame-ancestors 'none'");
			expect(headers.get('Cross-Origin-Resource-Policy'), path).toBe('same-origin');
		}
	});
});

describe('what a person types', () => {
	const scripts = (text: string): number => text.match(/<script/g)!.length;
	const tags = (text: string): string[] =>
		[...text.matchAll(/<(\/?[a-z!]+)/gi)].map(([, tag]) => tag!);
	/** Every `<` begins what begins by it in the plain page, or a `meta` or `link`. */
	const harmless = (text: string): boolean =>
		tags(text).every((tag) => ['meta', 'link', 'title', '/title', ...tags(plain)].includes(tag)) &&
		scripts(text) === scripts(plain);

	test('is text in the page, whatever it is: title, artist, and the name of who shares', async () => {
		const mallory = await api.join('Mallory');
		await api.database.$client.execute({
			sql: 'UPDATE user SET name = ? WHERE id = ?',
			args: [HOSTILE, mallory.id]
		});
		const { token } = await shared({ title: HOSTILE, artist: HOSTILE }, mallory);

		for (const path of [`/shared/${token}`, `/embed/${token}`]) {
			const { text } = await page(path);
			expect(text).not.toMatch(/<img|<script>alert/);
			expect(harmless(text)).toBe(true);
			expect(text).toContain('&lt;script&gt;alert(1)');
			expect(text.match(/<\/head>/g)).toHaveLength(1);
		}
	});

	test('is text in what is embedded, and in the picture', async () => {
		const { token } = await shared({ title: HOSTILE, artist: HOSTILE });
		const url = encodeURIComponent(`${ORIGIN}/shared/${token}`);

		const embedding: unknown = await (await app.request(`/api/oembed?url=${url}`)).json();
		const { html } = embedding as { html: string };
		const picture = await app.request(`/api/public/${token}/preview.png`);

		expect(html.match(/</g)).toHaveLength(2);
		expect(html).toMatch(/^<iframe src="[^"]*" [^<>]*><\/iframe>$/);
		expect(picture.status).toBe(200);
	});

	test('cannot be a token', async () => {
		for (const path of ['/shared/%22%3E%3Cscript%3E', '/shared/%00', '/embed/..%2f..%2fetc']) {
			const { text } = await page(path);
			expect(scripts(text)).toBe(scripts(plain));
			expect(text).not.toContain('"><');
		}
	});
});

describe('oEmbed', () => {
	const ask = (query: string) => app.request(`/api/oembed?${query}`);

	test('gives a frame that fits the room', async () => {
		const { token } = await shared({ title: 'Study' });
		const url = encodeURIComponent(`${ORIGIN}/shared/${token}?bar=5`);

		const answer = await (await ask(`url=${url}&maxwidth=400`)).json();

		expect(answer).toMatchObject({ type: 'rich', version: '1.0', title: 'Study', width: 400 });
		expect(answer.html).toContain(`src="${ORIGIN}/embed/${token}"`);
	});

	test('knows only links of its own', async () => {
		for (const url of ['https://elsewhere.example/shared/' + 'A'.repeat(22), 'x', ORIGIN]) {
			expect((await ask(`url=${encodeURIComponent(url)}`)).status).toBe(404);
		}
		expect((await ask(`url=x&format=xml`)).status).toBe(501);
	});
});

describe('the picture', () => {
	test('is of the size that previews are shown in, and drawn once for a revision', async () => {
		const { id, token } = await shared({ title: '아리랑', artist: '김하나' });
		const look = () => app.request(`/api/public/${token}/preview.png`);

		const first = await look();
		const png = new DataView(await first.arrayBuffer());
		expect(first.headers.get('Content-Type')).toBe('image/png');
		expect(first.headers.get('Cross-Origin-Resource-Policy')).toBe('cross-origin');
		expect([png.getUint32(16), png.getUint32(20)]).toEqual([1200, 630]);

		const kept = await api.database.$client.execute({
			sql: 'UPDATE previews SET png = ? WHERE score_id = ?',
			args: [new Uint8Array([1, 2, 3]), id]
		});
		expect(kept.rowsAffected).toBe(1);
		expect((await (await look()).arrayBuffer()).byteLength).toBe(3);

		await api.database.$client.execute({
			sql: 'UPDATE scores SET revision = 2 WHERE id = ?',
			args: [id]
		});
		expect((await (await look()).arrayBuffer()).byteLength).toBeGreaterThan(1000);
	});

	test('is gone with the link', async () => {
		const { id, token } = await shared({});
		await ana.client.api.scores[':id'].shares[':token'].$delete({ param: { id, token } });

		expect((await app.request(`/api/public/${token}/preview.png`)).status).toBe(404);
	});

	test('of a score without notes is its title', async () => {
		const { token } = await shared({ title: 'Silence', notes: [] } as object);

		expect((await app.request(`/api/public/${token}/preview.png`)).status).toBe(200);
	});
});
