import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { bullmqQueue } from './bullmq-node.ts';
import { openQueue } from '#tests/support/open-queue.ts';
import { queueContract } from '#tests/support/queues.ts';
import { hasRedis, startRedis, type RedisServer } from '#tests/support/redis.ts';

describe.skipIf(!hasRedis)('on Redis (needs redis-server)', () => {
	let redis: RedisServer;

	beforeAll(async () => {
		redis = await startRedis();
	});

	beforeEach(() => emptied(redis.url));

	afterAll(() => redis.stop());

	queueContract((place) => bullmqQueue({ ...place, url: redis.url }));

	test('a Redis that was emptied loses no job', async () => {
		const own = await startRedis();
		const opened = await openQueue((place) => bullmqQueue({ ...place, url: own.url }));
		const ids = [await opened.ask(await opened.person()), await opened.ask(await opened.person())];
		await opened.claim();
		await emptied(own.url);
		const got = new Set<string>();
		while (got.size < 2) {
			const claimed = await opened.claim();
			got.add(claimed.id);
			await opened.queue.complete(claimed, { document: '{}', hash: 'c' });
		}

		expect([...got].toSorted()).toEqual(ids.toSorted());
		await opened.close();
		await own.stop();
	}, 30_000);

	test('while Redis is away jobs are still taken, and start when it is back', async () => {
		const first = await startRedis();
		const opened = await openQueue((place) => bullmqQueue({ ...place, url: first.url }));
		await first.stop();
		const owner = await opened.person();
		await expect(opened.ask(owner)).rejects.toMatchObject({ code: 'queue-away' });
		const back = await startRedis(Number(new URL(first.url).port));
		for (;;) {
			const claimed = await opened.queue.claim('w').catch(() => null);
			if (claimed) break;
			await sleep(50);
		}

		await opened.close();
		await back.stop();
	}, 60_000);
});

async function emptied(url: string): Promise<void> {
	const client = new Redis(url);
	await client.flushall();
	client.disconnect();
}
