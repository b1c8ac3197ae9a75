import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findBeatMap } from '#music/rhythm/map.ts';
import { repaired } from '#music/rhythm/repair.ts';
import type { BeatRepair } from '#music/settings.ts';
import { seconds } from '#music/time.ts';
import { melody } from '#tests/support/performance.ts';

/** A beat every half second, from the first second on. */
const BEATS = Array.from({ length: 17 }, (_, i) => 1 + i / 2);
const FIRST = 1;

const downbeat = (at: number): BeatRepair => ({ kind: 'downbeat', at: seconds(at) });
const beat = (at: number): BeatRepair => ({ kind: 'beat', at: seconds(at) });
const tempo = (factor: number): BeatRepair => ({ kind: 'tempo', factor });
const taps = (...at: number[]): BeatRepair => ({ kind: 'taps', at: at.map(seconds) });

const told = (...repairs: BeatRepair[]) => repaired(BEATS, FIRST, repairs);
const near = (beats: readonly number[], at: number): number =>
	Math.min(...beats.map((time) => Math.abs(time - at)));

describe('a bar that a person begins', () => {
	test('on a beat leaves the beats where they are', () => {
		const { beats, downbeats } = told(downbeat(2));

		expect(beats).toEqual(BEATS);
		expect(downbeats).toEqual([2]);
	});

	test('between two beats takes all beats with it', () => {
		const { beats } = told(downbeat(2.25));

		expect(near(beats, 2.25)).toBeLessThan(1e-9);
		expect(near(beats, 6.75)).toBeLessThan(1e-9);
		expect(near(beats, 1.25)).toBeLessThan(1e-9);
	});

	test('between two beats leaves the bars alone that were begun before', () => {
		const { beats, downbeats } = told(downbeat(3), downbeat(5.25));

		expect(downbeats).toEqual([3, 5.25]);
		expect(near(beats, 2)).toBeLessThan(1e-9);
		expect(near(beats, 5.75)).toBeLessThan(1e-9);
		const gaps = beats.slice(1).map((time, i) => time - beats[i]!);
		expect(Math.max(...gaps)).toBeLessThan(0.9);
		expect(Math.min(...gaps)).toBeGreaterThan(0.35);
	});

	test('a little beside a beat moves that beat, and the rest stays', () => {
		const { beats } = told(downbeat(3.05));

		expect(near(beats, 3.05)).toBeLessThan(1e-9);
		expect(near(beats, 2)).toBeLessThan(1e-9);
		expect(near(beats, 4)).toBeLessThan(1e-9);
	});

	test('and drags on a beat later begins there alone', () => {
		expect(told(downbeat(2), downbeat(2.5)).downbeats).toEqual([2.5]);
	});
});

describe('a beat that a person moves', () => {
	test('takes its neighbours half the way', () => {
		const { beats } = told(beat(3.1));

		expect(beats.slice(3, 6)).toEqual([2.55, 3.1, 3.55]);
	});
});

describe('counting', () => {
	test('twice as fast puts a beat between any two', () => {
		expect(told(tempo(2)).beats).toHaveLength(33);
	});

	test('half as fast keeps the beat on which a bar begins', () => {
		const { beats } = told(downbeat(2.5), tempo(1 / 2));

		expect(beats).toContain(2.5);
		expect(beats[1]! - beats[0]!).toBe(1);
	});

	test('three for two and back again is where it was', () => {
		const { beats } = told(tempo(3 / 2), tempo(2 / 3));

		expect(beats).toHaveLength(BEATS.length);
		for (const [i, time] of beats.entries()) expect(time).toBeCloseTo(BEATS[i]!, 9);
	});
});

describe('tapping', () => {
	test('half as fast as was found counts the whole piece so', () => {
		const { beats } = told(taps(3, 4, 5, 6));

		expect(beats[1]! - beats[0]!).toBeCloseTo(1, 9);
		expect(beats.at(-1)! - beats.at(-2)!).toBeCloseTo(1, 9);
		expect(near(beats, 8)).toBeLessThan(1e-9);
	});

	test('between the beats that were found takes those before and after along', () => {
		const { beats } = told(taps(3.25, 3.75, 4.25, 4.75));

		expect(near(beats, 1.75)).toBeLessThan(1e-9);
		expect(near(beats, 7.25)).toBeLessThan(1e-9);
	});

	test('a tap that was left out is put in', () => {
		const { beats } = told(taps(3, 3.5, 4.5, 5));

		expect(near(beats, 4)).toBeLessThan(1e-9);
	});

	test('with a hand that is late all the time means the notes', () => {
		const late = [2, 2.5, 3, 3.5, 4, 4.5].map((at, i) => at + 0.11 + 0.02 * Math.sin(9 * i));

		const { beats } = repaired(BEATS, FIRST, [taps(...late)], BEATS);

		for (const at of [2, 2.5, 3, 3.5, 4, 4.5]) expect(near(beats, at)).toBeLessThan(1e-9);
	});

	test('where nothing is played keeps the beats of the hand', () => {
		const { beats } = repaired(BEATS, FIRST, [taps(3.1, 3.6, 4.1, 4.6)], [20]);

		expect(near(beats, 4.1)).toBeLessThan(0.05);
	});
});

const moment = fc.double({ min: 0, max: 12, noNaN: true }).map(seconds);
const anyRepair: fc.Arbitrary<BeatRepair> = fc.oneof(
	fc.record({ kind: fc.constant('downbeat' as const), at: moment }),
	fc.record({ kind: fc.constant('beat' as const), at: moment }),
	fc.record({
		kind: fc.constant('tempo' as const),
		factor: fc.constantFrom(2, 1 / 2, 3 / 2, 2 / 3)
	}),
	fc.record({ kind: fc.constant('taps' as const), at: fc.array(moment, { maxLength: 12 }) })
);

test('whatever a person says, beats go on in order, and the bars begin where they said last', () => {
	const notes = melody('60:1 62:1 64:1 65:1 67:1 65:1 64:1 62:1 60:2 64:2');
	fc.assert(
		fc.property(fc.array(anyRepair, { maxLength: 8 }), (repairs) => {
			const { beats, downbeat } = findBeatMap(notes, { tempo: null, metre: null, repairs });

			expect(beats.length).toBeGreaterThan(1);
			expect(downbeat).toBeGreaterThanOrEqual(0);
			beats.slice(1).forEach((time, i) => expect(time).toBeGreaterThan(beats[i]!));
		}),
		{ numRuns: 60 }
	);
});
