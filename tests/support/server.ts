/** The real server, as `npm start` runs it, on a port that the system chooses. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Server {
	/** Without a slash at the end. */
	readonly address: string;
	/** Ends the server and all its connections: from then on the network is off. */
	stop(): Promise<void>;
}

interface ServerOptions {
	/** Folder of the built app. */
	readonly build?: string;
	/** To come back where another server has been. */
	readonly port?: number;
}

export async function startServer({ build = 'build', port }: ServerOptions = {}): Promise<Server> {
	const chosen = port ?? (await freePort());
	const data = mkdtempSync(join(tmpdir(), 'genesis-data-'));
	const child = spawn(process.execPath, ['api/node.ts'], {
		env: { ...process.env, BUILD_DIR: build, DATA_DIR: data, HOST: '127.0.0.1', PORT: `${chosen}` },
		stdio: ['ignore', 'pipe', 'inherit']
	});
	const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
	await new Promise<void>((resolve, reject) => {
		child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
		child.stdout.once('data', () => resolve());
	});
	return {
		address: `http://localhost:${chosen}`,
		async stop() {
			child.kill('SIGKILL');
			await ended;
			rmSync(data, { recursive: true, force: true });
		}
	};
}

export function freePort(): Promise<number> {
	return new Promise((resolve, reject) => {
		const probe = createServer().once('error', reject);
		probe.listen(0, '127.0.0.1', () => {
			const address = probe.address();
			probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
		});
	});
}
