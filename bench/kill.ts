/**
 * The server killed under writes, again and again. It goes on where it was stopped: the file that
 * it writes says how many kills are done; the seed decides when each comes.
 */
import { existsSync, readFileSync } from 'node:fs';
import { openKilling } from '#tests/support/kills.ts';
import { Chance } from '#tests/support/sync/chance.ts';
import { keepFigures } from './figures.ts';

/** Kills between two words about them, and on one database file. */
const REPORT = 20;
const FILE = 200;

interface Figures {
	readonly seed: number;
	done: number;
	acknowledged: number;
	/** Writes under way at a kill, and how many of them are there nevertheless. */
	open: number;
	survived: number;
	seconds: number;
	readonly wrong: { readonly kill: number; readonly message: string }[];
}

/** @param json where the figures are, and go */
export async function measureKills(n: number, json: string): Promise<void> {
	const figures = read(json);
	console.log(`seed ${figures.seed}, ${figures.done} of ${n} done`);
	while (figures.done < n) {
		const killing = await openKilling(new Chance(figures.seed + figures.done));
		for (const last = Math.min(n, figures.done + FILE); figures.done < last;) {
			const begun = performance.now();
			const life = await killing.kill();
			figures.done += 1;
			figures.acknowledged += life.acknowledged;
			figures.open += life.open;
			figures.survived += life.survived;
			figures.seconds += Math.round((performance.now() - begun) / 100) / 10;
			for (const message of life.wrong) {
				figures.wrong.push({ kill: figures.done, message });
				console.error(`kill ${figures.done}: ${message}`);
			}
			if (figures.done % REPORT > 0 && figures.done < n) continue;
			figures.seconds = Math.round(figures.seconds);
			keepFigures(json, figures);
			console.log(
				`${figures.done} kills, ${figures.acknowledged} writes acknowledged, ${figures.wrong.length} wrong`
			);
		}
		killing.close();
	}
	if (figures.wrong.length > 0) process.exitCode = 1;
}

function read(json: string): Figures {
	if (existsSync(json)) return JSON.parse(readFileSync(json, 'utf8')) as Figures;
	const none = { done: 0, acknowledged: 0, open: 0, survived: 0, seconds: 0, wrong: [] };
	return { seed: 1_000_000, ...none };
}
