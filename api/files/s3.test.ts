import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { startFauxqs, type FauxqsServer } from 'fauxqs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openUpload } from '#api/uploads/uploads.ts';
import { openApi } from '#tests/support/api.ts';
import { announced, offsetOf, sendPart, uploaded } from '#tests/support/tus.ts';
import { keepsFiles } from './contract.ts';
import type { Files } from './files.ts';
import { s3 } from './s3.ts';

let store: FauxqsServer;

beforeAll(async () => {
	store = await startFauxqs({ port: 0, logger: false });
	store.createBucket('music');
});

afterAll(() => store.stop());

const place = () => ({
	endpoint: `http://127.0.0.1:${store.port}`,
	bucket: 'music',
	key: 'key',
	secret: 'secret',
	region: 'us-east-1'
});

keepsFiles(async () => s3(place()));

/** Never whole in memory, here neither. */
function noise(length: number): {
	body: ReadableStream<Uint8Array<ArrayBuffer>>;
	hash: () => string;
} {
	const hash = createHash('sha256');
	let at = 0;
	const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
		pull(out) {
			if (at >= length) return out.close();
			const piece = new Uint8Array(Math.min(300_001, length - at)).map((_, i) => (i * at) >>> 3);
			hash.update(piece);
			at += piece.length;
			out.enqueue(piece);
		}
	});
	return { body, hash: () => hash.digest('hex') };
}

test.each([1, 8 * 1024 * 1024, 25_000_000])(
	'%i bytes go up in parts, and come back',
	async (size) => {
		const files = s3(place());
		const key = `${randomUUID()}/${randomUUID()}`;
		const { body, hash } = noise(size);

		expect(await files.write(key, body, size)).toBe(size);
		expect(await files.size(key)).toBe(size);
		const back = createHash('sha256');
		for await (const piece of (await files.read(key))!) back.update(piece);
		expect(back.digest('hex')).toBe(hash());
	}
);

test('a large file that breaks off leaves no parts behind', async () => {
	const asked: string[] = [];
	const between = createServer((request, answer) => {
		const path = request.url!;
		asked.push(`${request.method} ${path.replace(/uploadId=[^&]*/, 'uploadId=…')}`);
		const headers = request.headers as Record<string, string>;
		const body = request.method === 'PUT' || request.method === 'POST' ? request : null;
		void fetch(`http://127.0.0.1:${store.port}${path}`, {
			...{ method: request.method, headers, body, duplex: 'half' }
		} as unknown as RequestInit).then(async (got) => {
			answer.writeHead(got.status, { ETag: got.headers.get('ETag') ?? '' });
			answer.end(Buffer.from(await got.arrayBuffer()));
		});
	});
	await new Promise<void>((resolve) => between.listen(0, '127.0.0.1', resolve));
	const endpoint = `http://127.0.0.1:${(between.address() as AddressInfo).port}`;
	const files = s3({ ...place(), endpoint });
	const key = `${randomUUID()}/${randomUUID()}`;

	expect(await files.write(key, noise(25_000_000).body, 20_000_000)).toBeNull();
	expect(await files.size(key)).toBeNull();
	expect(asked.slice(0, 5)).toEqual([
		`POST /music/${key}?uploads`,
		`PUT /music/${key}?partNumber=1&uploadId=…`,
		`PUT /music/${key}?partNumber=2&uploadId=…`,
		`DELETE /music/${key}?uploadId=…`,
		`HEAD /music/${key}`
	]);
	between.close();
});

test('hundreds of files of one owner all go', { timeout: 60_000 }, async () => {
	const files = s3(place());
	const owner = randomUUID();
	const keys = Array.from({ length: 1_020 }, () => `${owner}/${randomUUID()}`);
	await Promise.all(keys.map((key) => files.write(key, noise(3).body, 3)));

	await files.removeAll(owner);
	expect(await Promise.all(keys.map((key) => files.size(key)))).toEqual(keys.map(() => null));
});

test('a store that is away is told as such, and nobody is blamed', async () => {
	const gone = s3({ ...place(), endpoint: 'http://127.0.0.1:9' });
	const away = { status: 503, code: 'storage-away' };

	await expect(gone.read('a/b')).rejects.toMatchObject(away);
	await expect(gone.write('a/b', noise(9).body, 9)).rejects.toMatchObject(away);
	const missing = s3({ ...place(), bucket: 'nowhere' });
	await expect(missing.write('a/b', noise(9).body, 9)).rejects.toMatchObject(away);
});

test('an upload whose last byte has come lies in the store, and nowhere else', async () => {
	const api = await openApi({ files: s3(place()) });
	const ana = await api.join('Ana');
	const song = readFileSync('static/demo/arirang.mp3');
	const id = await uploaded(ana, song);

	const back = await new Response(await openUpload(api.services, id)).arrayBuffer();
	expect(Buffer.from(back).equals(song)).toBe(true);
	expect(readdirSync(join(api.folder, 'uploads'))).toEqual([]);
	await ana.request(`/api/uploads/${id}`, { method: 'DELETE' });
	expect(await s3(place()).size(`${ana.id}/${id}`)).toBeNull();
	api.close();
});

test('while the store is away an upload waits, and is kept when it is asked for again', async () => {
	let away = true;
	const good = s3(place());
	const gone = s3({ ...place(), endpoint: 'http://127.0.0.1:9' });
	const write: Files['write'] = (...what) => (away ? gone : good).write(...what);
	const api = await openApi({ files: { ...good, write } });
	const ana = await api.join('Ana');
	const song = readFileSync('static/demo/arirang.mp3');
	const id = await announced(ana, song.length);

	expect((await sendPart(ana, id, 0, song)).status).toBe(503);
	away = false;
	expect(await offsetOf(ana, id)).toBe(song.length);
	expect(await openUpload(api.services, id)).not.toBeNull();
	api.close();
});
