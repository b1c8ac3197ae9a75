/** A queue over a database file of its own, with a real clock, and people who ask for something. */
import { setTimeout as sleep } from 'node:timers/promises';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import { askFor } from '#api/db/jobs.ts';
import type { Database } from '#api/db/database.ts';
import { openDatabase } from '#api/db/open-node.ts';
import { user } from '#api/db/schema/accounts.ts';
import { transcriptionJobs } from '#api/db/schema/jobs.ts';
import { createBus } from '#api/queue/bus.ts';
import { RULES, type Claimed, type Queue, type Rules } from '#api/queue/queue.ts';
import type { Place } from '#api/queue/rows.ts';

/** Fast, so that a test does not wait as long as a person would. */
const FAST: Rules = { ...RULES, lease: 400, backOff: 100, perSecond: 10_000 };

export interface OpenQueue {
	readonly queue: Queue;
	readonly database: Database;
	/** Somebody new, by id. */
	person(): Promise<string>;
	/** A job of theirs, in line. */
	ask(owner: string, more?: { priority?: number }): Promise<string>;
	row(id: string): Promise<typeof transcriptionJobs.$inferSelect>;
	/** Asks until something may start. */
	claim(): Promise<Claimed>;
	/** Another process of the API, beside this one or after it. */
	another(): Queue;
	close(): Promise<void>;
}

export async function openQueue(
	make: (place: Place) => Queue,
	rules: Partial<Rules> = {}
): Promise<OpenQueue> {
	const folder = mkdtempSync(join(tmpdir(), 'genesis-queue-'));
	const database = await openDatabase(`file:${join(folder, 'genesis.db')}`);
	const place = { database, rules: { ...FAST, ...rules }, bus: createBus(), now: Date.now };
	const queues = [make(place)];
	const queue = queues[0]!;
	let claims = 0;

	return {
		queue,
		database,
		async person() {
			const id = randomUUID();
			await database.insert(user).values({ id, name: 'P', email: `${id}@example.org` });
			return id;
		},
		async ask(ownerId, { priority } = {}) {
			const id = randomUUID();
			const upload = { id: randomUUID(), name: 'a.wav' };
			const wish = { upload, title: 'A', settings: {}, waiting: 20 };
			const rest = { requestKey: null, fingerprint: '', now: Date.now() };
			const asked = await askFor(database, { id, ownerId, ...wish, ...rest });
			if (asked.kind !== 'asked') throw new Error(asked.kind);
			if (priority !== undefined) {
				await database
					.update(transcriptionJobs)
					.set({ priority })
					.where(eq(transcriptionJobs.id, id));
			}
			await queue.add(id);
			return id;
		},
		async row(id) {
			const rows = await database
				.select()
				.from(transcriptionJobs)
				.where(eq(transcriptionJobs.id, id));
			return rows[0]!;
		},
		async claim() {
			for (;;) {
				const claimed = await queue.claim(`worker-${(claims += 1)}`);
				if (claimed) return claimed;
				await sleep(10);
			}
		},
		another() {
			queues.push(make(place));
			return queues.at(-1)!;
		},
		async close() {
			for (const each of queues) await each.close();
			database.$client.close();
			rmSync(folder, { recursive: true, force: true });
		}
	};
}
