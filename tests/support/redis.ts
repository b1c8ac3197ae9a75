/** A Redis of its own for a test, in memory and on a port of its own. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './server.ts';

const PROGRAM = process.env['REDIS_SERVER'] ?? '/usr/bin/redis-server';

/** Tests without it say so in their names and are left out; `npm test` installs it. */
export const hasRedis = existsSync(PROGRAM);

export interface RedisServer {
	readonly url: string;
	readonly pid: number;
	stop(): Promise<void>;
}

/** @param port to come back where another one has been */
export async function startRedis(port?: number): Promise<RedisServer> {
	const at = port ?? (await freePort());
	const folder = mkdtempSync(join(tmpdir(), 'genesis-redis-'));
	const child = spawn(
		PROGRAM,
		['--port', `${at}`, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder],
		{ stdio: ['ignore', 'pipe', 'inherit'] }
	);
	const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
	await new Promise<void>((resolve, reject) => {
		child.once('exit', (code) => reject(new Error(`redis-server ended with ${code}`)));
		child.stdout.on('data', (text: Buffer) => {
			if (text.includes('Ready to accept connections')) resolve();
		});
	});
	return {
		url: `redis://127.0.0.1:${at}`,
		pid: child.pid!,
		async stop() {
			child.kill('SIGKILL');
			await ended;
			rmSync(folder, { recursive: true, force: true });
		}
	};
}
