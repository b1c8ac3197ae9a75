/**
 * A hundred people at once on the real server with ten thousand public scores. Beside the figures
 * stands what the same server needs for `/api/health` at the same time: on a machine that others
 * use too, only the ratio travels.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ORIGIN } from '#tests/support/api.ts';
import { startServer, type Server } from '#tests/support/server.ts';
import { Chance } from '#tests/support/sync/chance.ts';
import { fillLibrary } from './load/library.ts';
import { live, newcomer, type Habit } from './load/person.ts';

const SEED = 1_000_000;

export interface LoadOptions {
	readonly minutes: number;
	readonly people: number;
	readonly scores: number;
	/** Mean pause of a person between two requests, in milliseconds. */
	readonly think: number;
	readonly json?: string;
}

export async function measureLoad(options: LoadOptions): Promise<void> {
	const { json, ...asked } = options;
	const { people, scores, think, minutes } = asked;
	const chance = new Chance(SEED);
	const data = mkdtempSync(join(tmpdir(), 'genesis-load-'));
	console.log(`seed ${SEED}: ${scores} scores, ${people} people, ${minutes} minutes`);
	const tokens = await fillLibrary(`file:${join(data, 'genesis.db')}`, scores, chance);
	const limits = 'reads=,addressWrites=,writes=,lettersOfAddress=';
	const server = await startServer({
		build: null,
		data,
		settings: { ORIGIN, RATE_LIMITS: limits }
	});
	const persons = [];
	for (let i = 0; i < people; i += 1) persons.push(await newcomer(server.address, i));

	const taken = new Map<Habit | 'health', number[]>();
	const failures = new Map<string, number>();
	const watch = (habit: Habit | 'health', milliseconds: number, status: number): void => {
		const times = taken.get(habit);
		if (times) times.push(milliseconds);
		else taken.set(habit, [milliseconds]);
		if (status === 200) return;
		const what = `${habit} ${status}`;
		failures.set(what, (failures.get(what) ?? 0) + 1);
	};
	const [begun, worked] = [performance.now(), cpuOf(server)];
	const until = (): boolean => performance.now() - begun > minutes * 60_000;
	const memory = watchMemory(server);
	const floor = watchHealth(server, until, watch);
	const seeds = persons.map(() => chance.below(2 ** 31));
	await Promise.all([
		floor,
		...persons.map((person, i) =>
			live({ person, chance: new Chance(seeds[i]!), tokens, think, watch, until })
		)
	]);
	const found = summary(taken, failures);
	const cpu = Math.round((100 * (cpuOf(server) - worked)) / found.requests) / 100;
	const figures = { seed: SEED, ...asked, ...found, cpu, memory: memory() };
	await server.stop();
	rmSync(data, { recursive: true, force: true });
	const text = `${JSON.stringify(figures, null, '\t')}\n`;
	console.log(text);
	if (!json) return;
	mkdirSync(dirname(json), { recursive: true });
	writeFileSync(json, text);
}

function summary(taken: ReadonlyMap<string, readonly number[]>, failures: Map<string, number>) {
	const work = [...taken].filter(([habit]) => habit !== 'health');
	const all = work.flatMap(([, times]) => times);
	const health = share(taken.get('health') ?? []);
	return {
		requests: all.length,
		errors: [...failures.values()].reduce((sum, count) => sum + count, 0),
		failures: Object.fromEntries(failures),
		milliseconds: share(all),
		each: Object.fromEntries(work.map(([habit, times]) => [habit, share(times)])),
		/** The same server, the same moments, nothing to do. */
		health,
		load: loadavg()[0]
	};
}

function share(times: readonly number[]): Record<'p50' | 'p95' | 'p99' | 'most', number> {
	const sorted = times.toSorted((a, b) => a - b);
	const at = (part: number): number =>
		Math.round((sorted[Math.floor(part * (sorted.length - 1))] ?? 0) * 10) / 10;
	return { p50: at(0.5), p95: at(0.95), p99: at(0.99), most: at(1) };
}

async function watchHealth(
	{ address }: Server,
	until: () => boolean,
	watch: (habit: 'health', milliseconds: number, status: number) => void
): Promise<void> {
	while (!until()) {
		const begun = performance.now();
		const response = await fetch(`${address}/api/health`);
		await response.text();
		watch('health', performance.now() - begun, response.status);
		await new Promise((resolve) => setTimeout(resolve, 250));
	}
}

/** Milliseconds that the server's process has had a core: they travel even from a crowded machine. */
function cpuOf({ pid }: Server): number {
	const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
		.replace(/^.*\) /, '')
		.split(' ');
	return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** Megabytes of the server's process: the most of each half minute. */
function watchMemory({ pid }: Server): () => readonly number[] {
	const seconds: number[] = [];
	const timer = setInterval(() => {
		const status = readFileSync(`/proc/${pid}/status`, 'utf8');
		seconds.push(Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024));
	}, 1000);
	return () => {
		clearInterval(timer);
		const halves = Math.ceil(seconds.length / 30);
		return Array.from({ length: halves }, (_, i) =>
			Math.max(...seconds.slice(i * 30, i * 30 + 30))
		);
	};
}
