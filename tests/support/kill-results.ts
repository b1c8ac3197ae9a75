/** What there is when all has been heard: one result for each job, the right one, and nothing left about. */
import { setTimeout as wait } from 'node:timers/promises';
import { inArray } from 'drizzle-orm';
import { transcriptionJobs as jobs } from '#api/db/schema/jobs.ts';
import { uploads } from '#api/db/schema/uploads.ts';
import type { Person } from './api.ts';
import { deadLetters, sentAgain } from './dead-letters.ts';
import { jobOf, resultOf } from './ear.ts';
import type { KillPlace } from './kill-place.ts';
import type { Wrong } from './wrong.ts';

/** A job that was asked for, and what it must become. */
export interface Wanted {
	readonly id: string;
	readonly person: Person;
	readonly result: string;
}

/** Longer than this nobody waits for jobs that do not end, milliseconds. */
const LOST = 120_000;

interface Counted {
	/** Dead letters that were seen and sent again. */
	readonly dead: number;
	/** Jobs that came before. */
	readonly before: number;
}

/** Waits for all of them, and looks. */
export async function settled(
	place: KillPlace,
	wanted: readonly Wanted[],
	{ dead, before }: Counted
): Promise<{ readonly starts: number; readonly dead: number; readonly wrong: readonly Wrong[] }> {
	const database = await place.look();
	const many = async (...states: (typeof jobs.$inferSelect)['state'][]): Promise<number> =>
		database.$count(jobs, inArray(jobs.state, states));
	const begun = Date.now();
	const again: Wrong[] = [];
	let letters = dead;
	while ((await many('pending', 'active', 'failed')) > 0 && Date.now() - begun < LOST) {
		// A busy machine keeps a worker that lives from its lease, too.
		for (const { id } of await deadLetters(place.admin)) {
			again.push(...(await sentAgain(place.admin, id)));
			letters += 1;
		}
		await wait(100);
	}
	const wrong = [...again, ...(await wrongResults(wanted))];
	const all = wanted.length + before;
	const expect = (kind: Wrong['kind'], what: string, there: number, should: number): void => {
		if (there !== should) wrong.push({ kind, message: `${what}: ${there}, not ${should}` });
	};
	expect('lost', 'jobs with a result', await many('completed'), all);
	expect('other', 'jobs', await database.$count(jobs), all);
	expect('other', 'recordings that lie there still', await database.$count(uploads), 0);
	expect('other', 'dead letters that lie there still', (await deadLetters(place.admin)).length, 0);
	database.$client.close();

	// Each time that a row is completed it is counted: a second result would show here.
	const metric = await metricsOf(place);
	expect('twice', 'results', metric('genesis_job_run_seconds_count{state="completed"}'), all);
	const lost = metric('genesis_job_failures_total{reason="worker-lost",final="true"}');
	expect('other', 'dead letters', lost, letters);
	return { starts: metric('genesis_job_wait_seconds_count') - before, dead: letters, wrong };
}

/** Whether each has its one right result. */
export async function wrongResults(wanted: readonly Wanted[]): Promise<Wrong[]> {
	const wrong: Wrong[] = [];
	for (const { id, person, result } of wanted) {
		const { state } = await jobOf(person, id);
		if (state !== 'completed') wrong.push({ kind: 'lost', message: `${id} is ${state}` });
		else if ((await resultOf(person, id)) !== result) {
			wrong.push({ kind: 'other', message: `${id} has the result of another` });
		}
	}
	return wrong;
}

async function metricsOf({ address }: KillPlace): Promise<(name: string) => number> {
	const lines = (await (await fetch(`${address}/metrics`)).text()).split('\n');
	return (name) => Number(lines.find((line) => line.startsWith(`${name} `))?.split(' ')[1] ?? 0);
}
