import { describe, expect, test } from 'vitest';
import { killServer } from '#tests/support/api-kills.ts';
import { hasRedis } from '#tests/support/redis.ts';
import { Chance } from '#tests/support/sync/chance.ts';

/** `npm run -s bench -- worker-kill --kill api` does it two hundred times. */
const TIMES = 5;

describe.each([
	['libsql', true],
	['redis', hasRedis]
] as const)('on %s', (queue, there) => {
	test.skipIf(!there)(
		'what is to be heard when the server dies is heard once, by the server that comes after it',
		async () => {
			const { away, jobs, wrong } = await killServer(TIMES, queue, new Chance(17));

			expect(wrong).toEqual([]);
			expect(away).toHaveLength(TIMES);
			expect(jobs).toBeGreaterThan(TIMES);
		},
		600_000
	);
});
