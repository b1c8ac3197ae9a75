import { describe, expect, test } from 'vitest';
import { hasRedis } from '#tests/support/redis.ts';
import { Chance } from '#tests/support/sync/chance.ts';
import { killWorkers } from '#tests/support/worker-kills.ts';

/** `npm run -s bench -- worker-kill` does it a thousand times. */
const TIMES = 20;

describe.each([
	['libsql', true],
	['redis', hasRedis]
] as const)('on %s', (queue, there) => {
	test.skipIf(!there)(
		'whose worker is killed, at whatever moment, a recording has its one score in the end',
		async () => {
			const { kills, starts, jobs, wrong } = await killWorkers(TIMES, queue, new Chance(13));

			expect(wrong).toEqual([]);
			expect(kills).toHaveLength(TIMES);
			expect(starts).toBeGreaterThan(jobs);
		},
		600_000
	);
});
