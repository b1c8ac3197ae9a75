import { expect, test } from 'vitest';
import { axisAt, barAt, borderAt, systemAt, tickUnder } from '#engraving/places.ts';
import { planSheet } from '#engraving/plan.ts';
import { arirang } from '#engraving/testing/pieces.ts';

const score = arirang();
const plan = planSheet(score, { width: 984, space: 9, tab: true });
const [first, second] = plan.systems;
const BAR = 2880;

test('a tick is found in its system and bar', () => {
	expect(systemAt(plan, score, 4 * BAR - 1)).toBe(0);
	expect(systemAt(plan, score, 4 * BAR)).toBe(1);
	expect(barAt(score, 4 * BAR + 5)).toBe(4);
});

test('ticks outside the score belong to its ends', () => {
	expect(systemAt(plan, score, -10)).toBe(0);
	expect(systemAt(plan, score, 1e9)).toBe(plan.systems.length - 1);
});

test('at an onset the cursor stands on its heads', () => {
	for (const onset of second!.bars.flatMap((bar) => bar.onsets)) {
		expect(axisAt(score, second!, onset.tick)).toBeCloseTo(onset.x, 6);
	}
});

test('between two onsets the cursor is as far as the music is', () => {
	const [a, b] = first!.bars[0]!.onsets;
	const halfway = (a!.tick + b!.tick) / 2;

	expect(axisAt(score, first!, halfway)).toBeCloseTo((a!.x + b!.x) / 2, 6);
});

test('the cursor never moves backwards within a system', () => {
	let last = -Infinity;
	for (let tick = 0; tick <= 4 * BAR; tick += 60) {
		const x = axisAt(score, first!, tick);
		expect(x).toBeGreaterThanOrEqual(last);
		last = x;
	}
});

test('a loop of whole bars ends at bar lines', () => {
	const bar = first!.bars[1]!;

	expect(borderAt(score, first!, BAR)).toBe(bar.x);
	expect(borderAt(score, first!, 2 * BAR)).toBe(bar.x + bar.width);
});

test('a click means the nearest onset of the bar it hit', () => {
	const [bar] = second!.bars;

	for (const onset of bar!.onsets) expect(tickUnder(second!, onset.x + 1)).toBe(onset.tick);
	expect(tickUnder(second!, 0)).toBe(bar!.onsets[0]!.tick);
});
