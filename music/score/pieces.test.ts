import { expect, test } from 'vitest';
import { cut } from '#music/score/pieces.ts';
import type { Metre } from '#music/settings.ts';

/** The values of a stretch, `from` and `to` in quarters from the bar line: `4 ~ 8.`; rests as `r4 r8.` */
const values = (from: number, to: number, metre: string, rest = false): string => {
	const [beats, unit] = metre.split('/').map(Number) as [number, Metre['unit']];
	return cut(from * 960, to * 960, { beats, unit }, rest)
		.map(({ value: { base, dots } }) => `${rest ? 'r' : ''}${base}${'.'.repeat(dots)}`)
		.join(rest ? ' ' : ' ~ ');
};

test.each([
	[0, 4, '4/4', '1'],
	[0, 3, '4/4', '2.'],
	[1, 3, '4/4', '4 ~ 4'],
	[0.5, 1.5, '4/4', '4'],
	[1.5, 2.5, '4/4', '8 ~ 8'],
	[0, 2.5, '4/4', '2 ~ 8'],
	[0, 3, '3/4', '2.'],
	[0, 1.5, '3/4', '4.'],
	[0, 3, '6/8', '2.'],
	[1, 2, '6/8', '8 ~ 8'],
	[0.25, 0.75, '4/4', '8']
])('a note from %d to %d in %s shows the beat', (from, to, metre, written) => {
	expect(values(from, to, metre)).toBe(written);
});

test.each([
	[1, 3, '4/4', 'r4 r4'],
	[2, 4, '4/4', 'r2'],
	[0.5, 2, '4/4', 'r8 r4'],
	[0, 2, '3/4', 'r4 r4'],
	[1.5, 3, '6/8', 'r4.'],
	[0.5, 1.5, '6/8', 'r8 r8']
])('a rest from %d to %d in %s hides no beat', (from, to, metre, written) => {
	expect(values(from, to, metre, true)).toBe(written);
});
