/** What may be set of a worker. docs/self-hosting.md lists it. */
import { hostname } from 'node:os';
import type { Level } from '#api/log.ts';
import { BadSetting, logLevel } from '#api/setting.ts';
import type { Device } from '#models/engine/onnx-node.ts';

export interface WorkerSettings {
	readonly api: { readonly address: string; readonly token: string };
	/** A name of its own for each process. */
	readonly name: string;
	readonly device: Device | 'auto';
	/** Path of a Demucs network in ONNX; without it nothing is taken apart. */
	readonly separator: string | null;
	/** How long the ear is kept in memory when no job comes, milliseconds. */
	readonly idleMs: number;
	readonly logLevel: Level;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * @param secret the token that the server has made, where it can be read
 * @throws BadSetting with a sentence for the person who set it
 */
export function readWorkerSettings(env: Environment, secret: () => string | null): WorkerSettings {
	const address = env['API_URL'] || `http://127.0.0.1:${env['PORT'] || '4444'}`;
	if (!URL.canParse(address) || !/^https?:/.test(address)) {
		throw new BadSetting(
			`API_URL must be an address like https://music.example, not "${address}".`
		);
	}
	const token = env['WORKER_TOKEN'] || secret();
	if (!token) {
		throw new BadSetting(
			'WORKER_TOKEN must be the same as the server has; on its machine, start the server first.'
		);
	}
	const minutes = Number(env['WORKER_IDLE_MINUTES'] || '10');
	if (!(minutes >= 0)) throw new BadSetting('WORKER_IDLE_MINUTES must be a number.');
	return {
		api: { address: new URL(address).origin, token },
		name:
			env['WORKER_NAME'] || `${hostname()}-${process.pid}`.replace(/[^\w.:-]/g, '-').slice(-100),
		device: device(env['WORKER_DEVICE'] || 'auto'),
		separator: env['SEPARATOR_MODEL'] || null,
		idleMs: minutes * 60_000,
		logLevel: logLevel(env['LOG_LEVEL'] || 'info')
	};
}

function device(text: string): WorkerSettings['device'] {
	if (text === 'auto' || text === 'cpu' || text === 'cuda') return text;
	throw new BadSetting(`WORKER_DEVICE is auto, cpu or cuda, not "${text}".`);
}
