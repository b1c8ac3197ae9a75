import { expect, test } from 'vitest';
import { axisAt, tickAtAxis } from '#engraving/places.ts';
import { planSheet } from '#engraving/plan.ts';
import { marksOver, placeUnder } from '#app/components/beats/lane.ts';
import { numberedBeats } from '#app/state/repairs.ts';
import { DEFAULT_WRITING } from '#music/settings.ts';
import { writeScore } from '#music/write.ts';
import { melody } from '#tests/support/performance.ts';

/** Quarters and eighths, a little behind the beat here and there. */
const NOTES = melody('60:1 64:.5 65:.5 67:1 64:1 '.repeat(12)).map((note, i) => ({
	...note,
	start: (note.start + (i % 3 === 1 ? 0.02 : 0)) as typeof note.start
}));
const score = writeScore(NOTES, { ...DEFAULT_WRITING, metre: { beats: 4, unit: 4 }, tempo: 120 });
const plan = planSheet(score, { width: 984, space: 9, tab: true, lane: 34 });
const beats = numberedBeats(score.beatMap);

test('every beat of the music stands over one system, in order', () => {
	const marks = plan.systems.flatMap((system) => marksOver(score, system, beats));
	const last = score.bars.at(-1)!;
	const inMusic = beats.filter(
		({ index }) => index * score.beatMap.beatTicks < last.start + last.length
	);

	expect(marks.map(({ beat }) => beat.index)).toEqual(inMusic.map(({ index }) => index));
});

test('room for the beats moves the music down and nothing else', () => {
	const plain = planSheet(score, { width: 984, space: 9, tab: true });
	const [first, second] = plan.systems;

	expect(first!.staves[0]! - plain.systems[0]!.staves[0]!).toBeCloseTo(34, 6);
	expect(second!.y - plain.systems[1]!.y).toBeCloseTo(34, 6);
	expect(first!.bars).toEqual(plain.systems[0]!.bars);
});

test('a place between two heads is a moment between two notes, and back', () => {
	const [system] = plan.systems;

	for (const tick of [0, 480, 1200, 2000, 3333]) {
		expect(tickAtAxis(score, system!, axisAt(score, system!, tick))).toBeCloseTo(tick, 3);
	}
});

test('what is pulled onto a note falls on the second at which it was played', () => {
	const [, system] = plan.systems;
	const onset = system!.bars[0]!.onsets[1]!;
	const place = placeUnder(score, NOTES, plan, { x: onset.x + 4, y: system!.y + 10 });

	expect(place.system).toBe(1);
	expect(place.x).toBeCloseTo(onset.x, 6);
	expect(NOTES.some(({ start }) => Math.abs(start - place.to) < 1e-9)).toBe(true);
});

test('what is pulled beyond the margin stays in the music', () => {
	const place = placeUnder(score, NOTES, plan, { x: -500, y: -500 });

	expect(place.system).toBe(0);
	expect(place.to).toBeGreaterThanOrEqual(0);
	expect(place.x).toBeGreaterThan(0);
});
