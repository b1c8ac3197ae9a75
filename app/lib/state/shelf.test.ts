import { describe, expect, test } from 'vitest';
import { countInstruments, shelve, type Wanted } from '#app/state/shelf.ts';
import type { Entry } from '#app/store/entry.ts';

const score = (title: string, more: Partial<Entry> = {}): Entry => ({
	id: crypto.randomUUID(),
	title,
	artist: '',
	seconds: 60,
	notes: 10,
	summary: {
		instrument: 'guitar',
		key: { fifths: 0, mode: 'major' },
		metre: { beats: 4, unit: 4 },
		tempo: 90,
		bars: 8
	},
	created: 0,
	changed: 0,
	opened: 0,
	deleted: null,
	state: 'ready',
	failure: null,
	recording: null,
	recordingBytes: 0,
	recordingElsewhere: null,
	away: null,
	card: null,
	carded: null,
	scoreBytes: 0,
	...more
});

const piano = (title: string): Entry => {
	const plain = score(title);
	return { ...plain, summary: { ...plain.summary!, instrument: 'piano' } };
};

const titles = (entries: readonly Entry[], wanted: Partial<Wanted> = {}): string[] =>
	shelve(
		entries,
		{ search: '', instrument: null, sort: 'opened', ...wanted },
		({ title, summary }) => `${title} ${summary?.instrument ?? ''}`
	).map(({ title }) => title);

describe('the shelf', () => {
	test('shows the score that was opened last first', () => {
		const entries = [score('old', { opened: 1 }), score('new', { opened: 2 })];

		expect(titles(entries)).toEqual(['new', 'old']);
	});

	test('finds a title by its words in any order, without capitals and accents', () => {
		const entries = [score('Étude in B'), score('Gymnopédie')];

		expect(titles(entries, { search: 'b etude' })).toEqual(['Étude in B']);
	});

	test('finds Hangul however it was composed', () => {
		expect(titles([score('아리랑'.normalize('NFD'))], { search: '아리' })).toHaveLength(1);
	});

	test('finds a score by its instrument', () => {
		expect(titles([score('one'), piano('two')], { search: 'piano' })).toEqual(['two']);
	});

	test('shows one instrument only when asked to', () => {
		expect(titles([score('one'), piano('two')], { instrument: 'guitar' })).toEqual(['one']);
	});

	test('puts the longest first when sorted by length', () => {
		const entries = [score('short', { seconds: 10 }), score('long', { seconds: 300 })];

		expect(titles(entries, { sort: 'length' })).toEqual(['long', 'short']);
	});

	test('counts the instruments, the most frequent first, and leaves out what has not been heard', () => {
		const entries = [piano('a'), score('b'), score('c'), score('d', { summary: null })];

		expect(countInstruments(entries)).toEqual([
			{ instrument: 'guitar', count: 2 },
			{ instrument: 'piano', count: 1 }
		]);
	});
});
