/**
 * Uploads over a network that breaks, again and again. It goes on where it was stopped: the file
 * that it writes says how many are done; the seed decides when each connection is dropped.
 */
import { existsSync, readFileSync } from 'node:fs';
import { openCutUploads } from '#tests/support/cut-uploads.ts';
import { Chance } from '#tests/support/sync/chance.ts';
import { keepFigures } from './figures.ts';

/** Uploads between two words about them. */
const REPORT = 20;

interface Figures {
	readonly seed: number;
	done: number;
	bytes: number;
	/** Connections dropped on the way, and pages that were reloaded. */
	cuts: number;
	reloads: number;
	/** Bytes that went more than once. */
	again: number;
	seconds: number;
	readonly wrong: { readonly upload: number; readonly message: string }[];
}

/** @param json where the figures are, and go */
export async function measureUploads(n: number, json: string): Promise<void> {
	const figures = read(json);
	console.log(`seed ${figures.seed}, ${figures.done} of ${n} done`);
	if (figures.done >= n) return;
	const uploads = await openCutUploads(new Chance(figures.seed + figures.done));
	while (figures.done < n) {
		const begun = performance.now();
		const sent = await uploads.send();
		figures.done += 1;
		for (const name of ['bytes', 'cuts', 'reloads', 'again'] as const) figures[name] += sent[name];
		figures.seconds += Math.round((performance.now() - begun) / 100) / 10;
		for (const message of sent.wrong) {
			figures.wrong.push({ upload: figures.done, message });
			console.error(`upload ${figures.done}: ${message}`);
		}
		if (figures.done % REPORT > 0 && figures.done < n) continue;
		figures.seconds = Math.round(figures.seconds);
		keepFigures(json, figures);
		console.log(`${figures.done} uploads, ${figures.cuts} cuts, ${figures.wrong.length} wrong`);
	}
	await uploads.close();
	if (figures.wrong.length > 0) process.exitCode = 1;
}

function read(json: string): Figures {
	if (existsSync(json)) return JSON.parse(readFileSync(json, 'utf8')) as Figures;
	const none = { done: 0, bytes: 0, cuts: 0, reloads: 0, again: 0, seconds: 0, wrong: [] };
	return { seed: 2_000_000, ...none };
}
