import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { changeTapes, keepTape, tapesOf, type Why } from '#app/store/tapes.ts';
import type { Answer } from '#app/sync/ports.ts';
import { TapeSender } from '#app/sync/tape-sender.ts';
import type { TapeTransport } from '#app/sync/tape-transport.ts';
import { document, openLibrary, type OpenLibrary } from '#tests/support/open-library.ts';
import { note } from '#tests/support/performance.ts';

let library: OpenLibrary;
let stop: AbortController;

beforeEach(() => {
	library = openLibrary();
	stop = new AbortController();
});

afterEach(async () => {
	stop.abort();
	await library.close();
});

/** An account in memory with so much room, whose network can be cut. */
class Cloud implements TapeTransport {
	readonly kept = new Map<string, File>();
	#room: number;
	away = false;

	constructor(room: number) {
		this.#room = room;
	}

	list = () => this.#say(() => [...this.kept.keys()]);
	room = () => this.#say(() => this.#room);
	get = (id: string) => this.#say(() => this.kept.get(id) ?? null);
	remove = (id: string) =>
		this.#say(() => {
			this.kept.delete(id);
			return null;
		});
	put = (id: string, file: File) =>
		this.#say((): Why | null => {
			this.kept.set(id, file);
			this.#room -= file.size;
			return null;
		});

	#say<T>(answer: () => T): Promise<Answer<T>> {
		return Promise.resolve(
			this.away ? { ok: false, error: { code: 'offline' } } : { ok: true, value: answer() }
		);
	}
}

const send = (transport: TapeTransport): void =>
	void new TapeSender({ database: library.db, transport, chance: () => 0 }).run('ana', stop.signal);

async function recorded(bytes: number, synced = true): Promise<string> {
	const recording = crypto.randomUUID();
	const score = document('Take', [note(0, 1, 60)]);
	await library.recordings.keep(recording, new File([new Uint8Array(bytes)], 'take.wav'));
	await library.scores.put(score, undefined, { recording, recordingBytes: bytes });
	if (synced) await library.db.synced.put({ kind: 'score', id: score.id, revision: 1 });
	return recording;
}

const want = (on: boolean) => changeTapes(library.db, 'ana', () => ({ on }));
const row = () => tapesOf(library.db, 'ana');

describe('recordings in the account', () => {
	test('go nowhere until that is wanted, and then each goes once', async () => {
		const cloud = new Cloud(1000);
		const first = await recorded(10);
		const unsynced = await recorded(10, false);
		send(cloud);
		await new Promise((resolve) => setTimeout(resolve, 100));
		expect(cloud.kept.size).toBe(0);

		await want(true);
		await expect.poll(() => [...cloud.kept.keys()]).toEqual([first]);
		const second = await recorded(10);
		await expect.poll(() => [...cloud.kept.keys()]).toEqual([first, second]);
		expect(cloud.kept.has(unsynced)).toBe(false);
		expect((await row()).sent).toEqual([first, second]);
	});

	test('that find no room stay, smaller ones still go, and asking tries again', async () => {
		const cloud = new Cloud(50);
		const big = await recorded(100);
		const small = await recorded(20);
		await want(true);
		send(cloud);
		await expect.poll(async () => (await row()).left).toEqual([{ id: big, why: 'full' }]);
		await expect.poll(() => [...cloud.kept.keys()]).toEqual([small]);
		expect((await library.recordings.read(big)).ok).toBe(true);

		await changeTapes(library.db, 'ana', () => ({ left: [] }));
		await expect.poll(async () => (await row()).left).toEqual([{ id: big, why: 'full' }]);
	});

	test('wait for the network, and go as soon as it is back', async () => {
		const cloud = new Cloud(1000);
		cloud.away = true;
		const id = await recorded(10);
		await want(true);
		send(cloud);
		await new Promise((resolve) => setTimeout(resolve, 100));
		cloud.away = false;
		dispatchEvent(new Event('online'));
		await expect.poll(() => [...cloud.kept.keys()], { timeout: 900 }).toEqual([id]);
	});

	test('that are there already are not sent a second time', async () => {
		const cloud = new Cloud(1000);
		const id = await recorded(10);
		const there = new File(['there'], 'take.wav');
		cloud.kept.set(id, there);
		await want(true);
		send(cloud);
		await expect.poll(async () => (await row()).sent).toEqual([id]);
		expect(cloud.kept.get(id)).toBe(there);
	});

	test('leave with the last score that was heard from them, once that deletion has arrived', async () => {
		const cloud = new Cloud(1000);
		const id = await recorded(10);
		await want(true);
		send(cloud);
		await expect.poll(async () => (await row()).sent).toEqual([id]);

		const [score] = await library.entries();
		const copy = { ...document('Take, a copy', [note(0, 1, 60)]) };
		await library.scores.put(copy, undefined, { recording: id });
		const remove = async (score: string): Promise<void> => {
			await library.scores.bin(score, 1);
			await library.scores.emptyBin(2);
		};
		await remove(score!.id);
		await library.db.outbox.clear();
		await remove(copy.id);
		await new Promise((resolve) => setTimeout(resolve, 100));
		expect(cloud.kept.size).toBe(1);

		await library.db.outbox.clear();
		await expect.poll(() => cloud.kept.size).toBe(0);
		await expect.poll(row).toMatchObject({ sent: [], unwanted: [] });
	});

	test('come to the scores that another device heard from them, their room counted once', async () => {
		const id = crypto.randomUUID();
		for (const title of ['Take', 'Take, a copy']) {
			const score = document(title, [note(0, 1, 60)]);
			await library.scores.put(score, undefined);
			await library.db.entries.update(score.id, { recordingElsewhere: id });
		}
		expect((await keepTape(library.db, id, new File(['sound'], 'take.wav'))).ok).toBe(true);

		const entries = await library.entries();
		expect(entries.map((entry) => entry.recording)).toEqual([id, id]);
		expect(entries.map((entry) => entry.recordingElsewhere)).toEqual([null, null]);
		expect(entries.map((entry) => entry.recordingBytes).toSorted()).toEqual([0, 5]);
		expect(await library.recordings.read(id)).toMatchObject({ ok: true });
	});
});
