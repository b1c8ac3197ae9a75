import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Answer, FarEar, JobNews, Traces } from '#app/away/ports.ts';
import { Away } from '#app/state/away.svelte.ts';
import { browserLocks } from '#app/store/locks.ts';
import { document, openLibrary, writer, type OpenLibrary } from '#tests/support/open-library.ts';
import { melody } from '#tests/support/performance.ts';

const SCALE = melody('60:1 62:1 64:1 65:1');

let library: OpenLibrary;
let away: Away;
let server: Server;
let leave: () => void;

/** A server in memory whose network can be cut, and that hears when it is told to. */
class Server implements FarEar {
	readonly sent: string[] = [];
	readonly asked: string[] = [];
	readonly forgotten: Pick<Traces, 'upload' | 'job'>[] = [];
	cut = false;
	/** Its worker is there. */
	listens = true;
	/** What it says of a recording before it has all of it. */
	refuses: string | null = null;
	#end: ((end: Answer<JobNews>) => void) | null = null;

	offer = () => this.#say(this.listens ? { maxBytes: 1000 } : null);
	send = (_file: File, name: string) => {
		this.sent.push(name);
		return this.refuses ? refused(this.refuses) : this.#say(UPLOAD);
	};
	ask = ({ key }: { key: string }) => {
		if (!this.cut) this.asked.push(key);
		return this.#say(JOB);
	};
	watch = (_job: string, onNews: (news: JobNews) => void, signal: AbortSignal) => {
		if (this.cut) return this.#say(news('active'));
		onNews({ ...news('active'), part: 'listening', done: 0.4 });
		return new Promise<Answer<JobNews>>((resolve, reject) => {
			this.#end = resolve;
			signal.addEventListener('abort', () => reject(signal.reason as Error));
		});
	};
	result = () => this.#say({ ...document('Theirs', SCALE), source: SOURCE });
	forget = ({ upload, job }: Traces) => {
		this.forgotten.push({ upload, job });
		return Promise.resolve();
	};

	ends(state: JobNews['state'], failure: string | null = null): void {
		this.#end!({ ok: true, value: { ...news(state), failure } });
	}

	/** The line breaks while it is watched. */
	breaks(): void {
		this.cut = true;
		this.#end!({ ok: false, error: { code: 'offline' } });
	}

	#say<T>(value: T): Promise<Answer<T>> {
		return this.cut ? refused('offline') : Promise.resolve({ ok: true, value });
	}
}

const refused = (code: string) => Promise.resolve({ ok: false, error: { code } } as const);
const UPLOAD = crypto.randomUUID();
const JOB = crypto.randomUUID();
const SOURCE = { fileName: 'take.wav', seconds: 4, endsEarly: true };
const news = (state: JobNews['state']): JobNews => ({
	state,
	part: 'waiting',
	done: 0,
	failure: null
});

const open = (person = 'ana'): Away => {
	const one = new Away({
		...library,
		open: () => Promise.resolve(server),
		writer,
		locks: browserLocks(),
		now: () => 7,
		newId: () => crypto.randomUUID(),
		pause: () => new Promise((resolve) => setTimeout(resolve, 10)),
		onHeard: () => {},
		onSignedOut: () => {}
	});
	const stop = one.watch(person);
	const before = leave;
	leave = () => {
		before();
		stop();
	};
	return one;
};

beforeEach(() => {
	library = openLibrary();
	server = new Server();
	leave = () => {};
	away = open();
});

afterEach(async () => {
	leave();
	await library.close();
});

async function recorded(): Promise<string> {
	const recording = crypto.randomUUID();
	const score = document('Take');
	await library.recordings.keep(recording, new File(['sound'], 'take.wav'));
	await library.scores.put(score, undefined, { state: 'failed', failure: 'no-engine', recording });
	return score.id;
}

const entry = (id: string) => library.scores.entry(id);
const part = (id: string, of = away) => expect.poll(() => of.job(id)?.progress);
const listening = { stage: 'away', part: 'listening', done: 0.4, offline: false };

test('a server whose worker is on its way is asked again until it listens', async () => {
	server.listens = false;
	const stop = away.lookOut();
	await new Promise((resolve) => setTimeout(resolve, 50));
	expect(away.offer).toBeNull();
	server.listens = true;

	await expect.poll(() => away.offer).toEqual({ maxBytes: 1000 });
	stop();
});

describe('a recording that a server hears', () => {
	test('is sent only when a person asks, and comes back as a score', async () => {
		const id = await recorded();
		expect(server.sent).toEqual([]);

		await away.start(id, 'ana');
		await part(id).toEqual(listening);
		expect(await entry(id)).toMatchObject({ state: 'waiting', away: { person: 'ana', job: JOB } });
		server.ends('completed');

		await expect.poll(() => away.jobs).toEqual([]);
		expect(await entry(id)).toMatchObject({ state: 'ready', away: null, notes: 4, seconds: 4 });
		const kept = await library.scores.read(id);
		expect(kept.ok && kept.value).toMatchObject({ title: 'Take', source: SOURCE });
	});

	test('is asked for once, however often the line breaks', async () => {
		const id = await recorded();
		server.cut = true;
		await away.start(id, 'ana');
		await part(id).toMatchObject({ part: 'sending', offline: true });
		server.cut = false;
		await part(id).toEqual(listening);
		server.breaks();
		await part(id).toMatchObject({ part: 'listening', offline: true });
		server.cut = false;
		await part(id).toEqual(listening);

		expect(new Set(server.sent).size).toBe(1);
		expect(server.asked).toHaveLength(1);
	});

	test('is gone on with by another tab when this one closes', async () => {
		const id = await recorded();
		await away.start(id, 'ana');
		await part(id).toEqual(listening);
		const closing = leave;
		leave = () => {};
		const next = open();
		await expect.poll(() => next.job(id)).toMatchObject({ progress: null });

		closing();
		await part(id, next).toEqual(listening);
		server.ends('completed');
		await expect.poll(async () => (await entry(id))?.state).toBe('ready');
		expect(server.sent).toHaveLength(1);
	});

	test('waits for the one who asked', async () => {
		const id = await recorded();
		leave();
		const other = open('ben');
		await other.start(id, 'ana');
		await new Promise((resolve) => setTimeout(resolve, 100));

		expect(other.jobs).toEqual([]);
		expect(server.sent).toEqual([]);
	});

	test.each(['away-large', 'not-audio'])('says why when it is refused: %s', async (code) => {
		const id = await recorded();
		server.refuses = code;
		await away.start(id, 'ana');

		await expect
			.poll(() => entry(id))
			.toMatchObject({ state: 'failed', failure: code, away: null });
		expect(away.jobs).toEqual([]);
	});

	test('says why the server could not hear it, and keeps the recording', async () => {
		const id = await recorded();
		await away.start(id, 'ana');
		await part(id).toEqual(listening);
		server.ends('failed', 'silent');

		await expect.poll(() => entry(id)).toMatchObject({ state: 'failed', failure: 'silent' });
		expect((await entry(id))?.recording).not.toBeNull();
		await expect.poll(() => server.forgotten).toEqual([{ upload: UPLOAD, job: JOB }]);
	});

	test('is not sent again when only the answer to the request was missing', async () => {
		const id = await recorded();
		const asked = { person: 'ana', key: crypto.randomUUID(), upload: UPLOAD, job: null };
		await library.scores.note(id, { state: 'waiting', failure: null, away: asked });

		await part(id).toEqual(listening);
		expect(server.sent).toEqual([]);
		expect(server.asked).toEqual([asked.key]);
	});

	test('waits for those before it: one is sent at a time, three are watched', async () => {
		const ids = await Promise.all([1, 2, 3, 4].map(() => recorded()));
		for (const id of ids) await away.start(id, 'ana');

		await expect.poll(() => server.asked).toHaveLength(4);
		const parts = away.jobs.map(({ progress }) => progress?.stage === 'away' && progress.part);
		expect(parts.filter((each) => each === 'listening')).toHaveLength(3);
		await away.stop(away.jobs.find(({ progress }) => progress?.done === 0.4)!.id);
		await expect.poll(() => away.jobs.every(({ progress }) => progress?.done === 0.4)).toBe(true);
	});

	test('is taken back: the server is told, and it can be heard here', async () => {
		const id = await recorded();
		await away.start(id, 'ana');
		await part(id).toEqual(listening);
		await away.stop(id);

		expect(server.forgotten).toEqual([{ upload: UPLOAD, job: JOB }]);
		expect(away.jobs).toEqual([]);
		expect(await entry(id)).toMatchObject({ state: 'waiting', failure: 'no-engine', away: null });
	});
});
