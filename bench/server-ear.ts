/**
 * The server's ear on this machine: how long three minutes of music take after they have been sent
 * up, and how much sooner two workers with a core each are done with ten such recordings than one.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { gather, wav } from '#tests/support/clicks.ts';
import { ask, EAR_SETTINGS, hasEnded, joinAt, startWorker, until } from '#tests/support/ear.ts';
import { startServer } from '#tests/support/server.ts';
import { strikes, struck } from '#tests/support/struck-tones.ts';

const SECONDS = 180;
const HERTZ = 44_100;
const JOBS = 10;

interface Options {
	/** Another recording than struck tones. */
	readonly file?: string;
	readonly times: number;
	readonly json?: string;
}

export async function measureServerEar({ file, times, json }: Options): Promise<void> {
	const bytes = file ? readFileSync(file) : await tones();
	const load = loadavg().map((each) => Math.round(each * 10) / 10);
	const first = await singly(bytes, times);
	const one = await together(bytes, 1);
	const two = await together(bytes, 2);
	const figures = {
		machine: { cores: availableParallelism(), model: cpus()[0]?.model, bytes: totalmem(), load },
		recording: file ? { bytes: bytes.length } : { seconds: SECONDS, hertz: HERTZ },
		afterUpload: first,
		ten: { one, two, ratio: Math.round((two.seconds / one.seconds) * 100) / 100 }
	};
	console.log(JSON.stringify(figures, null, 2));
	if (json) writeFileSync(json, `${JSON.stringify(figures, null, '\t')}\n`);
}

const tones = async (): Promise<Uint8Array> =>
	wav(await gather(struck(strikes(SECONDS), SECONDS, HERTZ)), { hertz: HERTZ });

/** One recording after the other; the first also loads the ear. */
async function singly(bytes: Uint8Array, times: number): Promise<{ seconds: number[] }> {
	const server = await startServer({ build: null, settings: EAR_SETTINGS });
	const worker = startWorker(server.address, { LOG_LEVEL: 'info' });
	const ana = await joinAt(server);
	await worker.said('worker-ready');
	const seconds: number[] = [];
	for (let i = 0; i < times; i += 1) {
		let asked = 0;
		const id = await ask(
			ana,
			{ bytes, name: 'a.wav', title: 'A' },
			() => (asked = performance.now())
		);
		const { state } = await until(ana, id, hasEnded);
		if (state !== 'completed') throw new Error(`the job is ${state}`);
		seconds.push(rounded(performance.now() - asked));
	}
	await worker.end('SIGTERM');
	await server.stop();
	return { seconds };
}

interface Together {
	/** From the first start of a job to the end of the last. */
	readonly seconds: number;
	/** Of processor for one job, its decoder included. */
	readonly processor: number;
	readonly load: number;
}

/** Ten recordings at once, and workers with a core each. */
async function together(bytes: Uint8Array, count: number): Promise<Together> {
	const settings = { ...EAR_SETTINGS, QUEUE_RULES: `perPerson=${JOBS}` };
	const server = await startServer({ build: null, settings });
	const ana = await joinAt(server);
	const ids: string[] = [];
	for (let i = 0; i < JOBS; i += 1) ids.push(await ask(ana, { bytes, name: 'a.wav', title: 'A' }));
	const workers = Array.from({ length: count }, (_, core) =>
		startWorker(server.address, { LOG_LEVEL: 'info' }, core)
	);
	await Promise.all(workers.map((worker) => worker.said('job-started')));
	const begun = performance.now();
	// The workers say it themselves: to ask the server all the time would keep it busy.
	const ended = (): number =>
		workers.flatMap(({ lines }) => lines).filter(({ event }) => event === 'job-ended').length;
	while (ended() < JOBS) await wait(20);
	const seconds = rounded(performance.now() - begun);
	const jobs = await Promise.all(ids.map((id) => until(ana, id, hasEnded)));
	const lost = jobs.filter(({ state }) => state !== 'completed').length;
	if (lost > 0) throw new Error(`${lost} jobs were not completed`);
	const load = Math.round(loadavg()[0]! * 10) / 10;
	const spent = workers.reduce((sum, { pid }) => sum + processorOf(pid), 0);
	const processor = Math.round((spent / JOBS) * 100) / 100;
	await Promise.all(workers.map((worker) => worker.end('SIGTERM')));
	await server.stop();
	return { seconds, processor, load };
}

/** Seconds of processor that a process and its ended children have used: proc(5), in ticks of 10 ms. */
function processorOf(pid: number): number {
	const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
	return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / 100;
}

const rounded = (ms: number): number => Math.round(ms / 10) / 100;
