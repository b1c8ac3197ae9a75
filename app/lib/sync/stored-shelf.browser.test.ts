import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { arrive, depart } from '#app/sync/send.ts';
import type { Content } from '#app/sync/kinds.ts';
import { scoreKind } from '#app/sync/score-kind.ts';
import { StoredShelf } from '#app/sync/stored-shelf.ts';
import { join, take } from '#app/sync/take.ts';
import { document, openLibrary, type OpenLibrary } from '#tests/support/open-library.ts';
import { note } from '#tests/support/performance.ts';

const PICKING = [note(0, 1, 60)];

let library: OpenLibrary;
let shelf: StoredShelf;

beforeEach(() => {
	library = openLibrary();
	const title = (title: string): string => `${title} (from the phone)`;
	shelf = new StoredShelf(library.db, [
		scoreKind(library.db, { newId: () => crypto.randomUUID(), title })
	]);
});

afterEach(() => library.close());

const newKey = (): string => crypto.randomUUID();
const sent = (title: string, id = crypto.randomUUID() as string): Content => ({
	document: { ...document(title, PICKING), id },
	card: null,
	recording: null
});
const change = (content: Content | null, id: string, revision: number) => ({
	changes: [{ kind: 'score' as const, id, revision, content }],
	cursor: revision,
	more: false,
	reset: false,
	epoch: { id: 'first', floors: [] }
});
/** The account is entered, and the server has said that it is there. */
async function begin(): Promise<void> {
	const epoch = { id: 'first', floors: [] };
	await join(shelf, 'ana');
	await take(shelf, 'ana', { changes: [], cursor: 0, more: false, reset: false, epoch }, 0);
}

const idOf = (content: Content): string => (content as { document: { id: string } }).document.id;
const titles = async (): Promise<readonly string[]> =>
	(await library.entries()).map(({ title }) => title).toSorted();
const waiting = () => library.db.outbox.count();

describe('the library, as it syncs', () => {
	test('joins an account whole, and what the server took waits no more', async () => {
		await library.scores.put(document('mine', PICKING), undefined);
		await begin();

		const sending = (await depart(shelf, 'ana', newKey))!;
		expect(sending.items).toMatchObject([{ kind: 'score', base: 0 }]);
		expect(await depart(shelf, 'ana', newKey)).toEqual(sending);

		await arrive(shelf, sending, [{ status: 'saved', revision: 1 }]);
		expect(await depart(shelf, 'ana', newKey)).toBeNull();
		expect(await waiting()).toBe(0);
	});

	test('shows what another device made, and does not send it back', async () => {
		await begin();
		const content = sent('from elsewhere');
		await take(shelf, 'ana', change(content, idOf(content), 3), 0);

		expect(await titles()).toEqual(['from elsewhere']);
		expect(await waiting()).toBe(0);
		await take(shelf, 'ana', change(null, idOf(content), 4), 3);
		expect(await titles()).toEqual([]);
	});

	test('keeps a change that was made while the last one was on its way', async () => {
		const score = document('first', PICKING);
		await library.scores.put(score, undefined);
		await begin();
		const sending = (await depart(shelf, 'ana', newKey))!;
		await library.scores.put({ ...score, title: 'second' }, undefined);
		await arrive(shelf, sending, [{ status: 'saved', revision: 1 }]);

		expect((await depart(shelf, 'ana', newKey))!.items).toMatchObject([
			{ base: 1, content: { document: { title: 'second' } } }
		]);
	});

	test('keeps both versions when another device was first, the other under a name of its own', async () => {
		const score = document('Etude', PICKING);
		await library.scores.put(score, undefined);
		await begin();
		const stored = { revision: 2, content: sent('Etude, slower', score.id) };
		await arrive(shelf, (await depart(shelf, 'ana', newKey))!, [{ status: 'conflict', stored }]);

		expect(await titles()).toEqual(['Etude (from the phone)', 'Etude, slower']);
		const copies = await shelf.atomically(async (inside) => (await inside.standing())!.copies);
		expect(copies).toMatchObject([{ of: score.id }]);
		expect((await depart(shelf, 'ana', newKey))!.items).toMatchObject([
			{ id: copies[0]!.id, base: 0 }
		]);
	});

	test('brings back what is in the bin here and was changed elsewhere', async () => {
		const content = sent('before');
		await begin();
		await take(shelf, 'ana', change(content, idOf(content), 1), 0);
		await library.scores.bin(idOf(content), 1);
		await take(shelf, 'ana', change(sent('after', idOf(content)), idOf(content), 2), 1);

		expect(await library.entries()).toMatchObject([{ title: 'after', deleted: null }]);
	});

	test('does not send a recording that nobody has heard yet', async () => {
		await library.scores.put(document('waits'), undefined, { state: 'waiting' });
		await begin();

		expect(await depart(shelf, 'ana', newKey)).toBeNull();
	});

	test('keeps the version that came while a page was being changed', async () => {
		const score = document('Etude', PICKING);
		await library.scores.put(score, undefined);
		await library.scores.put({ ...score, title: 'from elsewhere', changed: 5 }, undefined);
		await library.scores.put(
			{ ...score, title: 'on this page', changed: 6 },
			undefined,
			{},
			new Set([1])
		);

		expect(await titles()).toEqual(['from elsewhere', 'on this page']);
	});
});
