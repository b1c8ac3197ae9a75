/** The server's ear as a person meets it: the real server, real workers, a recording that is sent up. */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { JobSettings } from '#api/queue/protocol.ts';
import { ORIGIN, PASSWORD, somebody, type Person } from './api.ts';
import type { Server } from './server.ts';
import { uploaded } from './tus.ts';

/** What workers of these servers show. */
export const TOKEN = 'a token of thirty-two letters or more';

/** Settings of a server that no test overloads. */
export const EAR_SETTINGS = {
	ORIGIN,
	WORKER_TOKEN: TOKEN,
	RATE_LIMITS: 'reads=,addressWrites=,writes=,uploadedBytes='
};

interface Line {
	readonly event: string;
	readonly job?: string;
	readonly [fact: string]: unknown;
}

export interface TestWorker {
	/** Everything that it has said. */
	readonly lines: readonly Line[];
	/** Waits until it has said something, once more than `before` times. */
	said(event: string, before?: number): Promise<Line>;
	/** Ends it by a signal. Resolves with its exit code. */
	end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null>;
	readonly pid: number;
	/** What it said that was no line of its log. */
	readonly words: string;
	readonly ended: Promise<number | null>;
}

/** @param core of the processor, where it is to have one of its own */
export function startWorker(
	address: string,
	settings: Readonly<Record<string, string>> = {},
	core?: number
): TestWorker {
	const lines: Line[] = [];
	let words = '';
	const pinned = core === undefined ? [] : ['taskset', '-c', `${core}`];
	const [command = '', ...args] = [...pinned, process.execPath, 'api/worker/main.ts'];
	const child = spawn(command, args, {
		env: {
			...process.env,
			NODE_COMPILE_CACHE: join(tmpdir(), 'genesis-compiled'),
			API_URL: address,
			WORKER_TOKEN: TOKEN,
			LOG_LEVEL: 'debug',
			...settings
		},
		stdio: ['ignore', 'ignore', 'pipe']
	});
	let rest = '';
	child.stderr.setEncoding('utf8').on('data', (text: string) => {
		const all = (rest + text).split('\n');
		rest = all.pop()!;
		for (const line of all) {
			if (line.startsWith('{')) lines.push(JSON.parse(line) as Line);
			else words += `${line}\n`;
		}
	});
	const ended = new Promise<number | null>((done) => child.once('close', done));
	return {
		lines,
		pid: child.pid!,
		get words() {
			return words;
		},
		ended,
		async said(event, before = 0) {
			for (;;) {
				const found = lines.filter((line) => line.event === event)[before];
				if (found) return found;
				if (child.exitCode !== null) throw new Error(`the worker has ended: ${words}`);
				await wait(20);
			}
		},
		end(signal) {
			child.kill(signal);
			return ended;
		}
	};
}

/** Somebody new at a server. */
export async function joinAt({ address }: Pick<Server, 'address'>): Promise<Person> {
	const request = (path: string, init?: RequestInit): Promise<Response> =>
		fetch(address + path, init);
	const email = `${randomUUID().slice(0, 8)}@example.org`;
	const person = somebody({ request }, { id: '', name: 'Ana', email });
	const response = await person.request('/api/auth/sign-up/email', {
		method: 'POST',
		body: JSON.stringify({ name: 'Ana', email, password: PASSWORD }),
		headers: { 'Content-Type': 'application/json' }
	});
	if (!response.ok) throw new Error(`nobody could register: ${response.status}`);
	return person;
}

interface Recording {
	readonly bytes: Uint8Array;
	/** Of the file. */
	readonly name: string;
	readonly title: string;
	readonly settings?: JobSettings;
}

/** Sends a recording up and asks for it to be heard. @returns the job's id */
export async function ask(
	person: Person,
	recording: Recording,
	onUploaded?: () => void
): Promise<string> {
	const { bytes, name, title, settings = {} } = recording;
	const upload = await uploaded(person, bytes, { filename: name });
	onUploaded?.();
	const response = await person.request('/api/jobs', {
		method: 'POST',
		body: JSON.stringify({ upload, title, settings }),
		headers: { 'Content-Type': 'application/json' }
	});
	if (response.status !== 202) throw new Error(`${response.status} ${await response.text()}`);
	return ((await response.json()) as { id: string }).id;
}

interface Job {
	readonly state: 'pending' | 'active' | 'completed' | 'failed' | 'cancelled';
	readonly stage: string;
	readonly progress: number;
	readonly failure: string | null;
	readonly attempts: number;
	readonly started: number | null;
	readonly ended: number | null;
}

export async function jobOf(person: Person, id: string): Promise<Job> {
	const response = await person.request(`/api/jobs/${id}`);
	if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
	return (await response.json()) as Job;
}

/** Waits until a job is as it should be. */
export async function until(person: Person, id: string, is: (job: Job) => boolean): Promise<Job> {
	for (;;) {
		const job = await jobOf(person, id);
		if (is(job)) return job;
		await wait(100);
	}
}

export const hasEnded = ({ state }: Job): boolean => state !== 'pending' && state !== 'active';

export async function resultOf(person: Person, id: string): Promise<string> {
	const response = await person.request(`/api/jobs/${id}/result`);
	if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
	return response.text();
}
