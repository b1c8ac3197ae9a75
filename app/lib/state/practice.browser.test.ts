import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { dayAt } from '#music/practice/days.ts';
import type { Score } from '#music/score/score.ts';
import { DEFAULT_WRITING } from '#music/settings.ts';
import { seconds } from '#music/time.ts';
import { writeScore } from '#music/write.ts';
import { Practice } from '#app/state/practice.svelte.ts';
import { PracticeTimer } from '#app/state/practice-timer.svelte.ts';
import { browserLocks, type Locks } from '#app/store/locks.ts';
import { PracticeStore } from '#app/store/practice.ts';
import { openLibrary, type OpenLibrary } from '#tests/support/open-library.ts';
import { melody } from '#tests/support/performance.ts';

const SCALE = melody(
	'60:1 62:1 64:1 65:1 67:1 69:1 71:1 72:1 72:1 71:1 69:1 67:1 65:1 64:1 62:1 60:1'
);
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

let library: OpenLibrary;
let store: PracticeStore;
let score: Score;
let clock: number;
let stops: (() => void)[];

beforeEach(() => {
	library = openLibrary();
	store = new PracticeStore(library.db);
	score = writeScore(SCALE, DEFAULT_WRITING)!;
	clock = 100 * DAY + 10 * 60 * MINUTE;
	stops = [];
});

afterEach(async () => {
	for (const stop of stops) stop();
	await library.close();
});

/** Practice as one tab sees it. */
function tab(locks: Locks = browserLocks()): Practice {
	const practice = new Practice({ store, locks, now: () => clock, offset: () => 0 });
	stops.push(practice.watch());
	return practice;
}

/** A player that plays from the beginning for as long as it is told. */
function open(practice: Practice, id: string) {
	const player = {
		playing: false,
		speed: 1,
		loop: null,
		length: 60,
		position: 0,
		now: () => seconds(player.position)
	};
	const timer = new PracticeTimer(id, {
		practice,
		player,
		now: () => clock,
		offset: () => 0,
		elapsed: () => clock,
		newId: () => crypto.randomUUID()
	});
	timer.score = score;
	const close = timer.watch();
	return {
		timer,
		close,
		play(length: number) {
			player.playing = true;
			for (let time = 0; time < length; time += 0.2) {
				timer.look();
				clock += 200;
				player.position += 0.2 * player.speed;
			}
			timer.look();
		},
		pause() {
			player.playing = false;
			timer.look();
		},
		back() {
			player.position = 0;
		}
	};
}

describe('an open score', () => {
	test('is counted while its music sounds, and every tab sees it', async () => {
		const [here, there] = [tab(), tab()];
		const page = open(here, crypto.randomUUID());
		page.play(12);
		page.pause();
		clock += 5 * MINUTE;
		page.timer.look();

		await vi.waitFor(() => expect(there.secondsToday).toBe(12));
		expect(here.secondsToday).toBeCloseTo(12, 0);
		expect(there.streak).toEqual({ now: 1, longest: 1 });
		page.close();
	});

	test('leaves one session behind, and what it has brought', async () => {
		const practice = tab();
		const id = crypto.randomUUID();
		const page = open(practice, id);
		page.play(20);
		page.close();

		await vi.waitFor(() => expect(practice.records.get(id)?.progress.completion).toBe(1));
		expect(practice.sessions).toHaveLength(1);
		expect(practice.sessions[0]).toMatchObject({ score: id, seconds: 20, offset: 0 });
		expect(await library.db.practice.where('open').equals(1).count()).toBe(0);
		const marked = (await library.db.outbox.toArray()).map(({ kind }) => kind);
		expect(marked.sort()).toEqual(['practice', 'progress']);
	});

	test('that was only tried leaves nothing', async () => {
		const practice = tab();
		const page = open(practice, crypto.randomUUID());
		page.play(3);
		page.close();
		await new Promise((done) => setTimeout(done, 100));

		expect(await library.db.practice.count()).toBe(0);
	});

	test('has a new session after a long rest, and at midnight', async () => {
		const practice = tab();
		const page = open(practice, crypto.randomUUID());
		page.play(10);
		page.pause();
		clock += 11 * MINUTE;
		page.timer.look();
		page.back();
		page.play(10);
		page.pause();
		clock = 101 * DAY - 6_000;
		page.timer.look();
		page.back();
		page.play(20);
		page.close();

		await vi.waitFor(() => expect(practice.sessions).toHaveLength(4));
		expect(practice.sessions.map(({ started }) => dayAt(started, 0))).toEqual([101, 100, 100, 100]);
	});
});

test('a session whose tab has crashed is closed and counted by the next', async () => {
	const id = crypto.randomUUID();
	const crashed = new AbortController();
	// A tab whose locks go with it, as the browser takes them from one that crashes.
	const locks: Locks = {
		...browserLocks(),
		take: async (name) => {
			const release = await browserLocks().take(name);
			crashed.signal.addEventListener('abort', () => release?.());
			return release;
		}
	};
	const gone = new Practice({ store, locks, now: () => clock, offset: () => 0 });
	const page = open(gone, id);
	page.play(16);
	await vi.waitFor(async () =>
		expect(await library.db.practice.where('open').equals(1).count()).toBe(1)
	);

	const next = tab();
	await vi.waitFor(() => expect(next.sessions).toHaveLength(1));
	expect(await library.db.practice.where('open').equals(1).count()).toBe(1);
	crashed.abort();

	await vi.waitFor(() => expect(next.records.get(id)?.progress.completion).toBeGreaterThan(0));
	expect(await library.db.practice.where('open').equals(1).count()).toBe(0);
});

test('what a person says of a score stays, and a slower target counts at once', async () => {
	const practice = tab();
	const id = crypto.randomUUID();
	const page = open(practice, id);
	page.play(20);
	page.close();
	await vi.waitFor(() => expect(practice.records.get(id)?.progress.completion).toBe(1));

	await practice.say(id, { enjoyment: 5, notes: 'Thumb!' });
	await practice.say(id, { targetTempo: 900 });
	await practice.setGoal(45);

	const next = tab();
	await vi.waitFor(() => expect(next.goal).toBe(45));
	expect(next.records.get(id)?.progress).toMatchObject({
		enjoyment: 5,
		notes: 'Thumb!',
		targetTempo: 900,
		completion: 0
	});
});

describe('the daily goal of an account', () => {
	/** An account that can be reached, or not. */
	function account(minutes: number) {
		const server = { minutes, online: true };
		const goal = {
			read: () => Promise.resolve(server.online ? server.minutes : null),
			write: (wanted: number) => {
				if (server.online) server.minutes = wanted;
				return Promise.resolve(server.online);
			}
		};
		const parts = { store, locks: browserLocks(), now: () => clock, offset: () => 0 };
		const practice = new Practice({ ...parts, account: { signedIn: () => true, goal } });
		stops.push(practice.watch());
		return { server, practice };
	}

	test('counts on a device where nobody chose one', async () => {
		const { practice } = account(35);
		await practice.agreeOnGoal();

		await vi.waitFor(() => expect(practice.goal).toBe(35));
	});

	test('is set by what was chosen offline, once the server is there again', async () => {
		const { practice, server } = account(35);
		server.online = false;
		await practice.setGoal(50);
		expect(server.minutes).toBe(35);

		server.online = true;
		await practice.agreeOnGoal();
		expect(server.minutes).toBe(50);

		server.minutes = 15; // by another device
		await practice.agreeOnGoal();
		await vi.waitFor(() => expect(practice.goal).toBe(15));
	});
});
