import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NOTHING_SAID } from '#music/details.ts';
import { searchQuery, searchText } from '#music/search-text.ts';

const titled = (title: string): string => searchText({ ...NOTHING_SAID, title });

describe('the words of a score', () => {
	test('are those of everything that was said about it', () => {
		const text = searchText({
			title: 'Canción',
			artist: 'F. Tárrega',
			album: 'Op. 1',
			genre: 'Classical',
			tags: ['slow air', '기타']
		});

		expect(text).toBe('cancion f tarrega op 1 classical slow air 기타 타');
	});

	test('are pairs of letters in Korean, which follow one another', () => {
		expect(titled('아리랑을 K팝으로')).toBe('아리 리랑 랑을 을 k 팝으 으로 로');
	});

	test('do not depend on how letters are composed', () => {
		expect(titled('아리랑 é'.normalize('NFD'))).toBe(titled('아리랑 É'));
	});
});

describe('a question', () => {
	test.each([
		['Arirang', '"arirang"*'],
		['slow AIR', '"slow"* AND "air"*'],
		['아리랑', '"아리 리랑"'],
		['꽃', '"꽃"*'],
		['K팝', '"k"* AND "팝"*'],
		['"; DROP TABLE scores; --', '"drop"* AND "table"* AND "scores"*'],
		['NEAR(a b) -c ^d col:e*', '"near"* AND "a"* AND "b"* AND "c"* AND "d"* AND "col"* AND "e"*'],
		[' …!? ', null]
	])('for “%s” asks %s', (typed, query) => {
		expect(searchQuery(typed)).toBe(query);
	});

	test('is made of letters, digits, our quotes and stars, whatever is typed', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), (typed) => {
				expect(searchQuery(typed) ?? '').toMatch(
					/^("[\p{L}\p{N} ]+"\*?( AND "[\p{L}\p{N} ]+"\*?)*)?$/u
				);
			})
		);
	});
});
