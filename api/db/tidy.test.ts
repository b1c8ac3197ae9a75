import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { openApi } from '#tests/support/api.ts';
import { send } from '#tests/support/send.ts';
import { tidy } from './tidy.ts';

test('what has ended goes, and what goes on stays', { timeout: 30_000 }, async () => {
	const api = await openApi({ limits: { reads: [{ most: 9, seconds: 60 }] } });
	const ana = await api.join('Ana');
	await send(ana, 'POST', '/api/auth/request-password-reset', { email: ana.email });
	await send(ana, 'GET', '/api/account');
	const counts = async () =>
		(
			await api.database.all<{ windows: number; sessions: number; links: number }>(
				sql`SELECT (SELECT count(*) FROM rate_limits) AS windows,
					(SELECT count(*) FROM session) AS sessions, (SELECT count(*) FROM verification) AS links`
			)
		)[0];

	await tidy(api.database, Date.now());
	expect(await counts()).toEqual({ windows: 1, sessions: 1, links: 1 });
	await tidy(api.database, Date.now() + 2 * 3_600_000);
	expect(await counts()).toEqual({ windows: 0, sessions: 1, links: 0 });
	await tidy(api.database, Date.now() + 8 * 24 * 3_600_000);
	expect(await counts()).toEqual({ windows: 0, sessions: 0, links: 0 });
	api.close();
});
