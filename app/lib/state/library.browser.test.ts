import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { NOTHING_SAID } from '#music/details.ts';
import { Intake } from '#app/state/intake.ts';
import { Library } from '#app/state/library.svelte.ts';
import { document, openLibrary, writer, type OpenLibrary } from '#tests/support/open-library.ts';
import { melody } from '#tests/support/performance.ts';

const SCALE = melody('60:1 62:1 64:1 65:1 67:1 69:1 71:1 72:1');

let disk: OpenLibrary;
let library: Library;
let intake: Intake;
let begun: string[];
let stop: () => void;

beforeEach(() => {
	disk = openLibrary();
	begun = [];
	const { scores, recordings } = disk;
	const newId = (): string => crypto.randomUUID();
	const now = (): number => 50;
	library = new Library({ scores, writer, now, newId });
	const transcription = { start: (id: string) => void begun.push(id) };
	intake = new Intake({ scores, recordings, transcription, writer, now, newId });
	stop = library.watch();
});

afterEach(async () => {
	stop();
	await disk.close();
});

const titles = (): string[] => (library.entries ?? []).map(({ title }) => title).sort();
const shows = (...wanted: string[]): Promise<void> =>
	vi.waitFor(() => expect(titles()).toEqual(wanted.toSorted()));
const entry = (title: string) => library.entries!.find((one) => one.title === title)!;
const json = (value: unknown): File =>
	new File([JSON.stringify(value)], 'score.json', { type: 'application/json' });

describe('the library', () => {
	test('does without a deleted score, and has it again when that is undone', async () => {
		const { id } = document('x');
		await disk.scores.put({ ...document('Arirang', SCALE), id }, undefined);
		await shows('Arirang');
		const undo = await library.remove(id);
		await shows();

		await undo();
		await shows('Arirang');
		expect((await disk.scores.read(id)).ok).toBe(true);
	});

	test('says more about a score without touching its music', async () => {
		const score = document('Untitled', SCALE);
		await disk.scores.put(score, undefined);
		const before = await library.details(score.id);
		if (!before.ok) throw new Error(before.error.code);
		const said = { ...before.value, title: 'Arirang', album: 'Songs', year: 1926, tags: ['민요'] };
		await library.describe(score.id, said);
		await shows('Arirang');

		const kept = await disk.scores.read(score.id);
		expect(kept.ok && kept.value).toEqual({ ...score, ...said, changed: 50 });
	});

	test('duplicates a score, and both share one recording', async () => {
		const taken = await intake.take(new File(['sound'], 'Take.wav', { type: 'audio/wav' }));
		if (!taken.ok) throw new Error(taken.error.code);
		await shows('Take');
		await library.duplicate(entry('Take'), 'Take – copy');
		await shows('Take', 'Take – copy');

		expect(entry('Take – copy').recording).toBe(entry('Take').recording);
		expect(await disk.db.recordings.count()).toBe(1);
		expect(library.recordingBytes).toBe(5);

		await disk.scores.bin(taken.value, 1);
		await disk.scores.emptyBin(1);
		expect(await disk.db.recordings.count()).toBe(1);
	});

	test('gives a score of before there were cards its card when it is seen', async () => {
		await disk.scores.put(document('Arirang', SCALE), undefined);
		await shows('Arirang');
		expect(entry('Arirang').card).toBeNull();
		await disk.db.outbox.clear();
		await library.thumbnail(entry('Arirang'));

		await vi.waitFor(() => expect(entry('Arirang').card).toMatchObject({ instrument: 'guitar' }));
		// The account has not seen it yet; but of the same version it is sent once.
		expect(await disk.db.outbox.toArray()).toMatchObject([{ id: entry('Arirang').id }]);
		const [{ id, card }] = [entry('Arirang')];
		await disk.db.outbox.clear();
		await disk.scores.note(id, { card: null });
		await disk.scores.addCard(id, { ...card!, bars: 99 });
		await disk.scores.addCard(id, { ...card!, bars: 99 });
		expect(await disk.db.outbox.count()).toBe(0);
	});

	test('says which score is not there any more instead of describing it', async () => {
		const details = { title: 'x', ...NOTHING_SAID };
		expect(await library.describe(crypto.randomUUID(), details)).toEqual({
			ok: false,
			error: { code: 'missing' }
		});
	});
});

describe('a file at the door', () => {
	test('is kept before it is heard, under a title without its ending', async () => {
		const taken = await intake.take(
			new File(['sound'], 'My_first  take.final.mp3', { type: 'audio/mpeg' })
		);

		expect(begun).toEqual([taken.ok && taken.value]);
		await shows('My first take.final');
		expect(await disk.db.recordings.count()).toBe(1);
	});

	test('that is empty is turned away and leaves nothing', async () => {
		expect(await intake.take(new File([], 'nothing.wav'))).toEqual({
			ok: false,
			error: { code: 'empty' }
		});
		expect(await disk.db.recordings.count()).toBe(0);
	});

	test('that is an exported score comes back with all its notes', async () => {
		const score = document('Arirang', SCALE);
		const taken = await intake.take(json(score));
		if (!taken.ok) throw new Error(taken.error.code);

		expect(taken.value).toBe(score.id);
		const kept = await disk.scores.read(score.id);
		expect(kept.ok && kept.value.notes).toEqual(score.notes);
		await shows('Arirang');
		expect(entry('Arirang').summary).toMatchObject({ key: { fifths: 0, mode: 'major' } });
		expect(entry('Arirang').card?.embedding).toHaveLength(64);
		expect(begun).toEqual([]);
	});

	test('that is a score which is here already becomes another one', async () => {
		const score = document('Arirang', SCALE);
		await disk.scores.put({ ...score, title: 'Mine' }, undefined);
		const taken = await intake.take(json(score));

		expect(taken.ok && taken.value).not.toBe(score.id);
		await shows('Mine', 'Arirang');
	});

	test.each([
		['other JSON', json({ a: 1 })],
		['a score of a later version', json({ ...document('x'), version: 99 })],
		['no JSON at all', new File(['{'], 'broken.json')]
	])('that is %s is turned away', async (_, file) => {
		expect(await intake.take(file)).toEqual({ ok: false, error: { code: 'not-a-score' } });
		expect(await disk.entries()).toEqual([]);
	});
});
