import { describe, expect, test } from 'vitest';
import { beatSign, tempoWords } from '#app/words.ts';

describe('a tempo', () => {
	test.each([
		{ metre: { beats: 4, unit: 4 }, words: '♩ = 114' },
		{ metre: { beats: 2, unit: 2 }, words: '𝅗𝅥 = 57' },
		{ metre: { beats: 6, unit: 8 }, words: '♩. = 76' },
		{ metre: { beats: 12, unit: 8 }, words: '♩. = 76' },
		// Its beats are counted in eighths: a dotted quarter would be said to be three times as fast.
		{ metre: { beats: 3, unit: 8 }, words: '♪ = 228' },
		{ metre: { beats: 5, unit: 8 }, words: '♪ = 228' }
	] as const)('of 114 quarters in $metre.beats/$metre.unit is $words', ({ metre, words }) => {
		expect(tempoWords(114, metre)).toBe(words);
		expect(words.startsWith(beatSign(metre))).toBe(true);
	});
});
