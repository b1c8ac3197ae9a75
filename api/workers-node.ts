/**
 * The workers that a server on one machine starts beside itself: each a process that ends with the
 * server and is started again, ever more rarely, when it dies.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { serve } from '@hono/node-server';
import type { Settings } from './environment.ts';
import type { Log } from './log.ts';

const MAIN = fileURLToPath(new URL('./worker/main.ts', import.meta.url));

const FIRST_PAUSE = 1000;
const MOST_PAUSE = 60_000;
/** One that has lived for so long was well: the next pause is a first one. */
const WELL = 60_000;
/** A worker gives its job back within so long, or never. */
const FAREWELL = 8_000;

interface Company {
	readonly count: number;
	/** Where the API listens, as this machine sees it. */
	readonly api: string;
	readonly token: string;
	readonly log: Log;
}

/** @returns ends them: they give their jobs back; resolves when they are gone */
export function startWorkers({ count, api, token, log }: Company): () => Promise<void> {
	const children = new Set<ChildProcess>();
	let ending = false;

	function start(failures: number): void {
		if (ending) return;
		const begun = performance.now();
		const child = spawn(process.execPath, [MAIN, '--with-parent'], {
			env: { ...process.env, API_URL: api, WORKER_TOKEN: token },
			// Its input closes when this process ends, however it does.
			stdio: ['pipe', 'ignore', 'inherit']
		});
		children.add(child);
		child.once('close', (code, signal) => {
			children.delete(child);
			if (ending) return;
			const after = performance.now() - begun > WELL ? 0 : failures;
			const pause = Math.min(MOST_PAUSE, FIRST_PAUSE * 2 ** after);
			log.warn('worker-died', { code, signal, 'again-ms': pause });
			setTimeout(() => start(after + 1), pause).unref();
		});
		child.once('error', () => {}); // 'close' follows
	}

	for (let i = 0; i < count; i += 1) start(0);
	return async () => {
		ending = true;
		const end = (signal: NodeJS.Signals): void => children.forEach((child) => child.kill(signal));
		const gone = [...children].map((child) => new Promise((done) => child.once('close', done)));
		end('SIGTERM');
		const late = setTimeout(() => end('SIGKILL'), FAREWELL);
		await Promise.all(gone);
		clearTimeout(late);
	};
}

type Fetch = Parameters<typeof serve>[0]['fetch'];

/**
 * Where a worker on this machine finds the API. A certificate is made out to the name that people
 * use, so with TLS there is a second door, for this machine alone.
 */
export function doorForWorkers(
	{ host, tls }: Pick<Settings, 'host' | 'tls'>,
	{ port }: AddressInfo,
	fetch: Fetch
): Promise<string> {
	if (tls) {
		return new Promise((done) => {
			serve({ fetch, hostname: '127.0.0.1', port: 0 }, (info) =>
				done(`http://127.0.0.1:${info.port}`)
			);
		});
	}
	const here = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
	return Promise.resolve(`http://${here.includes(':') ? `[${here}]` : here}:${port}`);
}
