import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { notStarted } from '#music/practice/learned.ts';
import type { PracticeSession } from '#music/progress.ts';
import { PracticeStore } from '#app/store/practice.ts';
import type { Syncable } from '#app/sync/kinds.ts';
import { practiceKind, progressKind } from '#app/sync/practice-kinds.ts';
import { StoredShelf } from '#app/sync/stored-shelf.ts';
import { join, take } from '#app/sync/take.ts';
import { openLibrary, type OpenLibrary } from '#tests/support/open-library.ts';

let library: OpenLibrary;
let store: PracticeStore;
let progress: Syncable;
let practice: Syncable;
const id = crypto.randomUUID();

beforeEach(() => {
	library = openLibrary();
	store = new PracticeStore(library.db);
	progress = progressKind(library.db);
	practice = practiceKind(library.db);
});

afterEach(() => library.close());

const say = (words: object): Promise<unknown> =>
	store.change(id, (old) => ({
		progress: { ...(old?.progress ?? notStarted(id)), ...words },
		page: null
	}));

/** What this device makes of what another has sent meanwhile. */
async function meet(theirs: object): Promise<unknown> {
	const mine = await progress.read(id);
	return progress.settle(mine as Record<string, unknown>, { ...notStarted(id), ...theirs });
}

describe('the record of a score', () => {
	test('keeps what each of two devices said while they were apart', async () => {
		await progress.write(id, { ...notStarted(id), enjoyment: 3 });
		await say({ difficulty: 4 });

		expect(await meet({ enjoyment: 5 })).toMatchObject({
			here: { enjoyment: 5, difficulty: 4 },
			send: true
		});
	});

	test('does not take back what another device changed after it had agreed', async () => {
		await say({ enjoyment: 3 });
		await progress.agree!(id, { ...notStarted(id), enjoyment: 3 });
		await say({ targetTempo: 90 });

		expect(await meet({ enjoyment: 5 })).toMatchObject({
			here: { enjoyment: 5, targetTempo: 90 }
		});
	});

	test('loses nothing to a server that was set back, or to another account', async () => {
		const shelf = new StoredShelf(library.db, [progress]);
		await join(shelf, 'ana');
		await progress.write(id, { ...notStarted(id), notes: 'Elbow!', enjoyment: 5 });
		const epoch = { id: 'first', floors: [] };
		await take(shelf, 'ana', { changes: [], cursor: 0, more: true, reset: true, epoch }, 0);

		expect(await meet({ notes: 'Elbow', enjoyment: 3 })).toMatchObject({
			here: { notes: 'Elbow!', enjoyment: 5 },
			send: true
		});
	});

	test('is not sent again when there is nothing that the server lacks', async () => {
		await progress.write(id, notStarted(id));

		expect(await meet({ enjoyment: 5 })).toMatchObject({ send: false });
	});
});

describe('a session', () => {
	const session: PracticeSession = {
		id,
		score: crypto.randomUUID(),
		started: 1000,
		offset: 0,
		seconds: 60,
		bars: [],
		tempo: null,
		loops: 0
	};

	test('is sent once it has ended', async () => {
		await store.keep(session, true);
		expect(await practice.read(id)).toBe('later');
		expect(await practice.ids()).toEqual([]);

		await store.keep(session, false);
		expect(await practice.read(id)).toEqual(session);
		expect(await library.db.outbox.toArray()).toMatchObject([{ kind: 'practice', id }]);
	});

	test('that was taken for ended too early gives way to the whole of it', () => {
		const longer = { ...session, seconds: 90 };

		expect(practice.settle(longer, session)).toEqual({ here: longer, send: true });
		expect(practice.settle(session, longer)).toEqual({ here: longer, send: false });
	});
});
