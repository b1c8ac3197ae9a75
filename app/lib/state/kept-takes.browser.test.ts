import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { takeFile } from '#app/audio/record.ts';
import { KeptTakes } from '#app/state/kept-takes.svelte.ts';
import { Turns, type Announcer } from '#app/state/turns.svelte.ts';
import { browserLocks } from '#app/store/locks.ts';
import { Takes } from '#app/store/takes.ts';
import { openLibrary, type OpenLibrary } from '#tests/support/open-library.ts';

const wait = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

describe('a take', () => {
	let library: OpenLibrary;
	let arrived: File[];
	let room: boolean;
	let stops: (() => void)[];

	beforeEach(() => {
		library = openLibrary();
		arrived = [];
		room = true;
		stops = [];
	});

	afterEach(async () => {
		for (const stop of stops) stop();
		await library.close();
	});

	/** What a page that is opened now is offered. */
	function visit(): KeptTakes {
		const kept = new KeptTakes({
			takes: new Takes(library.db),
			locks: browserLocks(),
			now: () => 1000,
			newId: () => crypto.randomUUID(),
			file: (pieces, begun) => takeFile(pieces, `from ${begun}`),
			take: (file) => {
				if (room) arrived.push(file);
				return Promise.resolve(room);
			}
		});
		stops.push(kept.watch());
		return kept;
	}

	const second = (text: string): Blob => new Blob([text], { type: 'audio/webm;codecs=opus' });
	const offers = (page: KeptTakes, count: number): Promise<void> =>
		vi.waitFor(() => expect(page.found).toHaveLength(count));

	/** Two seconds of a take whose tab then went away, as its lock did. */
	async function broken(): Promise<void> {
		const keeper = visit().begin();
		keeper.add(second('one '));
		keeper.add(second('two'));
		keeper.leave();
		await vi.waitFor(async () => expect(await library.db.pieces.count()).toBe(2));
		await vi.waitFor(async () =>
			expect([...(await browserLocks().held())].filter((n) => n.startsWith('take '))).toEqual([])
		);
	}

	test('that broke off is offered, and comes back whole and in order', async () => {
		await broken();
		const page = visit();
		await offers(page, 1);
		expect(page.found[0]).toMatchObject({ begun: 1000, seconds: 2 });
		await page.use(page.found[0]!);

		expect(await arrived[0]!.text()).toBe('one two');
		expect(arrived[0]).toMatchObject({ name: 'from 1000.webm', type: 'audio/webm' });
		expect(page.found).toEqual([]);
		expect(await library.db.pieces.count()).toBe(0);
	});

	test('that is still being made is not offered, and leaves nothing when it is done', async () => {
		const keeper = visit().begin();
		keeper.add(second('one'));
		await vi.waitFor(async () => expect(await library.db.pieces.count()).toBe(1));
		const other = visit();
		await wait(100);
		expect(other.found).toEqual([]);

		await keeper.drop();
		expect(await library.db.takes.count()).toBe(0);
		expect(await library.db.pieces.count()).toBe(0);
	});

	test('goes on being offered when there is no room for it', async () => {
		await broken();
		room = false;
		const page = visit();
		await offers(page, 1);
		await page.use(page.found[0]!);

		await offers(page, 1);
		expect(await library.db.pieces.count()).toBe(2);
	});

	test('that was discarded can be brought back', async () => {
		await broken();
		const page = visit();
		await offers(page, 1);
		const undo = page.discard(page.found[0]!);
		expect(page.found).toEqual([]);

		undo();
		await offers(page, 1);
	});

	test('of which nothing was kept is not worth a word', async () => {
		await new Takes(library.db).begin(crypto.randomUUID(), 5);
		const page = visit();
		await vi.waitFor(async () => expect(await library.db.takes.count()).toBe(0));

		expect(page.found).toEqual([]);
	});
});

describe('two tabs', () => {
	/** What is announced in one tab is news in the others. */
	function tabs(): [Turns, Turns] {
		const listeners: (() => void)[] = [];
		const news = (): Announcer => ({
			announce: () => listeners.forEach((listener) => listener()),
			listen: (onNews) => {
				listeners.push(onNews);
				return () => {};
			}
		});
		const [one, two] = [new Turns(browserLocks(), news()), new Turns(browserLocks(), news())];
		one.watch();
		two.watch();
		return [one, two];
	}

	test('do not hear the same recording, and the second one says so until it is free', async () => {
		const [here, there] = tabs();
		const id = crypto.randomUUID();
		const giveBack = await here.take(id);
		await vi.waitFor(() => expect([...there.elsewhere]).toEqual([id]));

		expect(here.elsewhere.size).toBe(0);
		expect(await there.take(id)).toBeNull();
		giveBack!();
		await vi.waitFor(() => expect(there.elsewhere.size).toBe(0));
		const turn = await there.take(id);
		expect(turn).not.toBeNull();
		turn!();
	});

	test('hear different recordings at the same time', async () => {
		const [here, there] = tabs();
		const turns = await Promise.all([
			here.take(crypto.randomUUID()),
			there.take(crypto.randomUUID())
		]);

		expect(turns).not.toContain(null);
		for (const giveBack of turns) giveBack?.();
	});
});
