/**
 * The workers that a server on one machine starts beside itself: each a process that ends with the
 * server and is started again, ever more rarely, when it dies.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Log } from './log.ts';

const MAIN = fileURLToPath(new URL('./worker/main.ts', import.meta.url));

const FIRST_PAUSE = 1000;
const MOST_PAUSE = 60_000;
/** One that has lived for so long was well: the next pause is a first one. */
const WELL = 60_000;

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
		const child = spawn(process.execPath, [MAIN], {
			env: { ...process.env, API_URL: api, WORKER_TOKEN: token },
			stdio: ['ignore', 'ignore', 'inherit']
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
		await Promise.all(
			[...children].map((child) => {
				const gone = new Promise((done) => child.once('close', done));
				child.kill('SIGTERM');
				return gone;
			})
		);
	};
}
