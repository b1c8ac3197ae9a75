import { expect, test } from 'vitest';
import { secondsAMinute } from './pace.ts';

test('a window of 187 ms makes a minute of music seven seconds', () => {
	expect(secondsAMinute(187)).toBeCloseTo(6.84, 2);
});
