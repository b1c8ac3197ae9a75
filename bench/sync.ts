/**
 * Random interleavings of three devices on the real server. It goes on where it was stopped: the
 * file that it writes says which seeds are done.
 */
import { existsSync, readFileSync } from 'node:fs';
import { openApi } from '#tests/support/api.ts';
import { interleave } from '#tests/support/sync/interleave.ts';
import { directServer, forgetPerson } from '#tests/support/sync/servers.ts';
import { keepFigures } from './figures.ts';

/** Interleavings between two words about them. */
const REPORT = 500;

/** Interleavings on one database file. */
const FILE = 5000;

interface Figures {
	/** The first seed; each interleaving has the next one. */
	readonly seed: number;
	done: number;
	edits: number;
	deletions: number;
	/** Versions that lost their place and were kept under another name. */
	copies: number;
	/** Older backups that were put in the server's place. */
	restores: number;
	seconds: number;
	readonly wrong: { readonly seed: number; readonly message: string }[];
}

/** @param json where the figures are, and go */
export async function measureSync(n: number, json: string): Promise<void> {
	const figures = read(json);
	console.log(`seed ${figures.seed}, ${figures.done} of ${n} done`);
	let api = await openApi();
	let begun = performance.now();
	while (figures.done < n) {
		const seed = figures.seed + figures.done;
		const person = `person ${seed}`;
		try {
			const { edits, deletions, copies, restores } = await interleave(
				seed,
				await directServer(api.database, person)
			);
			figures.edits += edits;
			figures.deletions += deletions;
			figures.copies += copies;
			figures.restores += restores;
		} catch (cause) {
			figures.wrong.push({ seed, message: String(cause) });
			console.error(`seed ${seed}: ${String(cause)}`);
		}
		await forgetPerson(api.database, person);
		figures.done++;
		if (figures.done % REPORT === 0 || figures.done === n) {
			figures.seconds += Math.round((performance.now() - begun) / 1000);
			begun = performance.now();
			keepFigures(json, figures);
			console.log(`${figures.done} done, ${figures.wrong.length} wrong`);
		}
		if (figures.done % FILE === 0) {
			api.close();
			api = await openApi();
		}
	}
	api.close();
	if (figures.wrong.length > 0) process.exitCode = 1;
}

function read(json: string): Figures {
	const seed = 1_000_000;
	const none = {
		seed,
		done: 0,
		edits: 0,
		deletions: 0,
		copies: 0,
		restores: 0,
		seconds: 0,
		wrong: []
	};
	return existsSync(json)
		? { ...none, ...(JSON.parse(readFileSync(json, 'utf8')) as object) }
		: none;
}
