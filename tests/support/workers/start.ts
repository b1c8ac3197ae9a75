/** The Worker as it is deployed: its database behind HTTP, migrated by the command that a deployment uses. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient, type Client } from '@libsql/client';
import { ORIGIN } from '#tests/support/api.ts';
import { startHrana } from './hrana.ts';
import { wranglerDev, type Worker } from './wrangler.ts';

interface Deployed extends Worker {
	/** The database, past the Worker. */
	readonly database: Client;
}

export async function startWorker(): Promise<Deployed> {
	const folder = mkdtempSync(join(tmpdir(), 'genesis-workers-'));
	const hrana = await startHrana(join(folder, 'genesis.db'));
	const database = { DATABASE_URL: hrana.url, DATABASE_TOKEN: hrana.token };
	await migrate(database);
	const bindings = { ...database, ORIGIN, AUTH_SECRET: 'a secret of thirty-two letters or more' };
	const worker = await wranglerDev('api/index.ts', bindings);
	const past = createClient({ url: hrana.url, authToken: hrana.token });
	return {
		address: worker.address,
		database: past,
		async stop() {
			past.close();
			await worker.stop();
			await hrana.stop();
			rmSync(folder, { recursive: true, force: true });
		}
	};
}

function migrate(database: Record<string, string>): Promise<void> {
	const child = spawn(process.execPath, ['api/migrate-node.ts'], {
		env: { ...process.env, ...database },
		stdio: ['ignore', 'ignore', 'inherit']
	});
	return new Promise((resolve, reject) => {
		child.once('exit', (code) =>
			code === 0 ? resolve() : reject(new Error(`migrate ended with ${code}`))
		);
	});
}
