import { createClient } from '@libsql/client';
import { sql } from 'drizzle-orm';
import { Hono } from 'hono';
import { expect, test, vi } from 'vitest';
import { openApi } from '#tests/support/api.ts';
import { lacks } from '#tests/support/where.ts';
import { answerError } from './errors.ts';

vi.setConfig({ testTimeout: 60_000 });

test.skipIf(lacks('the database'))(
	'a database that stays locked is said to be busy, and worth another try',
	async () => {
		const api = await openApi();
		const [file] = await api.database.all<{ file: string }>(sql`PRAGMA database_list`);
		const other = createClient({ url: `file:${file!.file}` });
		// eslint-disable-next-line no-restricted-syntax -- somebody else, who holds the file's lock
		const held = await other.transaction('write');
		const app = new Hono().onError(answerError).post('/', async (c) => {
			await api.database.run(sql`DELETE FROM rate_limits`);
			return c.body(null, 204);
		});

		const refused = await app.request('/', { method: 'POST' });
		await held.rollback();
		const taken = await app.request('/', { method: 'POST' });

		expect(refused.status).toBe(503);
		expect(refused.headers.get('Retry-After')).toBe('2');
		expect(await refused.json()).toMatchObject({ error: 'busy' });
		expect(taken.status).toBe(204);
		other.close();
		api.close();
	}
);
