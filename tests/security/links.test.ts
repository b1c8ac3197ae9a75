/** A server that fetches what people name is led nowhere that they could not go themselves. */
import { readFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { uploadsOf } from '#api/db/uploads.ts';
import { linkFetcher } from '#api/uploads/fetch-link-node.ts';
import { linkOf } from '#api/uploads/link.ts';
import { openUpload } from '#api/uploads/uploads.ts';
import { openApi, type Person, type TestApi } from '#tests/support/api.ts';
import { send } from '#tests/support/send.ts';

const SONG = readFileSync('static/demo/arirang.mp3');

/** What the server outside does at each path; how often somebody came. */
const PAGES: Record<string, RequestListener> = {
	'/%EC%95%84%EB%A6%AC%EB%9E%91.mp3': (_, answer) => answer.end(SONG),
	'/hidden.mp3': (_, answer) => answer.end(SONG),
	'/once': (_, answer) => answer.writeHead(302, { Location: '/hidden.mp3' }).end(),
	'/three': (_, answer) => answer.writeHead(307, { Location: '/two' }).end(),
	'/two': (_, answer) => answer.writeHead(301, { Location: '/once' }).end(),
	'/four': (_, answer) => answer.writeHead(308, { Location: '/three' }).end(),
	'/round': (_, answer) => answer.writeHead(302, { Location: '/round' }).end(),
	'/page.mp3': (_, answer) => answer.end(`<!doctype html>${' '.repeat(9_000)}`),
	'/list.m3u8': (_, answer) => answer.end('#EXTM3U\nhttp://169.254.169.254/latest\n'),
	'/missing': (_, answer) => answer.writeHead(404).end(SONG),
	'/packed': (_, answer) =>
		answer.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync(Buffer.alloc(1_000_000))),
	'/long': (_, answer) => answer.writeHead(200, { 'Content-Length': '999999' }).end(),
	'/endless': (_, answer) => {
		const more = (): void =>
			void (answer.write(SONG) ? setImmediate(more) : answer.once('drain', more));
		more();
	},
	'/silent': () => {},
	'/drips': (_, answer) => {
		const drip = setInterval(() => answer.write('x'), 50);
		answer.once('close', () => clearInterval(drip));
	},
	'/stops': (_, answer) => void answer.write(SONG.subarray(0, 9_000)),
	'/cut': (_, answer) => {
		answer.writeHead(200, { 'Content-Length': `${SONG.length}` });
		answer.write(SONG.subarray(0, 9_000), () => answer.destroy());
	},
	'/headers': (_, answer) => answer.writeHead(200, { 'X-Long': 'x'.repeat(40_000) }).end(SONG)
};

let outside: Server;
let port: number;
let visits = 0;
let api: TestApi;
let ana: Person;

/** Names that somebody set up: to our server outside, into the network, or to both in turn. */
let turn = 0;
const NAMES: Record<string, () => readonly string[]> = {
	'music.example': () => ['127.0.0.1'],
	'inside.example': () => ['10.0.0.5'],
	'both.example': () => ['127.0.0.1', '169.254.169.254'],
	'six.example': () => ['::ffff:10.0.0.5'],
	'rebinding.example': () => [(turn += 1) % 2 === 1 ? '127.0.0.1' : '10.0.0.5']
};

beforeAll(async () => {
	outside = createServer((request, answer) => {
		visits += 1;
		(PAGES[request.url ?? ''] ?? PAGES['/missing']!)(request, answer);
	});
	await new Promise<void>((resolve) => outside.listen(0, '127.0.0.1', resolve));
	({ port } = outside.address() as AddressInfo);
	const fetchLink = linkFetcher({
		async resolve(host) {
			const found = NAMES[host]?.();
			if (!found) throw new Error('ENOTFOUND');
			return found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
		},
		// The server of this test stands for one outside; it has a port of its own.
		allows: (address) => address === '127.0.0.1',
		read: (text) => {
			const url = linkOf(text.replace(`:${port}`, ''));
			url.port = `${port}`;
			return url;
		},
		patience: { answer: 300, pause: 300, all: 1_000 },
		most: 500_000
	});
	api = await openApi({ fetchLink });
	ana = await api.join('Ana');
});

afterAll(() => {
	api.close();
	outside.closeAllConnections();
	outside.close();
});

const hand = (url: string, person = ana) => send(person, 'POST', '/api/uploads/link', { url });

const UNREACHABLE = {
	error: 'unreachable',
	message: 'Nothing could be fetched from this link.'
};

describe('a link to a recording', () => {
	test.each(['/%EC%95%84%EB%A6%AC%EB%9E%91.mp3', '/once', '/three'])(
		'%s is fetched, whatever it is called on the way',
		async (path) => {
			const response = await hand(`http://music.example${path}`);

			expect(response.status).toBe(201);
			const upload = (await response.json()) as { id: string; name: string };
			expect(upload).toMatchObject({ type: 'audio/mpeg', bytes: SONG.length, state: 'complete' });
			expect(upload.name).toBe(path.startsWith('/%') ? '아리랑.mp3' : 'hidden.mp3');
			const body = await openUpload(api.services, upload.id);
			expect(Buffer.from(await new Response(body).arrayBuffer()).equals(SONG)).toBe(true);
		}
	);

	test('that goes to another address when it is asked again is asked where it was looked at', async () => {
		turn = 0;
		const response = await hand('http://rebinding.example/hidden.mp3');

		expect(response.status).toBe(201);
		expect(turn).toBe(1);
		expect(await (await hand('http://rebinding.example/hidden.mp3')).json()).toEqual(UNREACHABLE);
	});
});

describe('a link into the network', () => {
	const real = linkFetcher({ patience: { answer: 500, pause: 500, all: 500 } });
	const never = new AbortController().signal;

	test.each([
		...['http://127.0.0.1/', 'http://localhost/', 'http://localhost./', 'http://[::1]/'],
		...['http://10.0.0.1/', 'http://192.168.1.1/', 'http://172.16.0.1/', 'http://100.64.0.1/'],
		...['http://169.254.169.254/latest/meta-data/', 'http://0.0.0.0/', 'http://0/'],
		...['http://2130706433/', 'http://0x7f000001/', 'http://0177.0.0.1/', 'http://127.1/'],
		...['http://0x7f.1/', 'http://①②⑦.⓪.⓪.①/', 'http://127。0。0。1/', 'http://%31%32%37.0.0.1/'],
		...['http://[::ffff:127.0.0.1]/', 'http://[::ffff:7f00:1]/', 'http://[::127.0.0.1]/'],
		...['http://[64:ff9b::7f00:1]/', 'http://[2002:7f00:1::]/', 'http://[fe80::1]/'],
		...['http://[fc00::1]/', 'http://[fd00::1]/', 'http://[ff02::1]/', 'http://[::]/'],
		...['https://127.0.0.1/', 'https://[::1]/', 'http://255.255.255.255/', 'http://224.0.0.1/']
	])('%s is never asked', async (link) => {
		await expect(real(link, never)).rejects.toMatchObject(UNREACHABLE_CODE);
	});

	test.each(['inside.example', 'both.example', 'six.example', 'unknown.example'])(
		'by the name %s is answered like any that leads nowhere',
		async (host) => {
			const before = visits;

			const response = await hand(`http://${host}/hidden.mp3`);
			expect(response.status).toBe(422);
			expect(await response.json()).toEqual(UNREACHABLE);
			expect(visits).toBe(before);
		}
	);

	test.each([
		'http://10.0.0.1/',
		'http://inside.example/hidden.mp3',
		'http://[::1]/',
		'http://169.254.169.254/latest',
		'//inside.example/',
		'file:///etc/passwd',
		'gopher://music.example/',
		'ftp://music.example/a.mp3',
		'data:audio/mpeg;base64,AAAA',
		'http://ana:secret@music.example/hidden.mp3',
		'http://music.example:22/'
	])('behind a redirect to %s is not followed', async (target) => {
		PAGES['/away'] = (_, answer) => answer.writeHead(302, { Location: target }).end();
		const before = visits;

		const response = await hand('http://music.example/away');
		expect(response.status).toBe(422);
		expect(visits).toBe(before + 1);
	});

	test.each(['/four', '/round'])('that leads on and on is left: %s', async (path) => {
		expect(await (await hand(`http://music.example${path}`)).json()).toEqual(UNREACHABLE);
	});
});

const UNREACHABLE_CODE = { code: 'unreachable', status: 422 };

describe('what is no link', () => {
	test.each([
		...['file:///etc/passwd', 'gopher://music.example/', 'ftp://music.example/', 'dict://x/'],
		...['data:audio/mpeg;base64,AAAA', 'javascript:alert(1)', 'blob:http://a/b', 'music.example'],
		...['http://ana@music.example/', 'http://ana:secret@music.example/', 'http:///'],
		...['http://music.example:22/', 'http://music.example:6379/', 'https://music.example:4444/'],
		...['http://[fe80::1%25eth0]/', 'http://[::1', 'http://1.2.3.4.5.6:99999/', '/api/account']
	])('%s is refused by its text', async (url) => {
		const response = await hand(url);

		expect(response.status).toBe(422);
		expect(await response.json()).toMatchObject({ error: 'no-link' });
	});
});

describe('what comes from a link', { timeout: 20_000 }, () => {
	test.each([
		['/page.mp3', 415, 'not-a-recording'],
		['/list.m3u8', 415, 'not-a-recording'],
		['/missing', 422, 'unreachable'],
		['/packed', 422, 'unreachable'],
		['/long', 413, 'too-large'],
		['/endless', 413, 'too-large'],
		['/silent', 422, 'unreachable'],
		['/drips', 422, 'unreachable'],
		['/stops', 422, 'unreachable'],
		['/cut', 422, 'unreachable'],
		['/headers', 422, 'unreachable']
	])('is left at %s: %i %s, and nothing of it stays', async (path, status, error) => {
		const before = (await uploadsOf(api.database, ana.id)).length;
		const response = await hand(`http://music.example${path}`);
		const text = await response.text();

		expect(response.status, text).toBe(status);
		expect(JSON.parse(text)).toMatchObject({ error });
		expect(text).not.toMatch(/127\.0|ECONN|ENOTFOUND|socket|certificate|example/);
		expect(await uploadsOf(api.database, ana.id)).toHaveLength(before);
	});

	test('is counted, and asked for by somebody with an account', async () => {
		expect((await hand('http://music.example/hidden.mp3', api.stranger)).status).toBe(401);
		const narrow = await openApi({
			limits: { links: [{ most: 1, seconds: 60 }] },
			fetchLink: api.services.fetchLink!
		});
		const ben = await narrow.join('Ben');
		expect((await hand('http://music.example/missing', ben)).status).toBe(422);
		expect((await hand('http://music.example/missing', ben)).status).toBe(429);
		narrow.close();
	});
});
