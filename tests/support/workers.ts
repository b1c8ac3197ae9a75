/**
 * The server as Cloudflare runs it, here: `wrangler dev` on workerd, with the database behind HTTP
 * and migrated by the command that a deployment uses. Nothing leaves this machine.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ORIGIN } from './api.ts';
import { startHrana } from './hrana.ts';
import { freePort } from './server.ts';

export interface Worker {
	/** Without a slash at the end. */
	readonly address: string;
	stop(): Promise<void>;
}

const QUIET = {
	CI: '1',
	NO_COLOR: '1',
	WRANGLER_SEND_METRICS: 'false',
	CLOUDFLARE_CF_FETCH_ENABLED: 'false'
};

export async function startWorker(): Promise<Worker> {
	const folder = mkdtempSync(join(tmpdir(), 'genesis-workers-'));
	const hrana = await startHrana(join(folder, 'genesis.db'));
	const database = { DATABASE_URL: hrana.url, DATABASE_TOKEN: hrana.token };
	await migrate(database);

	const port = await freePort();
	const bindings = { ...database, ORIGIN, AUTH_SECRET: 'a secret of thirty-two letters or more' };
	const options = {
		ip: '127.0.0.1',
		port: `${port}`,
		'inspector-port': `${await freePort()}`,
		'persist-to': folder,
		'show-interactive-dev-session': 'false'
	};
	const child = spawn(
		process.execPath,
		[
			'node_modules/wrangler/bin/wrangler.js',
			'dev',
			'--local',
			...Object.entries(options).map(([name, value]) => `--${name}=${value}`),
			...Object.entries(bindings).flatMap(([name, value]) => ['--var', `${name}:${value}`])
		],
		{
			env: { ...process.env, ...QUIET, WRANGLER_LOG_PATH: join(folder, 'logs') },
			stdio: ['ignore', 'pipe', 'pipe'],
			detached: true
		}
	);
	const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
	let said = '';
	await new Promise<void>((resolve, reject) => {
		child.once('exit', (code) => reject(new Error(`wrangler ended with ${code}: ${said}`)));
		for (const stream of [child.stdout, child.stderr]) {
			stream.setEncoding('utf8').on('data', (text: string) => {
				said += text;
				if (said.includes('Ready on')) resolve();
			});
		}
	});
	return {
		address: `http://127.0.0.1:${port}`,
		async stop() {
			// The group: wrangler starts workerd and leaves it behind when it is killed alone.
			process.kill(-child.pid!, 'SIGKILL');
			await ended;
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
