import { expect, test } from 'vitest';
import { rangeIn } from './range.ts';

test.each([
	['bytes=0-99', { start: 0, end: 99 }],
	['bytes=900-', { start: 900, end: 999 }],
	['bytes=-10', { start: 990, end: 999 }],
	['bytes=-5000', { start: 0, end: 499 }],
	['bytes=990-4000', { start: 990, end: 999 }],
	['bytes=0-', { start: 0, end: 499 }],
	['bytes=1000-', 'beyond'],
	['bytes=-0', 'beyond'],
	['bytes=5-4', null],
	['bytes=0-1,5-6', null],
	['seconds=0-9', null],
	['bytes=-', null],
	[undefined, null]
])('of a thousand bytes, at most five hundred at a time, %s is %o', (header, part) => {
	expect(rangeIn(header, 1000, 500)).toEqual(part);
});
