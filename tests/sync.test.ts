/** What syncing promises, whatever happens: shown on the app's own sync and the real server. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openApi, type TestApi } from '#tests/support/api.ts';
import { interleave } from '#tests/support/sync/interleave.ts';
import { lacks } from '#tests/support/where.ts';
import { directServer, forgetPerson, requestedServer } from '#tests/support/sync/servers.ts';

let api: TestApi;

beforeAll(async () => {
	api = await openApi();
});

afterAll(() => api.close());

const direct = test.skipIf(lacks('the database'));

direct(
	'2,000 interleavings of three devices lose nothing and come to agree',
	async () => {
		const wrong: string[] = [];
		let copies = 0;
		let restores = 0;
		for (let seed = 1; seed <= 2000; seed++) {
			const person = `person ${seed}`;
			await interleave(seed, await directServer(api.database, person)).then(
				(counts) => {
					copies += counts.copies;
					restores += counts.restores;
				},
				(cause: Error) => wrong.push(`seed ${seed}: ${cause.message}`)
			);
			await forgetPerson(api.database, person);
		}

		expect(wrong).toEqual([]);
		expect(copies).toBeGreaterThan(100); // else nothing was ever at odds
		expect(restores).toBeGreaterThan(100);
	},
	900_000
);

test('and so they do by requests, cookies and JSON', async () => {
	for (let seed = 1; seed <= 12; seed++) {
		await interleave(seed, requestedServer(api, await api.join(`P${seed}`)));
	}
}, 300_000);
