/** The server as Cloudflare runs it, here: `wrangler dev` on workerd. Nothing leaves this machine. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '#tests/support/server.ts';

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

/**
 * @param entry the module whose `fetch` is asked
 * @param bindings what the settings of the deployment say
 */
export async function wranglerDev(
	entry: string,
	bindings: Readonly<Record<string, string>>
): Promise<Worker> {
	const folder = mkdtempSync(join(tmpdir(), 'genesis-wrangler-'));
	const port = await freePort();
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
			entry,
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
			rmSync(folder, { recursive: true, force: true });
		}
	};
}
