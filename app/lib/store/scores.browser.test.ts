import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { NOTHING_SAID } from '#music/details.ts';
import type { ScoreDocument } from '#music/document.ts';
import { DEFAULT_HEARING, DEFAULT_WRITING } from '#music/settings.ts';
import { storedWriting } from '#music/stored.ts';
import { CONTOUR_BINS, KEYS } from '#models/activations.ts';
import { Database } from '#app/store/db.ts';
import type { Entry } from '#app/store/entry.ts';
import { Recordings } from '#app/store/recordings.ts';
import { Scores } from '#app/store/scores.ts';

let name: string;
let db: Database;
let scores: Scores;
let recordings: Recordings;

function openLibrary(): void {
	db = new Database(name);
	scores = new Scores(db);
	recordings = new Recordings(db);
}

beforeEach(() => {
	name = `test ${crypto.randomUUID()}`;
	openLibrary();
});

afterEach(() => db.delete());

const titled = (title: string): ScoreDocument => ({
	version: 3,
	id: crypto.randomUUID(),
	title,
	...NOTHING_SAID,
	created: 1,
	changed: 1,
	source: { fileName: 'take.wav', seconds: 2, endsEarly: false },
	hearing: { ...DEFAULT_HEARING },
	writing: storedWriting(DEFAULT_WRITING),
	notes: [{ pitch: 60, start: 0, end: 1, level: 0.5, bends: [0, 0.1] }],
	corrections: []
});

const take = (bytes = 1000): File =>
	new File([new Uint8Array(bytes)], 'take.wav', { type: 'audio/wav' });

/** The library as it stands, once. */
function listed(): Promise<readonly Entry[]> {
	return new Promise((resolve, reject) => {
		const stop = scores.watch(
			(entries) => {
				resolve(entries);
				queueMicrotask(() => stop());
			},
			() => reject(new Error('the library could not be listed'))
		);
	});
}

describe('the store', () => {
	test('gives a score back as it was put in, also after the database was closed', async () => {
		const score = titled('Arirang');
		await scores.put(score, undefined);
		db.close();
		openLibrary();

		expect(await scores.read(score.id)).toEqual({ ok: true, value: score });
	});

	test('asks for strict durability', async () => {
		let durability: string | undefined;
		const transaction = IDBDatabase.prototype.transaction;
		IDBDatabase.prototype.transaction = function (stores, mode, options) {
			if (mode === 'readwrite') durability = options?.durability;
			return transaction.call(this, stores, mode, options);
		};
		await scores.put(titled('safe'), undefined);
		IDBDatabase.prototype.transaction = transaction;

		expect(durability).toBe('strict');
	});

	test('says that a damaged score is unreadable, and goes on listing the others', async () => {
		const [broken, whole] = [titled('broken'), titled('whole')];
		await scores.put(broken, undefined);
		await scores.put(whole, undefined);
		await db.documents.put({ id: broken.id, document: { ...broken, notes: 'gone' } });
		await db.entries.put({ id: broken.id, title: 7 });

		expect(await scores.read(broken.id)).toEqual({ ok: false, error: { code: 'unreadable' } });
		expect((await listed()).map((entry) => entry.title)).toEqual(['whole']);
	});

	test('says that a score it never had is missing', async () => {
		expect(await scores.read(crypto.randomUUID())).toEqual({
			ok: false,
			error: { code: 'missing' }
		});
	});

	test('brings a deleted score back, and empties the bin for good afterwards', async () => {
		const score = titled('Arirang');
		await scores.put(score, undefined);
		await scores.bin(score.id, 100);
		expect((await listed())[0]?.deleted).toBe(100);

		await scores.restore(score.id);
		await scores.emptyBin(200);
		expect((await scores.read(score.id)).ok).toBe(true);

		await scores.bin(score.id, 100);
		await scores.emptyBin(200);
		expect(await listed()).toEqual([]);
	});

	test('keeps a recording for as long as one copy of its score needs it', async () => {
		const recording = crypto.randomUUID();
		const [original, copy] = [titled('original'), titled('copy')];
		await recordings.keep(recording, take());
		await scores.put(original, undefined, { recording });
		await scores.put(copy, undefined, { recording });

		await scores.bin(original.id, 1);
		await scores.emptyBin(2);
		expect((await recordings.read(recording)).ok).toBe(true);

		await scores.bin(copy.id, 1);
		await scores.emptyBin(2);
		expect(await recordings.read(recording)).toEqual({ ok: false, error: { code: 'missing' } });
	});

	test('gives a recording back byte for byte, under its own name', async () => {
		const id = crypto.randomUUID();
		await recordings.keep(
			id,
			new File([Uint8Array.of(1, 2, 3)], '노래.mp3', { type: 'audio/mpeg' })
		);
		const read = await recordings.read(id);

		expect(read.ok && read.value.name).toBe('노래.mp3');
		expect(read.ok && read.value.type).toBe('audio/mpeg');
		expect(read.ok && [...new Uint8Array(await read.value.arrayBuffer())]).toEqual([1, 2, 3]);
	});

	test('gives activations back exactly, and packs silence small', async () => {
		const frames = 500;
		const note = new Uint8Array(frames * KEYS);
		note.set([1, 128, 255], 700);
		const activations = {
			frames,
			note,
			onset: new Uint8Array(frames * KEYS),
			contour: new Uint8Array(frames * CONTOUR_BINS)
		};
		const id = crypto.randomUUID();
		const kept = await recordings.keepHearing(id, { activations, peaks: Float32Array.of(0, 0.5) });

		expect(kept.ok && kept.value).toBeLessThan(2_000);
		expect(await recordings.activations(id)).toEqual({ ok: true, value: activations });
		expect(await recordings.peaks(id)).toEqual(Float32Array.of(0, 0.5));
	});

	test('says that cut activations are unreadable', async () => {
		const id = crypto.randomUUID();
		await db.hearings.put({
			id,
			frames: 10,
			packed: new Blob(['cut']),
			peaks: new Float32Array(1)
		});

		expect(await recordings.activations(id)).toEqual({ ok: false, error: { code: 'unreadable' } });
	});

	test('says that the device is full, and keeps what was there', async () => {
		const score = titled('before');
		await scores.put(score, undefined);
		const put = IDBObjectStore.prototype.put;
		IDBObjectStore.prototype.put = () => {
			throw new DOMException('no room', 'QuotaExceededError');
		};
		const refused = await scores.put({ ...score, title: 'after' }, undefined);
		IDBObjectStore.prototype.put = put;

		expect(refused).toEqual({ ok: false, error: { code: 'full' } });
		expect(await scores.read(score.id)).toEqual({ ok: true, value: score });
	});

	test('tells another tab that a score was renamed', async () => {
		const score = titled('old name');
		await scores.put(score, undefined);
		const other = new Database(name);
		const seen = new Promise<string>((resolve) => {
			const stop = new Scores(other).watch(
				([entry]) => {
					if (entry?.title !== 'new name') return;
					resolve(entry.title);
					queueMicrotask(() => stop());
				},
				() => resolve('failed')
			);
		});
		await scores.put({ ...score, title: 'new name' }, undefined);

		expect(await seen).toBe('new name');
		other.close();
	});

	test('lets go when a newer version of the app wants the database', async () => {
		const told: string[] = [];
		const old = new Database(name, (condition) => told.push(condition));
		await old.open();
		db.close();
		const newer = new Promise<void>((resolve, reject) => {
			const request = indexedDB.open(name, 99);
			request.onsuccess = () => {
				request.result.close();
				resolve();
			};
			request.onerror = () => reject(new Error('the newer version had to wait'));
		});
		await newer;

		expect(told).toContain('outdated');
		expect(await new Scores(old).read(crypto.randomUUID())).toEqual({
			ok: false,
			error: { code: 'closed' }
		});
	});
});
