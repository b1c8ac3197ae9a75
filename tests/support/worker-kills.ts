/**
 * Workers that are killed in the middle of what they do, two at a time, while people send recordings.
 * Each job must have its one right result in the end, and be begun again soon; one that killed three
 * workers waits for an admin, who sees it and sends it again.
 */
import { readdirSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { inArray } from 'drizzle-orm';
import { transcriptionJobs as jobs } from '#api/db/schema/jobs.ts';
import { ask, startWorker } from './ear.ts';
import { aftermath, type Killed } from './kill-aftermath.ts';
import { momentBy, passed, type Moment } from './kill-moments.ts';
import { openKillPlace, type KillPlace, type QueueName } from './kill-place.ts';
import { settled, type Wanted } from './kill-results.ts';
import type { Chance } from './sync/chance.ts';
import { tinySongs, undisturbed } from './tiny-songs.ts';
import { doorTo } from './watched-door.ts';
import type { Wrong } from './wrong.ts';

export interface KillRound {
	readonly kills: readonly Killed[];
	/** Jobs that were asked for, and how often one was begun in all. */
	readonly jobs: number;
	readonly starts: number;
	/** Jobs that had lost three workers; an admin has seen each and has sent it again. */
	readonly deadLetters: number;
	readonly wrong: readonly Wrong[];
}

/** Workers at the same time, and jobs that stand in line for them. */
const WORKERS = 2;
const IN_LINE = 5;

const LOOK = 25;

export async function killWorkers(
	count: number,
	queue: QueueName,
	chance: Chance
): Promise<KillRound> {
	const place = await openKillPlace(queue);
	try {
		const moments = Array.from({ length: count }, () => momentBy(chance));
		return await round(place, moments);
	} finally {
		await place.close();
	}
}

async function round(place: KillPlace, moments: readonly Moment[]): Promise<KillRound> {
	const { address, people, port } = place;
	const own = { TMPDIR: place.folder };
	const songs = await tinySongs();
	const usual = await undisturbed(people[0]!, songs, { address, settings: own });
	const database = await place.look();
	const wanted: Wanted[] = [];
	const after: Promise<Killed>[] = [];
	let [next, going] = [0, true];

	/** People want something heard as soon as there is room. */
	async function keepAsking(): Promise<void> {
		for (; going; await wait(LOOK)) {
			const open = await database.$count(jobs, inArray(jobs.state, ['pending', 'active']));
			if (open >= WORKERS + IN_LINE) continue;
			const person = people[wanted.length % people.length]!;
			const song = songs[wanted.length % songs.length]!;
			const id = await ask(person, { ...song, name: 'song.wav' });
			wanted.push({ id, person, result: usual.results.get(song.title)! });
		}
	}

	async function killOneAfterAnother(): Promise<void> {
		while (next < moments.length) {
			const worker = `worker-${next}`;
			const moment = moments[next++]!;
			const door = await doorTo(port);
			const running = startWorker(door.address, { ...own, WORKER_NAME: worker });
			await Promise.race([passed(moment, door, usual), running.ended]);
			const step = door.steps.at(-1) ?? 'asks';
			const at = Date.now();
			if ((await running.end('SIGKILL')) !== null) throw new Error(running.words);
			door.close();
			after.push(aftermath({ database, admin: place.admin }, { worker, step, at }));
		}
	}

	const asking = keepAsking();
	await Promise.all(Array.from({ length: WORKERS }, killOneAfterAnother));
	going = false;
	await asking;
	const last = startWorker(address, own);
	const kills = await Promise.all(after);
	const end = await settled(place, wanted, {
		dead: kills.filter(({ job }) => job === 'dead').length,
		before: songs.length
	});
	await last.end('SIGTERM');
	database.$client.close();
	const left = readdirSync(place.folder).filter((name) => name.startsWith('genesis-job-'));
	const wrong = [...kills.flatMap((kill) => kill.wrong), ...end.wrong];
	if (left.length > 0) wrong.push({ kind: 'other', message: `recordings left: ${left.length}` });
	return { kills, jobs: wanted.length, starts: end.starts, deadLetters: end.dead, wrong };
}
