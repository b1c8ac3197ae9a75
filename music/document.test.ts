import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LIMITS, NOTHING_SAID, tagsIn, yearIn } from '#music/details.ts';
import { ScoreDocument } from '#music/document.ts';
import { DEFAULT_HEARING, DEFAULT_WRITING } from '#music/settings.ts';

const ID = '6f1c2c5e-0a53-4a52-9b7e-0a8f6f0a1b2c';

const current = (change: Partial<ScoreDocument> = {}): ScoreDocument => ({
	version: 3,
	id: ID,
	title: 'Arirang',
	...NOTHING_SAID,
	created: 1,
	changed: 2,
	source: { fileName: 'take.wav', seconds: 2, endsEarly: false },
	hearing: { ...DEFAULT_HEARING },
	writing: { ...DEFAULT_WRITING, tuning: null, repairs: [], pins: [] },
	notes: [{ pitch: 60, start: 0, end: 1, level: 0.5 }],
	corrections: [],
	...change
});

const without = (from: object, ...names: string[]): Record<string, unknown> =>
	Object.fromEntries(Object.entries(from).filter(([name]) => !names.includes(name)));

const DETAILS = ['album', 'genre', 'year', 'tags'];
const asSecond = (): object => ({ ...without(current(), ...DETAILS), version: 2 });
const asFirst = (): object => ({
	...without(current(), ...DETAILS, 'corrections'),
	version: 1,
	hearing: without(current().hearing, 'decoder', 'profile', 'least'),
	writing: without(current().writing, 'arrangement', 'chordSymbols', 'repairs', 'pins')
});

const Details = fc.record({
	title: fc.string({ unit: 'grapheme', maxLength: 40 }),
	artist: fc.string({ unit: 'grapheme', maxLength: 40 }),
	album: fc.string({ unit: 'grapheme', maxLength: 40 }),
	genre: fc.string({ unit: 'grapheme', maxLength: 20 }),
	year: fc.option(fc.integer({ min: 1, max: 9999 })),
	tags: fc.array(fc.string({ minLength: 1, maxLength: LIMITS.tag }), { maxLength: LIMITS.tags })
});

describe('a stored score', () => {
	test('of the second version says nothing of album, genre, year and tags, and keeps the rest', () => {
		expect(ScoreDocument.parse(asSecond())).toEqual(current());
	});

	test('of the first version is brought through both', () => {
		const parsed = ScoreDocument.parse(asFirst());

		expect(parsed).toEqual(
			current({ hearing: { ...DEFAULT_HEARING, decoder: 'published', profile: null, least: 0.5 } })
		);
	});

	test('comes back from JSON as it went, whatever was said about the piece', () => {
		fc.assert(
			fc.property(Details, (details) => {
				const score = current(details);
				expect(ScoreDocument.parse(JSON.parse(JSON.stringify(score)))).toEqual(score);
			})
		);
	});

	test('is parsed the same a second time', () => {
		for (const stored of [current(), asSecond(), asFirst()]) {
			const once = ScoreDocument.parse(stored);
			expect(ScoreDocument.parse(once)).toEqual(once);
		}
	});

	test.each([
		['a version from the future', { ...current(), version: 4 }],
		['a field that nobody knows', { ...current(), lyrics: 'la' }],
		['an album longer than a page', current({ album: 'a'.repeat(LIMITS.album + 1) })],
		['a genre longer than a line', current({ genre: 'a'.repeat(LIMITS.genre + 1) })],
		['a year before there were years', current({ year: 0 })],
		['half a year', current({ year: 1999.5 })],
		['a tag that is empty', current({ tags: [''] })],
		['a tag longer than a line', current({ tags: ['a'.repeat(LIMITS.tag + 1)] })],
		['more tags than anybody reads', current({ tags: Array<string>(21).fill('a') })],
		['an older version with a broken note', { ...asSecond(), notes: [{ pitch: 300 }] }]
	])('with %s is refused', (_, stored) => {
		expect(ScoreDocument.safeParse(stored).success).toBe(false);
	});
});

describe('typed tags', () => {
	test('stand between commas of any script, or after hashes', () => {
		expect(tagsIn(' folk,  slow air ,#민요 、기타;live')).toEqual([
			'folk',
			'slow air',
			'민요',
			'기타',
			'live'
		]);
	});

	test('are said once, whatever their capitals', () => {
		expect(tagsIn('Folk, folk, FOLK, jazz')).toEqual(['Folk', 'jazz']);
	});

	test('always fit the document, and read the same again', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (typed) => {
				const tags = tagsIn(typed);
				expect(ScoreDocument.safeParse(current({ tags })).success).toBe(true);
				expect(tagsIn(tags.join(', '))).toEqual(tags);
			})
		);
	});
});

test.each([
	['1967', 1967],
	[' 800 ', 800],
	['', null],
	['0', null],
	['19999', null],
	['about 1900', null]
])('the year that is typed as “%s” is %s', (typed, year) => {
	expect(yearIn(typed)).toBe(year);
});
