/** The Worker as it is deployed: its database behind HTTP, migrated by the command that a deployment uses. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ORIGIN } from '#tests/support/api.ts';
import { startHrana } from './hrana.ts';
import { wranglerDev, type Worker } from './wrangler.ts';

export async function startWorker(): Promise<Worker> {
	const folder = mkdtempSync(join(tmpdir(), 'genesis-workers-'));
	const hrana = await startHrana(join(folder, 'genesis.db'));
	const database = { DATABASE_URL: hrana.url, DATABASE_TOKEN: hrana.token };
	await migrate(database);
	const bindings = { ...database, ORIGIN, AUTH_SECRET: 'a secret of thirty-two letters or more' };
	const worker = await wranglerDev('api/index.ts', bindings);
	return {
		address: worker.address,
		async stop() {
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
