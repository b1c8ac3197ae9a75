/** The real server, as `npm start` runs it, on a port that the system chooses. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Server {
	/** Without a slash at the end. */
	readonly address: string;
	/** Folder of its data; goes with the server when it was made for it. */
	readonly data: string;
	readonly pid: number;
	/** Ends the server and all its connections: from then on the network is off. */
	stop(): Promise<void>;
	/** Ends it by a signal, and keeps its data. Resolves with its exit code. */
	end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null>;
}

interface ServerOptions {
	/** Folder of the built app; null for a server whose page nobody opens. */
	readonly build?: string | null;
	/** To come back where another server has been. */
	readonly port?: number;
	/** To go on with what another server has kept. */
	readonly data?: string;
	/** Further settings. */
	readonly settings?: Readonly<Record<string, string>>;
}

export async function startServer(options: ServerOptions = {}): Promise<Server> {
	const { build = 'build', settings = {} } = options;
	const port = options.port ?? (await freePort());
	const folder = mkdtempSync(join(tmpdir(), 'genesis-data-'));
	const data = options.data ?? join(folder, 'data');
	// Whoever needs a worker starts one.
	const place = {
		BUILD_DIR: build ?? bare(folder),
		DATA_DIR: data,
		HOST: '127.0.0.1',
		WORKERS: '0'
	};
	// What is compiled once need not be compiled again by the next server.
	const cache = { NODE_COMPILE_CACHE: join(tmpdir(), 'genesis-compiled') };
	const child = spawn(process.execPath, ['api/node.ts'], {
		env: { ...process.env, ...cache, ...place, PORT: `${port}`, ...settings },
		stdio: ['ignore', 'pipe', 'inherit']
	});
	const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
	await new Promise<void>((resolve, reject) => {
		child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
		child.stdout.once('data', () => resolve());
	});
	return {
		address: `http://localhost:${port}`,
		data,
		pid: child.pid!,
		async stop() {
			child.kill('SIGKILL');
			await ended;
			rmSync(folder, { recursive: true, force: true });
		},
		end(signal) {
			child.kill(signal);
			return ended;
		}
	};
}

/** A built app as small as it can be. */
function bare(folder: string): string {
	const build = join(folder, 'build');
	mkdirSync(build);
	writeFileSync(join(build, 'index.html'), '<!doctype html>');
	return build;
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
