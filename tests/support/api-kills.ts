/**
 * A server that is killed while people send recordings and workers hear them, and that comes back on
 * what it has left. Whoever was promised a job gets its one right result; nobody gets one twice.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { sendFile } from '#app/uploads/tus.ts';
import { ORIGIN, type Person } from './api.ts';
import { deadLetters, sentAgain } from './dead-letters.ts';
import { startWorker } from './ear.ts';
import { openKillPlace, type KillPlace, type QueueName } from './kill-place.ts';
import { wrongResults, type Wanted } from './kill-results.ts';
import type { Chance } from './sync/chance.ts';
import { tinySongs, undisturbed, type Song } from './tiny-songs.ts';
import type { Wrong } from './wrong.ts';

export interface ServerKills {
	/** From each kill to the first answer of the next server, and from there until a job goes on, milliseconds. */
	readonly away: readonly number[];
	readonly goesOn: readonly number[];
	/** Jobs that were asked for, and of them those that had to be sent again by an admin. */
	readonly jobs: number;
	readonly deadLetters: number;
	readonly wrong: readonly Wrong[];
}

const WORKERS = 2;
/** Jobs of one person that wait or are heard. */
const OPEN = 3;
/** Longest life under load, and how long a job may take to go on, milliseconds. */
const LIFE = 1_200;
const SOON = 15_000;
const LOST = 120_000;
const LOOK = 50;
/** Two leases and some: whoever would hear something a second time has begun. */
const CALM = 2_500;

interface Row {
	readonly id: string;
	readonly state: string;
	readonly revision: number;
	readonly started: number | null;
	readonly ended: number | null;
}

export async function killServer(
	count: number,
	queue: QueueName,
	chance: Chance
): Promise<ServerKills> {
	const place = await openKillPlace(queue);
	try {
		return await round(place, count, chance);
	} finally {
		await place.close();
	}
}

async function round(place: KillPlace, count: number, chance: Chance): Promise<ServerKills> {
	const { address, people } = place;
	const own = { TMPDIR: place.folder };
	const songs = await tinySongs();
	const { results } = await undisturbed(people[0]!, songs, { address, settings: own });
	const workers = Array.from({ length: WORKERS }, (_, i) =>
		startWorker(address, { ...own, WORKER_NAME: `worker-${i}` })
	);
	const wanted: Wanted[] = [];
	const wrong: Wrong[] = [];
	let [going, dead] = [true, 0];

	/** Sends one after the other, and asks for each until it is promised. */
	async function keepAsking(person: Person): Promise<void> {
		for (let i = 0; going; i += 1) {
			const open = (await jobsOf(person)).filter(isOpen);
			if (open.length >= OPEN) {
				await wait(LOOK);
				continue;
			}
			const song = songs[i % songs.length]!;
			const id = await promised(person, await sentUp(address, person, song), song.title);
			wanted.push({ id, person, result: results.get(song.title)! });
		}
	}

	async function keepSendingAgain(): Promise<void> {
		for (;;) {
			const letters = await insisting(() => deadLetters(place.admin));
			for (const { id } of letters) {
				// The server may die with the answer on its lips; then the list says so.
				const done = await sentAgain(place.admin, id).catch(() => null);
				if (done?.length === 0) dead += 1;
			}
			const all = (await Promise.all(people.map(jobsOf))).flat();
			if (!going && all.every(({ state }) => state === 'completed')) return;
			if (Date.now() - ended > LOST) return;
			await wait(LOOK);
		}
	}

	/** @returns until a job was begun or has ended, milliseconds */
	async function untilOneGoesOn(killed: number): Promise<number> {
		const begun = Date.now();
		for (;;) {
			const all = (await Promise.all(people.map(jobsOf))).flat();
			const ms = Date.now() - begun;
			if (all.some(({ started, ended }) => Math.max(started ?? 0, ended ?? 0) > killed)) return ms;
			if (ms > SOON) {
				wrong.push({ kind: 'late', message: `no job went on for ${ms} ms` });
				return ms;
			}
			await wait(LOOK);
		}
	}

	let ended = Infinity;
	const asking = people.map(keepAsking);
	const sending = keepSendingAgain();
	const [away, goesOn]: [number[], number[]] = [[], []];
	for (let i = 0; i < count; i += 1) {
		await wait(chance.below(LIFE));
		const killed = Date.now();
		await place.again();
		away.push(Date.now() - killed);
		// Now and then it dies again before anything has gone on.
		if (chance.is(0.75)) goesOn.push(await untilOneGoesOn(killed));
	}
	going = false;
	ended = Date.now();
	await Promise.all([...asking, sending]);
	wrong.push(...(await wrongResults(wanted)));
	const before = await Promise.all(people.map(jobsOf));
	await wait(CALM);
	const after = await Promise.all(people.map(jobsOf));
	const all = after.flat();
	if (JSON.stringify(after) !== JSON.stringify(before)) {
		wrong.push({ kind: 'twice', message: 'something was heard that had been heard' });
	}
	if (all.length !== wanted.length + songs.length) {
		wrong.push({
			kind: 'twice',
			message: `${all.length - songs.length} jobs for ${wanted.length}`
		});
	}
	await Promise.all(workers.map((worker) => worker.end('SIGTERM')));
	return { away, goesOn, jobs: wanted.length, deadLetters: dead, wrong };
}

const isOpen = ({ state }: Row): boolean => state === 'pending' || state === 'active';

/** Asks until there is an answer: the server comes back. */
async function insisting<T>(ask: () => Promise<T>): Promise<T> {
	for (let failures = 0; ; failures += 1) {
		try {
			return await ask();
		} catch (cause) {
			if (failures * LOOK > LOST) throw cause;
			await wait(LOOK);
		}
	}
}

const jobsOf = (person: Person): Promise<readonly Row[]> =>
	insisting(async () => {
		const response = await person.request('/api/jobs');
		if (!response.ok) throw new Error(`${response.status}`);
		return ((await response.json()) as { jobs: Row[] }).jobs;
	});

/** As the page does it. @returns its id */
async function sentUp(address: string, person: Person, { bytes }: Song): Promise<string> {
	const sent = await sendFile(
		new Blob([bytes]),
		{ name: 'song.wav', signal: AbortSignal.timeout(LOST) },
		{
			endpoint: `${address}/api/uploads`,
			headers: { Cookie: person.cookies(), Origin: ORIGIN },
			retryDelays: Array<number>(LOST / LOOK).fill(LOOK)
		}
	);
	if (!sent.ok) throw new Error(`it was not sent up: ${sent.error.code}`);
	return sent.value;
}

/** Asks for a job by one key, however often that takes. @returns its id */
function promised(person: Person, upload: string, title: string): Promise<string> {
	const key = randomUUID();
	return insisting(async () => {
		const response = await person.request('/api/jobs', {
			method: 'POST',
			headers: { 'Content-Type': 'application/json', 'Idempotency-Key': key },
			body: JSON.stringify({ upload, title })
		});
		if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
		return ((await response.json()) as { id: string }).id;
	});
}
