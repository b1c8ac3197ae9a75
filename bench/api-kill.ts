/**
 * The server killed while people send recordings and workers hear them, again and again. It goes on
 * where it was stopped: the file that it writes says how many kills are done, and what was found.
 */
import { existsSync, readFileSync } from 'node:fs';
import { killServer } from '#tests/support/api-kills.ts';
import type { QueueName } from '#tests/support/kill-place.ts';
import { Chance } from '#tests/support/sync/chance.ts';
import type { Wrong } from '#tests/support/wrong.ts';
import { keepFigures } from './figures.ts';

/** Kills on one database file. */
const ROUND = 20;

interface Figures {
	readonly queue: QueueName;
	readonly seed: number;
	done: number;
	jobs: number;
	deadLetters: number;
	/** The longest times from a kill to the next server, and from there until a job went on, milliseconds. */
	longestAway: number;
	longestGoesOn: number;
	seconds: number;
	readonly wrong: (Wrong & { readonly kill: number })[];
}

/** @param json where the figures are, and go */
export async function measureApiKills(
	n: number,
	queue: QueueName,
	json = `docs/measurements/api-kill-${queue}.json`
): Promise<void> {
	const figures = read(json, queue);
	console.log(`${queue}, seed ${figures.seed}, ${figures.done} of ${n} done`);
	while (figures.done < n) {
		const begun = performance.now();
		const count = Math.min(ROUND, n - figures.done);
		const round = await killServer(count, queue, new Chance(figures.seed + figures.done));
		figures.done += count;
		figures.jobs += round.jobs;
		figures.deadLetters += round.deadLetters;
		figures.longestAway = Math.max(figures.longestAway, ...round.away);
		figures.longestGoesOn = Math.max(figures.longestGoesOn, ...round.goesOn);
		figures.seconds += Math.round((performance.now() - begun) / 1000);
		for (const each of round.wrong) figures.wrong.push({ kill: figures.done, ...each });
		keepFigures(json, figures);
		console.log(`${figures.done} kills, ${figures.jobs} jobs, ${figures.wrong.length} wrong`);
	}
	console.log(JSON.stringify(figures, null, 2));
	if (figures.wrong.length > 0) process.exitCode = 1;
}

function read(json: string, queue: QueueName): Figures {
	if (existsSync(json)) return JSON.parse(readFileSync(json, 'utf8')) as Figures;
	const seed = queue === 'libsql' ? 5_000_000 : 6_000_000;
	const none = { done: 0, jobs: 0, deadLetters: 0, longestAway: 0, longestGoesOn: 0, seconds: 0 };
	return { queue, seed, ...none, wrong: [] };
}
