/** The real server, reached in two ways: its database functions, and the whole of it by requests. */
import { sql } from 'drizzle-orm';
import { changesSince } from '#api/db/changes.ts';
import type { Database } from '#api/db/database.ts';
import { push } from '#api/db/push.ts';
import { MOST, type Item } from '#api/sync/shapes.ts';
import type { Outcome, Page } from '#app/sync/ports.ts';
import type { Person, TestApi } from '#tests/support/api.ts';
import { backupsOf } from './backups.ts';
import { namesIn } from './device.ts';
import type { TestServer } from './interleave.ts';
import type { Reached } from './network.ts';

/** Straight to the database, for a new person of its own. */
export async function directServer(database: Database, ownerId: string): Promise<TestServer> {
	await database.run(
		sql`INSERT INTO user (id, name, email) VALUES (${ownerId}, ${ownerId}, ${ownerId})`
	);
	const clock = { now: 1_800_000_000_000 };
	return {
		clock,
		...backupsOf(database, ownerId, () => clock.now),
		contents: () => contentsOf(database, ownerId),
		async push(key, items) {
			const fingerprint = JSON.stringify(items);
			const sent = items as unknown as readonly Item[];
			const results = await push(database, {
				ownerId,
				key,
				fingerprint,
				items: sent,
				now: clock.now
			});
			return results ? { ok: true, value: results } : { ok: false, error: { code: 'refused' } };
		},
		changes: async (since) => ({
			ok: true,
			value: await changesSince(database, ownerId, since, MOST)
		})
	};
}

/** Through requests, cookies, validation and JSON. */
export function requestedServer(api: TestApi, person: Person): TestServer {
	return {
		clock: api.clock,
		...backupsOf(api.database, person.id, () => api.clock.now),
		contents: () => contentsOf(api.database, person.id),
		...reachedBy(person)
	};
}

/** Any server, as one device of a person reaches it. Throws when it refuses. */
export function reachedBy(person: Person): Reached {
	return {
		async push(key, items) {
			const response = await person.request('/api/changes', {
				method: 'POST',
				headers: { 'Content-Type': 'application/json', 'Idempotency-Key': key },
				body: JSON.stringify({ items })
			});
			if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
			const { results } = (await response.json()) as { results: Outcome[] };
			return { ok: true, value: results };
		},
		async changes(since) {
			const response = await person.request(`/api/changes?since=${since}`);
			if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
			return { ok: true, value: (await response.json()) as Page };
		}
	};
}

/** As long as nobody else needs them. */
export async function forgetPerson(database: Database, ownerId: string): Promise<void> {
	await database.run(sql`DELETE FROM user WHERE id = ${ownerId}`);
	await database.run(sql`DELETE FROM epochs WHERE floor > 0`);
}

async function contentsOf(
	database: Database,
	ownerId: string
): Promise<ReadonlyMap<string, string>> {
	const page = await changesSince(database, ownerId, 0, 10_000);
	return new Map(
		page.changes.flatMap(({ kind, id, content }) =>
			content ? [[`${kind} ${id}`, namesIn(content).join(' ')]] : []
		)
	);
}
