import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bringBack, partWith } from '#app/store/aside.ts';
import { forgetEverything } from '#app/store/sync-news.ts';
import { enter } from '#app/sync/enter.ts';
import { scoreKind } from '#app/sync/score-kind.ts';
import { depart } from '#app/sync/send.ts';
import { StoredShelf } from '#app/sync/stored-shelf.ts';
import { take } from '#app/sync/take.ts';
import { document, openLibrary, type OpenLibrary } from '#tests/support/open-library.ts';
import { note } from '#tests/support/performance.ts';

const PICKING = [note(0, 1, 60)];
const ANA = { id: 'ana', name: 'Ana', email: 'ana@example.org' };
const BEN = { id: 'ben', name: 'Ben', email: 'ben@example.org' };

const naming = {
	newId: () => crypto.randomUUID(),
	title: (title: string): string => `${title} (kept)`
};

let library: OpenLibrary;
let shelf: StoredShelf;

beforeEach(() => {
	library = openLibrary();
	shelf = new StoredShelf(library.db, [scoreKind(library.db, naming)]);
});

afterEach(() => library.close());

const comes = (who: typeof ANA): Promise<boolean> =>
	enter({ database: library.db, shelf, naming }, who.id, who);
const parts = (fate: 'keep' | 'join' | 'remove'): Promise<void> =>
	partWith(library.db, 'ana', fate);
const titles = async (): Promise<readonly string[]> =>
	(await library.entries()).map(({ title }) => title).toSorted();
const waiting = async (): Promise<readonly string[]> =>
	(await library.db.outbox.toArray()).map(({ id }) => id).toSorted();

/** Two scores of Ana: the account has the first, and not the change of the second. */
async function anasLibrary(): Promise<{ readonly known: string; readonly unsent: string }> {
	const [known, unsent] = [document('known', PICKING), document('old title', PICKING)];
	await comes(ANA);
	const content = (document: typeof known) => ({ document, card: null, recording: null });
	const changes = [known, unsent].map((one) => ({
		kind: 'score' as const,
		id: one.id,
		revision: 1,
		content: content(one)
	}));
	const epoch = { id: 'first', floors: [] };
	await take(shelf, 'ana', { changes, cursor: 2, more: false, reset: false, epoch }, 0);
	await library.scores.put({ ...unsent, title: 'unsent' }, undefined);
	return { known: known.id, unsent: unsent.id };
}

describe('the library of somebody else', () => {
	test('joins no account before a person has said so', async () => {
		const { unsent } = await anasLibrary();

		expect(await comes(BEN)).toBe(false);
		expect(await titles()).toEqual(['known', 'unsent']);
		expect(await waiting()).toEqual([unsent]);
		expect(await depart(shelf, 'ben', naming.newId)).toBeNull();
	});

	test('is put away for its owner, and is there again with what waited', async () => {
		const { unsent } = await anasLibrary();
		await parts('keep');
		expect(await comes(BEN)).toBe(true);
		expect(await titles()).toEqual([]);
		const own = document('by Ben', PICKING);
		await library.scores.put(own, undefined);
		await partWith(library.db, 'ben', 'keep');

		expect(await comes(ANA)).toBe(true);
		expect(await titles()).toEqual(['known', 'unsent']);
		const sending = await depart(shelf, 'ana', naming.newId);
		expect(sending?.items).toMatchObject([{ id: unsent, base: 1 }]);

		await parts('keep');
		await comes(BEN);
		expect(await titles()).toEqual(['by Ben']);
		expect(await waiting()).toEqual([own.id]);
	});

	test('becomes part of another account, and its owner keeps it, too', async () => {
		const { known, unsent } = await anasLibrary();
		await parts('join');
		await comes(BEN);

		expect(await waiting()).toEqual([known, unsent].toSorted());
		const changed = document('changed by Ben', PICKING);
		await library.scores.put({ ...changed, id: known }, undefined);
		await partWith(library.db, 'ben', 'keep');
		await comes(ANA);
		expect(await titles()).toEqual(['known', 'unsent']);
		expect(await waiting()).toEqual([unsent]);
	});

	test('is removed, but for what its account does not have', async () => {
		const { unsent } = await anasLibrary();
		await parts('remove');
		await comes(BEN);
		expect(await titles()).toEqual([]);
		await forgetEverything(library.db);

		await comes(ANA);
		expect(await titles()).toEqual(['unsent']);
		expect(await waiting()).toEqual([unsent]);
		const cursors = await shelf.atomically(async (inside) => (await inside.standing())?.cursor);
		expect(cursors).toBe(0); // so that the others come down again
	});

	test('that is empty is no reason to ask', async () => {
		await comes(ANA);

		expect(await comes(BEN)).toBe(true);
	});

	test('comes back beside what was made signed out, and both versions of one score stay', async () => {
		const { known } = await anasLibrary();
		await parts('keep');
		const other = document('made signed out', PICKING);
		await library.scores.put(other, undefined);
		await library.scores.put({ ...document('from a file', PICKING), id: known }, undefined);
		await comes(ANA);

		expect(await titles()).toEqual(['from a file (kept)', 'known', 'made signed out', 'unsent']);
		expect(await waiting()).toHaveLength(3);
		expect(await waiting()).toContain(other.id);
	});

	test('keeps its recordings while it is away', async () => {
		const score = document('heard', PICKING);
		await comes(ANA);
		const recording = crypto.randomUUID();
		await library.db.recordings.add({ id: recording, file: new Blob(['la']), name: 'la.wav' });
		await library.scores.put(score, undefined, { recording });
		await parts('join');
		await comes(BEN);
		await library.scores.bin(score.id, 1);
		await library.scores.emptyBin(2);
		await forgetEverything(library.db);

		expect(await library.db.recordings.count()).toBe(1);
		await bringBack(library.db, 'ana', naming);
		expect((await library.entries())[0]).toMatchObject({ title: 'heard', recording });
	});
});
