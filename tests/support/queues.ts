/** What every queue must do, run on each engine with the real thing behind it and a real clock. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import type { Queue, Rules } from '#api/queue/queue.ts';
import type { Place } from '#api/queue/rows.ts';
import { openQueue, type OpenQueue } from '#tests/support/open-queue.ts';

const RESULT = { document: '{"notes":[]}', hash: 'a'.repeat(64) };
const OTHER = { document: '{"notes":[1]}', hash: 'b'.repeat(64) };
const BROKEN = { code: 'crash', message: 'It broke.', final: false };

/** Within the test that calls it, `make` makes the engine. */
export function queueContract(make: (place: Place) => Queue): void {
	const opened: OpenQueue[] = [];
	const open = async (rules: Partial<Rules> = {}): Promise<OpenQueue> => {
		opened.push(await openQueue(make, rules));
		return opened.at(-1)!;
	};

	afterEach(async () => {
		for (const each of opened.splice(0)) await each.close();
	});

	test('each job goes to one worker, however many ask at once', async () => {
		const { queue, person, ask, another } = await open();
		const asked: string[] = [];
		for (let i = 0; i < 20; i += 1) {
			const owner = await person();
			asked.push(await ask(owner), await ask(owner));
		}
		const queues = [queue, another()];
		const got: string[] = [];
		const worker = async (i: number): Promise<void> => {
			while (got.length < asked.length) {
				const claimed = await queues[i % 2]!.claim(`worker-${i}`);
				if (claimed) got.push(claimed.id);
				else await sleep(5);
			}
		};
		await Promise.all(Array.from({ length: 8 }, (_, i) => worker(i)));

		expect(got.toSorted()).toEqual(asked.toSorted());
		expect(await queue.claim('one more')).toBeNull();
	});

	test('two jobs of a person are heard at once, and the third when one of them has ended', async () => {
		const { queue, person, ask, claim } = await open({ lease: 60_000 });
		const owner = await person();
		for (let i = 0; i < 3; i += 1) await ask(owner);
		const first = await claim();
		await claim();

		expect(await queue.claim('third')).toBeNull();
		await queue.complete(first, RESULT);
		expect((await claim()).attempt).toBe(1);
	});

	test('whoever asks for twenty does not make another wait for them', async () => {
		const { queue, person, ask, claim } = await open();
		const [many, few] = [await person(), await person()];
		for (let i = 0; i < 20; i += 1) await ask(many);
		const theirs = [await ask(few), await ask(few)];
		const order: string[] = [];
		for (let i = 0; i < 22; i += 1) {
			const claimed = await claim();
			order.push(claimed.id);
			await queue.complete(claimed, RESULT);
		}

		expect(order.indexOf(theirs[0]!)).toBeLessThan(3);
		expect(order.indexOf(theirs[1]!)).toBeLessThan(5);
	});

	test('what has a higher priority starts first', async () => {
		const { person, ask, claim } = await open();
		const [a, b, c] = [await person(), await person(), await person()];
		const ids = [
			await ask(a),
			await ask(b, { priority: 5 }),
			await ask(c, { priority: 1 })
		] as const;

		expect([(await claim()).id, (await claim()).id, (await claim()).id]).toEqual([
			ids[1],
			ids[2],
			ids[0]
		]);
	});

	test('no more than ten start in a second', async () => {
		const { queue, person, ask } = await open({ perSecond: 10, lease: 60_000 });
		for (let i = 0; i < 25; i += 1) await ask(await person());
		// A start lies between the asking and the answer, however slow the machine is.
		const starts: { asked: number; told: number }[] = [];
		while (starts.length < 25) {
			const asked = performance.now();
			if (await queue.claim('eager')) starts.push({ asked, told: performance.now() });
			else await sleep(5);
		}

		// Ten start, and the eleventh waits for the second to end. Two clocks differ by a little.
		for (let i = 10; i < starts.length; i += 1) {
			expect(starts[i]!.told - starts[i - 10]!.asked).toBeGreaterThan(950);
		}
	}, 20_000);

	test('a job that fails is tried again after a pause, after a longer one, and then is a dead letter', async () => {
		const { queue, person, ask, claim, row } = await open({ backOff: 300 });
		const id = await ask(await person());
		const times: number[] = [];
		for (const attempt of [1, 2, 3]) {
			const claimed = await claim();
			times.push(Date.now());
			expect(claimed).toMatchObject({ id, attempt });
			const state = attempt < 3 ? 'pending' : 'failed';
			expect(await queue.fail(claimed, BROKEN)).toBe(state);
			expect(await queue.fail(claimed, BROKEN)).toBe(state);
		}

		expect(times[1]! - times[0]!).toBeGreaterThanOrEqual(295);
		expect(times[2]! - times[1]!).toBeGreaterThanOrEqual(595);
		expect(await row(id)).toMatchObject({ state: 'failed', failureCode: 'crash', attempts: 3 });
		expect(await queue.claim('late')).toBeNull();
	});

	test('what would fail again is not tried again', async () => {
		const { queue, person, ask, claim } = await open();
		await ask(await person());

		expect(await queue.fail(await claim(), { ...BROKEN, final: true })).toBe('failed');
		await sleep(300);
		expect(await queue.claim('late')).toBeNull();
	});

	test('a dead letter that an admin sends again starts from the beginning', async () => {
		const { queue, person, ask, claim, row } = await open();
		const id = await ask(await person());
		await queue.fail(await claim(), { ...BROKEN, final: true });

		expect(await queue.retry(id)).toBe(true);
		expect(await queue.retry(id)).toBe(false);
		const claimed = await claim();
		expect(claimed).toMatchObject({ id, attempt: 1 });
		await queue.complete(claimed, RESULT);
		expect(await row(id)).toMatchObject({ state: 'completed', failureCode: null });
	});

	test('a silent worker loses its job to another, and its result is not taken', async () => {
		const { queue, person, ask, claim, row } = await open();
		const id = await ask(await person());
		const silent = await claim();
		const begun = Date.now();
		const second = await claim();

		expect(second).toMatchObject({ id, attempt: 2 });
		expect(Date.now() - begun).toBeGreaterThan(390);
		expect(Date.now() - begun).toBeLessThan(4_000);
		expect(await queue.beat(silent)).toBe('lost');
		expect(await queue.complete(silent, OTHER)).toBe('lost');
		expect(await queue.complete(second, RESULT)).toBe('completed');
		expect(await row(id)).toMatchObject({ state: 'completed', result: RESULT.document });
	});

	test('a worker that lives keeps its job, and what it says of it is there to read', async () => {
		const { queue, person, ask, claim, row } = await open();
		const id = await ask(await person());
		const claimed = await claim();
		for (let i = 1; i <= 8; i += 1) {
			await sleep(100);
			const told = { stage: 'listening', progress: i / 10 } as const;
			expect(await queue.beat(claimed, i % 2 ? told : undefined)).toBe('go-on');
			expect(await queue.claim('other')).toBeNull();
		}

		expect(await row(id)).toMatchObject({ stage: 'listening', progress: 0.7, attempts: 1 });
		expect(await queue.complete(claimed, RESULT)).toBe('completed');
	});

	test('a recording that three workers died of is a dead letter', async () => {
		const { queue, person, ask, claim, row } = await open({ lease: 200 });
		const id = await ask(await person());
		for (const attempt of [1, 2, 3]) expect(await claim()).toMatchObject({ id, attempt });
		while ((await row(id)).state === 'active') {
			expect(await queue.claim('fourth')).toBeNull();
			await sleep(50);
		}

		expect(await row(id)).toMatchObject({ state: 'failed', failureCode: 'worker-lost' });
		await sleep(300);
		expect(await queue.claim('fourth')).toBeNull();
	});

	test('a result that is sent twice is kept once, and answered alike', async () => {
		const { queue, person, ask, claim, row } = await open();
		const id = await ask(await person());
		const claimed = await claim();

		expect(await queue.complete(claimed, RESULT)).toBe('completed');
		const { revision } = await row(id);
		expect(await queue.complete(claimed, RESULT)).toBe('completed');
		expect(await queue.complete(claimed, OTHER)).toBe('lost');
		expect(await queue.fail(claimed, BROKEN)).toBe('completed');
		expect(await row(id)).toMatchObject({ state: 'completed', result: RESULT.document, revision });
		await sleep(700);
		expect(await queue.claim('late')).toBeNull();
	});

	test('a job that is cancelled before it starts never starts', async () => {
		const { queue, person, ask, row } = await open();
		const id = await ask(await person());

		expect(await queue.cancel(id)).toBe(true);
		expect(await queue.cancel(id)).toBe(false);
		expect(await queue.claim('late')).toBeNull();
		expect(await row(id)).toMatchObject({ state: 'cancelled', attempts: 0 });
	});

	test('a job that is cancelled while it is heard stops, and makes room for the next', async () => {
		const { queue, person, ask, claim, row } = await open({ perPerson: 1 });
		const owner = await person();
		const id = await ask(owner);
		const next = await ask(owner);
		const claimed = await claim();

		expect(await queue.cancel(id)).toBe(true);
		expect(await queue.beat(claimed)).toBe('cancelled');
		expect(await queue.complete(claimed, RESULT)).toBe('cancelled');
		expect(await row(id)).toMatchObject({ state: 'cancelled', result: null });
		expect(await claim()).toMatchObject({ id: next });
		await sleep(700);
		expect((await row(id)).state).toBe('cancelled');
	});

	test('a job that a stopping worker gives back starts at once elsewhere, and loses no attempt', async () => {
		const { queue, person, ask, claim } = await open({ lease: 60_000 });
		const id = await ask(await person());
		const claimed = await claim();

		expect(await queue.giveBack(claimed)).toBe('go-on');
		expect(await queue.beat(claimed)).toBe('lost');
		expect(await claim()).toMatchObject({ id, attempt: 1 });
	});

	test('what is in line outlives the server', async () => {
		const { queue, person, ask, claim, another } = await open();
		const [active, waiting] = [await ask(await person()), await ask(await person())];
		await claim();
		await queue.close();
		const after = another();
		const got = new Set<string>();
		while (got.size < 2) {
			const claimed = await after.claim('after');
			if (claimed) got.add(claimed.id);
			else await sleep(20);
		}

		expect([...got].toSorted()).toEqual([active, waiting].toSorted());
	});
}
