import { expect, test } from 'vitest';
import { openKilling } from '#tests/support/kills.ts';
import { Chance } from '#tests/support/sync/chance.ts';

/** `npm run -s bench -- kill` does it a thousand times. */
const TIMES = 20;

test('a server that is killed while people write has everything that it acknowledged', async () => {
	const killing = await openKilling(new Chance(7));
	const lives = [];
	for (let i = 0; i < TIMES; i += 1) lives.push(await killing.kill());
	killing.close();

	expect(lives.flatMap(({ wrong }) => wrong)).toEqual([]);
	expect(lives.reduce((sum, { acknowledged }) => sum + acknowledged, 0)).toBeGreaterThan(TIMES);
}, 1_800_000);
