import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ok } from '#music/result.ts';
import { Intake } from '#app/state/intake.ts';
import { Transcription } from '#app/state/transcription.svelte.ts';
import { openLibrary, ToldEar, writer, type OpenLibrary } from '#tests/support/open-library.ts';
import { melody } from '#tests/support/performance.ts';

const SCALE = melody('60:1 62:1 64:1 65:1');

let library: OpenLibrary;
let ear: ToldEar;
let taken: string[];
let elsewhere: Set<string>;
let transcription: Transcription;

beforeEach(() => {
	library = openLibrary();
	ear = new ToldEar();
	taken = [];
	elsewhere = new Set();
	const { scores, recordings } = library;
	transcription = new Transcription({
		transcriber: ear,
		prepare: () => Promise.resolve(ok(undefined)),
		writer,
		scores,
		recordings,
		turns: {
			take: (id) => {
				if (elsewhere.has(id)) return Promise.resolve(null);
				taken.push(id);
				return Promise.resolve(() => void taken.splice(taken.indexOf(id), 1));
			}
		},
		now: () => 7,
		onEngine: () => {},
		onHeard: () => {}
	});
});

afterEach(() => library.close());

/** Puts a recording in the library; listening is begun by the door itself. */
async function bring(name: string, begin = true): Promise<string> {
	const { scores, recordings } = library;
	const start = begin ? transcription.start.bind(transcription) : () => {};
	const newId = (): string => crypto.randomUUID();
	const intake = new Intake({
		scores,
		recordings,
		transcription: { start },
		writer,
		now: () => 1,
		newId
	});
	const id = await intake.take(new File(['sound'], `${name}.wav`, { type: 'audio/wav' }));
	if (!id.ok) throw new Error(id.error.code);
	return id.value;
}

const asked = (count: number): Promise<void> =>
	vi.waitFor(() => expect(ear.asked).toHaveLength(count));
const quiet = (): Promise<void> => vi.waitFor(() => expect(transcription.jobs).toEqual([]));
const entryOf = (id: string) => library.scores.entry(id);

describe('a recording that is heard', () => {
	test('becomes a score of the notes that were heard', async () => {
		const id = await bring('scale');
		await asked(1);
		ear.asked[0]!.hears(SCALE);
		await quiet();

		const kept = await library.scores.read(id);
		expect(kept.ok && kept.value.notes.map((note) => note.pitch)).toEqual([60, 62, 64, 65]);
		expect(await entryOf(id)).toMatchObject({ state: 'ready', notes: 4, seconds: 4 });
		expect(taken).toEqual([]);
	});

	test('waits until the one before it has been heard', async () => {
		await bring('first');
		const second = await bring('second');
		await asked(1);

		expect(transcription.jobs.map(({ title }) => title)).toEqual(['first', 'second']);
		expect(transcription.job(second)?.progress).toBeNull();
		ear.asked[0]!.hears(SCALE);
		await asked(2);
		ear.asked[1]!.hears(SCALE);
		await quiet();
	});

	test('keeps the title it was given meanwhile', async () => {
		const id = await bring('untitled');
		await asked(1);
		const document = await library.scores.read(id);
		if (document.ok) await library.scores.put({ ...document.value, title: 'Arirang' }, undefined);
		ear.asked[0]!.hears(SCALE);
		await quiet();

		expect((await entryOf(id))?.title).toBe('Arirang');
	});
});

test('a recording without notes is not called guitar music', async () => {
	const id = await bring('clicks');
	await asked(1);
	ear.asked[0]!.hears([]);
	await quiet();

	expect(await entryOf(id)).toMatchObject({ state: 'ready', notes: 0, summary: null });
});

describe('a recording that cannot be heard', () => {
	test('stays in the library, with the reason', async () => {
		const id = await bring('quiet');
		await asked(1);
		ear.asked[0]!.failsWith('silent');
		await quiet();

		expect(transcription.refused).toMatchObject({ id, code: 'silent', kept: true });
		expect(await entryOf(id)).toMatchObject({ state: 'failed', failure: 'silent' });
		expect(await library.db.recordings.count()).toBe(1);
	});

	test('leaves nothing when there was no sound in the file', async () => {
		await bring('letter');
		await asked(1);
		ear.asked[0]!.failsWith('not-audio');
		await quiet();

		expect(transcription.refused).toMatchObject({ code: 'not-audio', kept: false });
		expect(await library.entries()).toEqual([]);
		expect(await library.db.recordings.count()).toBe(0);
	});

	test('does not hold up the next one when the ear itself breaks', async () => {
		const reported = vi.spyOn(globalThis, 'reportError').mockImplementation(() => {});
		const id = await bring('first');
		const next = await bring('second');
		await asked(1);
		ear.asked[0]!.breaks(new Error('out of memory'));
		await asked(2);
		ear.asked[1]!.hears(SCALE);
		await quiet();

		expect(await entryOf(id)).toMatchObject({ state: 'failed', failure: 'crashed' });
		expect(await entryOf(next)).toMatchObject({ state: 'ready' });
		expect(reported).toHaveBeenCalledOnce();
		reported.mockRestore();
	});
});

describe('listening that is stopped', () => {
	test('keeps the recording, which can be heard another time', async () => {
		const id = await bring('long');
		await asked(1);
		transcription.stop(id);
		expect(ear.asked[0]!.signal.aborted).toBe(true);
		expect(await entryOf(id)).toMatchObject({ state: 'waiting' });

		transcription.start(id, 'long');
		await asked(2);
		expect(transcription.job(id)).toBeDefined();
		ear.asked[1]!.hears(SCALE);
		await quiet();
		expect(await entryOf(id)).toMatchObject({ state: 'ready', notes: 4 });
	});

	test('does not begin a recording that was stopped while it waited', async () => {
		await bring('first');
		const second = await bring('second');
		await asked(1);
		transcription.stop(second);
		ear.asked[0]!.hears(SCALE);
		await quiet();

		expect(ear.asked).toHaveLength(1);
		expect(taken).toEqual([]);
	});
});

test('a recording that another tab is hearing is left to it', async () => {
	const id = await bring('shared', false);
	elsewhere.add(id);
	transcription.start(id, 'shared');
	await quiet();

	expect(ear.asked).toEqual([]);
	expect(transcription.refused).toBeNull();
	expect(await entryOf(id)).toMatchObject({ state: 'waiting' });
});
