/** What a person looks for among public scores: as choices on the page, in its address, and for the server. */
import type { Instrument } from '#music/settings.ts';
import { TUNINGS } from '#music/tab/tuning.ts';
import type { Query } from '#app/discover/shelf.ts';

export type Level = 'easy' | 'medium' | 'hard';
export type Pace = 'slow' | 'medium' | 'fast';
export type Length = 'short' | 'medium' | 'long';
export type Order = 'match' | 'new' | 'liked' | 'easy' | 'hard';

/** An empty string is no wish. */
export interface Wanted {
	readonly q: string;
	readonly instrument: Instrument | '';
	/** Sharps (below 0, flats) and mode: `2major`. */
	readonly key: string;
	readonly difficulty: Level | '';
	readonly tempo: Pace | '';
	readonly length: Length | '';
	/** An id of `music/tab/tuning.ts`. */
	readonly tuning: string;
	/** Without one: the best match for words, else the newest. */
	readonly sort: Order | '';
}

export const ANYTHING: Wanted = {
	q: '',
	instrument: '',
	key: '',
	difficulty: '',
	tempo: '',
	length: '',
	tuning: '',
	sort: ''
};

const RANGES = {
	difficulty: {
		easy: { difficultyMax: '3.9' },
		medium: { difficultyMin: '4', difficultyMax: '6.9' },
		hard: { difficultyMin: '7' }
	},
	tempo: {
		slow: { tempoMax: '79.9' },
		medium: { tempoMin: '80', tempoMax: '120' },
		fast: { tempoMin: '120.1' }
	},
	length: {
		short: { durationMax: '60' },
		medium: { durationMin: '60', durationMax: '180' },
		long: { durationMin: '180' }
	}
} as const;

const CHOICES: Readonly<Record<Exclude<keyof Wanted, 'q' | 'key' | 'tuning'>, readonly string[]>> =
	{
		instrument: ['guitar', 'bass', 'ukulele', 'banjo', 'piano', 'melody'],
		difficulty: Object.keys(RANGES.difficulty),
		tempo: Object.keys(RANGES.tempo),
		length: Object.keys(RANGES.length),
		sort: ['match', 'new', 'liked', 'easy', 'hard']
	};

/** Whether more than the order is wished for. */
export const isNarrow = (wanted: Wanted): boolean =>
	Object.entries(wanted).some(([name, value]) => name !== 'sort' && value !== '');

/** Without what is not wished for: `?q=arirang&difficulty=easy`. */
export function addressOf(wanted: Wanted): string {
	const said = Object.entries(wanted).filter(([, value]) => value !== '');
	return said.length > 0 ? `?${new URLSearchParams(said)}` : '';
}

/** An address may come from anywhere: what it says that we do not know is left out. */
export function wantedIn(address: string): Wanted {
	const said = new URLSearchParams(address);
	const one = (name: keyof typeof CHOICES): never => {
		const value = said.get(name) ?? '';
		return (CHOICES[name].includes(value) ? value : '') as never;
	};
	const key = said.get('key') ?? '';
	const tuning = said.get('tuning') ?? '';
	return {
		q: (said.get('q') ?? '').slice(0, 200),
		instrument: one('instrument'),
		key: /^-?[0-7](major|minor)$/.test(key) ? key : '',
		difficulty: one('difficulty'),
		tempo: one('tempo'),
		length: one('length'),
		tuning: TUNINGS.some(({ id }) => id === tuning) ? tuning : '',
		sort: one('sort')
	};
}

/** As the server's route takes it. */
export function queryOf(wanted: Wanted, cursor: string | null): Query {
	const { q, instrument, key, difficulty, tempo, length, sort } = wanted;
	const strings = TUNINGS.find(({ id }) => id === wanted.tuning)?.strings;
	return {
		...(q.trim() && { q: q.trim() }),
		...(instrument && { instrument }),
		...(key && { key }),
		...(difficulty && RANGES.difficulty[difficulty]),
		...(tempo && RANGES.tempo[tempo]),
		...(length && RANGES.length[length]),
		...(strings && { tuning: strings.toReversed().join(',') }),
		...(sort && { sort }),
		...(cursor && { cursor })
	};
}
