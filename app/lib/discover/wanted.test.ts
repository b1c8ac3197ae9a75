import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
	addressOf,
	ANYTHING,
	isNarrow,
	queryOf,
	wantedIn,
	type Wanted
} from '#app/discover/wanted.ts';

const some = (change: Partial<Wanted>): Wanted => ({ ...ANYTHING, ...change });

describe('what is looked for', () => {
	test('stands in the address, and comes back from it', () => {
		const Wish = fc.record<Wanted>({
			q: fc.string({ unit: 'grapheme', maxLength: 30 }),
			instrument: fc.constantFrom('', 'guitar', 'piano'),
			key: fc.constantFrom('', '2major', '-3minor'),
			difficulty: fc.constantFrom('', 'easy', 'hard'),
			tempo: fc.constantFrom('', 'slow', 'fast'),
			length: fc.constantFrom('', 'short', 'long'),
			tuning: fc.constantFrom('', 'dadgad'),
			sort: fc.constantFrom('', 'new', 'liked')
		});
		fc.assert(
			fc.property(Wish, (wish) => {
				expect(wantedIn(addressOf(wish))).toEqual(wish);
			})
		);
	});

	test('is nothing where an address says what nobody knows', () => {
		expect(wantedIn('?instrument=kazoo&key=9major&tuning=1&sort=by&difficulty=__proto__')).toEqual(
			ANYTHING
		);
	});

	test('leaves nothing in the address when it is anything', () => {
		expect(addressOf(ANYTHING)).toBe('');
		expect(isNarrow(some({ sort: 'new' }))).toBe(false);
		expect(isNarrow(some({ q: 'arirang' }))).toBe(true);
	});
});

test('the server is asked in its own terms', () => {
	const wanted = some({ q: ' arirang ', difficulty: 'medium', length: 'short', tuning: 'drop-d' });

	expect(queryOf(wanted, 'further')).toEqual({
		q: 'arirang',
		difficultyMin: '4',
		difficultyMax: '6.9',
		durationMax: '60',
		tuning: '38,45,50,55,59,64',
		cursor: 'further'
	});
});
