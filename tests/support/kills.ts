/**
 * A server that is killed while people write. What it has acknowledged must be there when it comes
 * back, what it has not may be; and a device that asks again gets the answer it has missed.
 */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Change, Result } from '#api/sync/shapes.ts';
import { ORIGIN, PASSWORD, somebody } from './api.ts';
import { pushed, scored } from './pushes.ts';
import { freePort, startServer } from './server.ts';
import type { Chance } from './sync/chance.ts';

/** What became of the writes of one life of the server, and of the file that it left. */
export interface Life {
	/** Writes that it has acknowledged. */
	readonly acknowledged: number;
	/** Writes under way when it died; of these, how many are there nevertheless. */
	readonly open: number;
	readonly survived: number;
	/** Sentences; none when all is well. */
	readonly wrong: readonly string[];
}

export interface Killing {
	/** Starts the server on what the last one left, looks, lets write, kills. */
	kill(): Promise<Life>;
	close(): void;
}

/** One score that one device goes on editing. */
interface Edited {
	readonly id: string;
	revision: number;
	title: string;
	/** Sent, and not answered. */
	open: { readonly key: string; readonly title: string } | null;
}

const WRITERS = 10;
const SCORES = 4;

/** Longest life under load, in milliseconds. */
const LIFE = 500;

export async function openKilling(chance: Chance): Promise<Killing> {
	const folder = mkdtempSync(join(tmpdir(), 'genesis-kills-'));
	const data = join(folder, 'data');
	const port = await freePort();
	const address = `http://127.0.0.1:${port}`;
	const request = (path: string, init?: RequestInit): Promise<Response> =>
		fetch(address + path, init);
	const person = somebody({ request }, { id: '', name: 'Ana', email: 'ana@example.org' });
	const fresh = (): Edited => ({ id: randomUUID(), revision: 0, title: '', open: null });
	const writers = Array.from({ length: WRITERS }, () => Array.from({ length: SCORES }, fresh));
	let lives = 0;

	const start = () =>
		startServer({
			build: null,
			data,
			port,
			settings: { ORIGIN, RATE_LIMITS: 'reads=,addressWrites=,writes=' }
		});

	async function register(): Promise<void> {
		const { name, email } = person;
		const response = await person.request('/api/auth/sign-up/email', {
			method: 'POST',
			body: JSON.stringify({ name, email, password: PASSWORD }),
			headers: { 'Content-Type': 'application/json' }
		});
		if (!response.ok) throw new Error(`nobody could register: ${response.status}`);
	}

	/** Compares what is there with what was acknowledged. */
	async function look(wrong: string[]): Promise<{ open: number; survived: number }> {
		const response = await person.request('/api/changes');
		const { changes } = (await response.json()) as { changes: Change[] };
		const there = new Map(changes.map((change) => [change.id, change]));
		const found = { open: 0, survived: 0 };
		for (const edited of writers.flat()) {
			const { revision = 0, content = null } = there.get(edited.id) ?? {};
			const title = (content as { document: { title: string } } | null)?.document.title ?? '';
			const kept = revision === edited.revision && title === edited.title;
			const ahead = revision === edited.revision + 1 && title === edited.open?.title;
			if (!kept && !ahead) {
				wrong.push(
					`acknowledged "${edited.title}" at ${edited.revision}, there is "${title}" at ${revision}`
				);
			}
			found.open += edited.open ? 1 : 0;
			found.survived += ahead ? 1 : 0;
		}
		return found;
	}

	/** Edits until the server is gone. @returns how many edits were acknowledged */
	async function write(scores: readonly Edited[], wrong: string[]): Promise<number> {
		for (let count = 0; ; count += 1) {
			const edited = scores.find(({ open }) => open) ?? scores[count % SCORES]!;
			const { id, revision: base } = edited;
			edited.open ??= { key: randomUUID(), title: `edit ${base + 1} of ${id}` };
			const { key, title } = edited.open;
			try {
				const response = await pushed(person, [scored(title, { id, base })], { key });
				const body = (await response.json()) as { results?: Result[] };
				const [result] = body.results ?? [];
				if (result?.status !== 'saved' || result.revision !== base + 1) {
					wrong.push(`"${title}" was answered ${response.status} ${JSON.stringify(body)}`);
					return count;
				}
			} catch {
				return count;
			}
			Object.assign(edited, { revision: base + 1, title, open: null });
		}
	}

	return {
		async kill() {
			const wrong: string[] = [];
			// In turn: the one who recovers the file is the server, or somebody who only looks.
			lives += 1;
			if (lives > 1 && lives % 2 === 0) wrong.push(...(await faultsOf(data)));
			const server = await start();
			if (lives === 1) await register();
			const faults = lives % 2 === 1 ? faultsOf(data) : [];
			const found = await look(wrong);
			wrong.push(...(await faults));
			const writing = writers.map((scores) => write(scores, wrong));
			await new Promise((resolve) => setTimeout(resolve, 20 + chance.below(LIFE)));
			await server.end('SIGKILL');
			const counts = await Promise.all(writing);
			await server.stop();
			return { acknowledged: counts.reduce((sum, count) => sum + count, 0), ...found, wrong };
		},
		close: () => rmSync(folder, { recursive: true, force: true })
	};
}

/** Asked in another process: a connection here would outlive the server, and do its work for it. */
async function faultsOf(data: string): Promise<string[]> {
	const script = `
		import { createClient } from '@libsql/client';
		const client = createClient({ url: ${JSON.stringify(`file:${join(data, 'genesis.db')}`)} });
		const { rows } = await client.execute('PRAGMA integrity_check');
		console.log(rows.map((row) => row[0]).join('; '));
	`;
	const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
		stdio: ['ignore', 'pipe', 'inherit']
	});
	let said = '';
	child.stdout.on('data', (text) => (said += text));
	await new Promise((resolve) => child.once('close', resolve));
	return said.trim() === 'ok' ? [] : [`integrity: ${said.trim()}`];
}
