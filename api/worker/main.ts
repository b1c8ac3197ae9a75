/**
 * The server's ear: `npm run worker`. It asks the API for jobs, hears them and hands in what it has
 * written. It opens no database, listens on no port, and any number of it may run on any machines.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { factsOf, logTo, type Log } from '#api/log.ts';
import type { Work } from '#api/queue/protocol.ts';
import { BadSetting } from '#api/setting.ts';
import { canFence } from './decode-apart.ts';
import { keepEar, keepSeparator } from './ear.ts';
import { sweepFolders } from './folders.ts';
import { runJob, type Bench } from './job.ts';
import { Away, linkTo, Rejected } from './link.ts';
import { pauseAfter } from './patience.ts';
import { readWorkerSettings, type WorkerSettings } from './settings.ts';

/** How often a worker that has nothing to do asks for something, milliseconds. */
const ASK_MS = 1000;
/** A process that was asked to end does, whatever it waits for. */
const MOST_FAREWELL_MS = 10_000;
const CHECKPOINT_MS = 10_000;

const stop = new AbortController();
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
	process.once(signal, () => {
		stop.abort(new Error('stopping'));
		setTimeout(() => process.exit(1), MOST_FAREWELL_MS).unref();
	});
}

// A server that started this process, and ended, has closed its input.
if (process.argv.includes('--with-parent')) {
	process.stdin.once('close', () => stop.abort(new Error('stopping'))).resume();
}

try {
	await serve(readWorkerSettings(process.env, secretBeside));
	process.exit(0);
} catch (cause) {
	if (!(cause instanceof BadSetting)) throw cause;
	console.error(cause.message);
	process.exit(1);
}

async function serve(settings: WorkerSettings): Promise<void> {
	const { api, name, device, idleMs } = settings;
	const log = logTo(settings.logLevel).with({ worker: name });
	const separator = settings.separator ? keepSeparator(settings.separator, idleMs) : null;
	// A file that is none is said now, and not by the first recording.
	await separator?.take().catch(fileIsNone);
	separator?.letGo();
	await sweepFolders();
	const bench: Bench = {
		api,
		link: linkTo(api.address, api.token),
		ear: keepEar(device, idleMs, log),
		separator,
		log,
		stopping: stop.signal,
		version: versionOf(),
		checkpointMs: CHECKPOINT_MS
	};
	const { network, limits } = canFence();
	log.info('worker-ready', { api: api.address, device, 'decoder-offline': network, limits });
	for (let failures = 0; !stop.signal.aborted;) {
		const work = await ask(bench, name);
		if (work === 'away') {
			if (failures === 0) log.warn('api-away');
			await rest(pauseAfter(failures++));
			continue;
		}
		if (failures > 0) log.info('api-back');
		failures = 0;
		if (work) await runJob(work, bench);
		else await rest(ASK_MS * (0.75 + Math.random() / 2));
	}
	await Promise.all([bench.ear.close(), separator?.close()]);
	log.info('worker-ended');
}

function fileIsNone(cause: unknown): never {
	throw new BadSetting(cause instanceof Error ? cause.message : 'SEPARATOR_MODEL', { cause });
}

async function ask(
	{ link, log, stopping, separator }: Bench,
	worker: string
): Promise<Work | null | 'away'> {
	try {
		return await link.claim({ worker, separation: separator !== null }, stopping);
	} catch (cause) {
		if (stopping.aborted) return null;
		if (cause instanceof Away) return 'away';
		if (cause instanceof Rejected && [401, 403].includes(cause.status)) {
			throw new BadSetting('The server does not take this WORKER_TOKEN.', { cause });
		}
		return refused(cause, log);
	}
}

/** An API that answers strangely may be of another version; it is asked again like one that is away. */
function refused(cause: unknown, log: Log): 'away' {
	log.error('claim-refused', factsOf(cause));
	return 'away';
}

async function rest(ms: number): Promise<void> {
	await wait(ms, undefined, { signal: stop.signal }).catch(() => {});
}

/** Checkpoints of another version are not gone on from. */
function versionOf(): string {
	const path = fileURLToPath(new URL('../../package.json', import.meta.url));
	return (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version;
}

/** The token that a server on this machine keeps beside its database. */
function secretBeside(): string | null {
	try {
		const path = join(process.env['DATA_DIR'] || 'data', 'secrets.json');
		const secrets = JSON.parse(readFileSync(path, 'utf8')) as { worker?: unknown };
		return typeof secrets.worker === 'string' ? secrets.worker : null;
	} catch {
		return null;
	}
}
