/** The real server with a queue of either kind, people who send recordings to it, and a look into its rows. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import type { Database } from '#api/db/database.ts';
import { openDatabase } from '#api/db/open-node.ts';
import { user } from '#api/db/schema/accounts.ts';
import type { Person } from './api.ts';
import { EAR_SETTINGS, joinAt } from './ear.ts';
import { startRedis } from './redis.ts';
import { startServer, type Server } from './server.ts';

export type QueueName = 'libsql' | 'redis';

/** Milliseconds; short, so that a thousand dead workers do not take a day. */
const LEASE = 1_000;
const PEOPLE = 3;

export interface KillPlace {
	readonly address: string;
	readonly port: number;
	/** For temporary files of workers. */
	readonly folder: string;
	readonly people: readonly Person[];
	readonly admin: Person;
	/** The rows, to look at while the server lives: it alone works with them. To be closed. */
	look(): Promise<Database>;
	/** Kills the server, and starts it on what it has left. */
	again(): Promise<void>;
	close(): Promise<void>;
}

export async function openKillPlace(queue: QueueName): Promise<KillPlace> {
	const redis = queue === 'redis' ? await startRedis() : null;
	const settings = {
		...EAR_SETTINGS,
		QUEUE_RULES: `lease=${LEASE}`,
		...(redis && { QUEUE_URL: redis.url })
	};
	const folder = mkdtempSync(join(tmpdir(), 'genesis-killed-'));
	const data = join(folder, 'data');
	let server: Server = await startServer({ build: null, settings, data });
	const { address } = server;
	const port = Number(new URL(address).port);
	const look = (): Promise<Database> => openDatabase(`file:${join(data, 'genesis.db')}`);
	const people: Person[] = [];
	for (let i = 0; i < PEOPLE; i += 1) people.push(await joinAt(server));
	const admin = await joinAt(server);
	const rows = await look();
	const appointed = { role: 'admin', emailVerified: true } as const;
	await rows.update(user).set(appointed).where(eq(user.email, admin.email));
	rows.$client.close();

	return {
		address,
		port,
		folder,
		people,
		admin,
		look,
		async again() {
			await server.end('SIGKILL');
			const ADMINS = admin.email;
			server = await startServer({ build: null, settings: { ...settings, ADMINS }, data, port });
		},
		async close() {
			await server.stop();
			await redis?.stop();
			rmSync(folder, { recursive: true, force: true });
		}
	};
}
