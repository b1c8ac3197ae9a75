/** Which scores the library shows, and in what order: search, filter, sort. Pure, so it is tested as such. */
import type { Instrument } from '#music/settings.ts';
import type { Entry } from '#app/store/entry.ts';

export type Sort = 'opened' | 'created' | 'title' | 'length';

export interface Wanted {
	/** Words that must all be found. */
	readonly search: string;
	readonly instrument: Instrument | null;
	readonly sort: Sort;
}

/** @param describe everything a person may search a score by, in their language */
export function shelve(
	entries: readonly Entry[],
	wanted: Wanted,
	describe: (entry: Entry) => string
): Entry[] {
	const words = fold(wanted.search).split(' ').filter(Boolean);
	return entries
		.filter((entry) => !wanted.instrument || entry.summary?.instrument === wanted.instrument)
		.filter((entry) => {
			const text = fold(describe(entry));
			return words.every((word) => text.includes(word));
		})
		.sort(ORDERS[wanted.sort]);
}

/** How many there are of each instrument, the most frequent first. */
export function countInstruments(
	entries: readonly Entry[]
): { readonly instrument: Instrument; readonly count: number }[] {
	const counts = new Map<Instrument, number>();
	for (const { summary } of entries) {
		if (summary) counts.set(summary.instrument, (counts.get(summary.instrument) ?? 0) + 1);
	}
	return [...counts]
		.map(([instrument, count]) => ({ instrument, count }))
		.sort((a, b) => b.count - a.count);
}

const ORDERS: Record<Sort, (a: Entry, b: Entry) => number> = {
	opened: (a, b) => b.opened - a.opened || b.created - a.created,
	created: (a, b) => b.created - a.created,
	title: (a, b) => a.title.localeCompare(b.title),
	length: (a, b) => b.seconds - a.seconds
};

/** Case, accents and the composition of Hangul do not matter in a search. */
const fold = (text: string): string =>
	text
		.normalize('NFD')
		.replace(/[\u0300-\u036f]/g, '')
		.normalize('NFC')
		.toLowerCase();
