/**
 * Workers killed at any moment, again and again, or the server while workers are at it. It goes on
 * where it was stopped: the file that it writes says how many kills are done, the seed decides when
 * each comes. What a round has found is written when the round has come to its end.
 */
import { existsSync, readFileSync } from 'node:fs';
import type { QueueName } from '#tests/support/kill-place.ts';
import { Chance } from '#tests/support/sync/chance.ts';
import { STEPS, type Step } from '#tests/support/watched-door.ts';
import { killWorkers } from '#tests/support/worker-kills.ts';
import { KINDS, type Wrong } from '#tests/support/wrong.ts';
import { keepFigures } from './figures.ts';

/** Kills of one server and its file. */
const ROUND = 50;

type Steps = Record<Step, number>;

interface Figures {
	readonly queue: QueueName;
	readonly seed: number;
	/** Workers that were killed. */
	done: number;
	/** Of them, had a job in hand. */
	held: number;
	/** By what the worker had done last. */
	readonly steps: Steps;
	jobs: number;
	/** Times that a job was begun. */
	starts: number;
	/** Jobs that had killed three workers; an admin has seen each and has sent it again. */
	deadLetters: number;
	/** From each kill to the next attempt, milliseconds, in order of size. */
	next: number[];
	seconds: number;
	readonly wrong: (Wrong & { readonly kill: number })[];
}

/** @param json where the figures are, and go */
export async function measureWorkerKills(
	n: number,
	queue: QueueName,
	json = `docs/measurements/worker-kill-${queue}.json`
): Promise<void> {
	const figures = read(json, queue);
	console.log(`${queue}, seed ${figures.seed}, ${figures.done} of ${n} done`);
	while (figures.done < n) {
		const begun = performance.now();
		const count = Math.min(ROUND, n - figures.done);
		const { kills, ...round } = await killWorkers(
			count,
			queue,
			new Chance(figures.seed + figures.done)
		);
		figures.done += count;
		for (const { step, job, ms } of kills) {
			figures.steps[step] += 1;
			if (job !== 'none') figures.held += 1;
			if (job === 'again' && ms !== null) figures.next.push(ms);
		}
		figures.next.sort((a, b) => a - b);
		figures.jobs += round.jobs;
		figures.starts += round.starts;
		figures.deadLetters += round.deadLetters;
		figures.seconds += Math.round((performance.now() - begun) / 1000);
		for (const each of round.wrong) figures.wrong.push({ kill: figures.done, ...each });
		keepFigures(json, { ...figures, next: figures.next.join(' ') });
		console.log(`${figures.done} kills, ${figures.jobs} jobs, ${figures.wrong.length} wrong`);
	}
	console.log(table(figures));
	if (figures.wrong.length > 0) process.exitCode = 1;
}

function read(json: string, queue: QueueName): Figures {
	if (existsSync(json)) {
		const kept = JSON.parse(readFileSync(json, 'utf8')) as Figures & { next: string };
		return { ...kept, next: kept.next.split(' ').filter(Boolean).map(Number) };
	}
	const steps = Object.fromEntries(STEPS.map((step) => [step, 0])) as Steps;
	const none = { done: 0, held: 0, jobs: 0, starts: 0, deadLetters: 0, seconds: 0 };
	return {
		queue,
		seed: queue === 'libsql' ? 3_000_000 : 4_000_000,
		...none,
		steps,
		next: [],
		wrong: []
	};
}

const WORDS: Readonly<Record<Wrong['kind'], string>> = {
	lost: 'jobs lost',
	twice: 'jobs with more than one result',
	late: 'next attempts later than 15 s',
	other: 'anything else that was wrong'
};

function table({
	queue,
	done,
	held,
	steps,
	jobs,
	starts,
	deadLetters,
	next,
	wrong
}: Figures): string {
	const at = (share: number): number => next[Math.ceil(share * next.length) - 1] ?? 0;
	const rows: readonly (readonly [string, string | number])[] = [
		[`workers killed (${queue})`, done],
		['  that had a job in hand', held],
		...STEPS.map((step) => [`  last: ${step}`, steps[step]] as const),
		['jobs', jobs],
		['  times that one was begun', starts],
		['  dead letters, sent again by an admin', deadLetters],
		['next attempt after a kill, median, ms', at(0.5)],
		['  of a hundred the 99th, ms', at(0.99)],
		['  the longest, ms', at(1)],
		...KINDS.map(
			(kind) => [WORDS[kind], wrong.filter((each) => each.kind === kind).length] as const
		)
	];
	const lines = rows.map(([what, figure]) => `${what.padEnd(42)}${`${figure}`.padStart(8)}`);
	return [...lines, ...wrong.map(({ kill, message }) => `  up to kill ${kill}: ${message}`)].join(
		'\n'
	);
}
