import { expect, test } from 'vitest';
import { patience } from './patience.ts';

test('a server that is away is asked less and less often, and never by all at once', () => {
	const longest = [1, 2, 3, 4, 12].map((failures) => patience(failures, 0.999) / 1000);
	expect(longest.map(Math.round)).toEqual([2, 4, 8, 16, 300]);
	expect(patience(3, 0)).toBe(4000);
});

test('a server that says how long is never asked sooner', () => {
	expect(patience(1, 0, 30)).toBeGreaterThanOrEqual(30_000);
});
