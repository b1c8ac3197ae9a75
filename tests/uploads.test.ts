import { expect, test } from 'vitest';
import { openCutUploads } from '#tests/support/cut-uploads.ts';
import { Chance } from '#tests/support/sync/chance.ts';

/** `npm run -s bench -- upload` does it two hundred times. */
const TIMES = 10;

test('a recording arrives whole over a network that breaks, and no more than a part is sent again', async () => {
	const uploads = await openCutUploads(new Chance(11));
	const sent = [];
	for (let i = 0; i < TIMES; i += 1) sent.push(await uploads.send());
	await uploads.close();

	expect(sent.flatMap(({ wrong }) => wrong)).toEqual([]);
	expect(sent.reduce((sum, { cuts }) => sum + cuts, 0)).toBeGreaterThanOrEqual(TIMES);
}, 600_000);
