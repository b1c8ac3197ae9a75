import { describe, expect, test } from 'vitest';
import type { DrawnMark } from '#engraving/marks.ts';
import { printedDoubts } from '#engraving/rings.ts';

const head = (played: number, id: string, y: number, over: Partial<DrawnMark> = {}): DrawnMark => ({
	kind: 'head',
	played,
	id,
	struck: true,
	element: {} as SVGGElement,
	box: { x: 10, y, width: 8, height: 6 },
	...over
});

describe('a doubt on paper', () => {
	test('stands over the top note of its chord, so that it covers no other head', () => {
		const chord = [head(0, 'a', 40), head(1, 'a', 20)];

		expect(printedDoubts(chord, new Set([0]))).toEqual([{ x: 14, y: 17 }]);
	});

	test('is one mark for two doubtful notes of a chord, and none for a note that is only held', () => {
		const marks = [head(0, 'a', 40), head(1, 'a', 20), head(2, 'b', 30, { struck: false })];

		expect(printedDoubts(marks, new Set([0, 1, 2]))).toHaveLength(1);
	});

	test('is left out of the tab, where it would cover numbers', () => {
		expect(printedDoubts([head(0, 'a', 40, { kind: 'fret' })], new Set([0]))).toEqual([]);
	});
});
