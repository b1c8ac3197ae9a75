/** What both networks of rhythm are fitted on: performances with faults that are made up, or heard by our ear. */
import { parseArgs } from 'node:util';
import { heardSongs } from './heard-songs.ts';
import { performances, type Played } from './performances.ts';

/** Reads `--songs DIR --to FILE [--count N] [--seed K]`, or `--heard FILE [--guises N]` for what the ear heard. */
export function material(to: string): {
	readonly to: string;
	readonly made: Iterable<Played>;
} {
	const { values } = parseArgs({
		options: {
			songs: { type: 'string', default: '.tmp/lieder' },
			to: { type: 'string', default: to },
			count: { type: 'string', default: '8000' },
			seed: { type: 'string', default: '1' },
			heard: { type: 'string' },
			guises: { type: 'string', default: '4' }
		}
	});
	const seed = Number(values.seed);
	const made =
		values.heard === undefined
			? performances(values.songs, Number(values.count), seed)
			: heardSongs(values.heard, Number(values.guises), seed);
	return { to: values.to, made };
}
