/** Recordings of a second, and what they become when nothing comes between. */
import { gather, wav } from './clicks.ts';
import { ask, hasEnded, resultOf, startWorker, until } from './ear.ts';
import type { Person } from './api.ts';
import { struck } from './struck-tones.ts';

export interface Song {
	readonly title: string;
	readonly bytes: Uint8Array<ArrayBuffer>;
}

const HERTZ = 22_050;

/** So different that no result can be taken for another one's. */
const PITCHES = [
	[60, 64],
	[57, 65],
	[69, 62],
	[55, 72]
] as const;

export const tinySongs = (): Promise<readonly Song[]> =>
	Promise.all(
		PITCHES.map(async ([first, second], i) => ({
			title: `Song ${i + 1}`,
			bytes: wav(
				await gather(
					struck(
						[
							{ at: 0.1, pitch: first },
							{ at: 0.5, pitch: second }
						],
						1,
						HERTZ
					)
				),
				{ hertz: HERTZ }
			)
		}))
	);

export interface Undisturbed {
	/** The result by title. */
	readonly results: ReadonlyMap<string, string>;
	/** How long a worker takes for its first job and for the others, milliseconds. */
	readonly cold: number;
	readonly warm: number;
}

/** A worker that nobody kills hears each song once. */
export async function undisturbed(
	person: Person,
	songs: readonly Song[],
	worker: { readonly address: string; readonly settings: Readonly<Record<string, string>> }
): Promise<Undisturbed> {
	const results = new Map<string, string>();
	const times: number[] = [];
	const running = startWorker(worker.address, worker.settings);
	for (const song of songs) {
		const id = await ask(person, { ...song, name: 'song.wav' });
		const job = await until(person, id, hasEnded);
		if (job.state !== 'completed') throw new Error(`an undisturbed job is ${job.state}`);
		results.set(song.title, await resultOf(person, id));
		times.push(job.ended! - job.started!);
	}
	await running.end('SIGTERM');
	if (new Set(results.values()).size < songs.length) throw new Error('two songs sound the same');
	const [cold = 0, ...others] = times;
	return { results, cold, warm: others.reduce((sum, ms) => sum + ms, 0) / others.length };
}
