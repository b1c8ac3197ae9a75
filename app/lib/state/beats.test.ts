import { beforeEach, describe, expect, test } from 'vitest';
import type { ScoreDocument } from '#music/document.ts';
import type { Score } from '#music/score/score.ts';
import { DEFAULT_WRITING, type WriteSettings } from '#music/settings.ts';
import { writeScore } from '#music/write.ts';
import { Beats } from '#app/state/beats.svelte.ts';
import { melody } from '#tests/support/performance.ts';

const NOTES = melody('48:1 64:1 65:1 67:1 '.repeat(8));
/** Four beats to the bar, half a second each. */
const SAID = { ...DEFAULT_WRITING, metre: { beats: 4, unit: 4 }, tempo: 120 } as const;

let writing: WriteSettings;
let score: Score;
let playing: boolean;
let now: number;
let beats: Beats;

beforeEach(() => {
	writing = SAID;
	score = writeScore(NOTES, writing);
	playing = false;
	now = 0;
	beats = open();
});

/** A page around them, written anew at each change. */
const open = (): Beats =>
	new Beats({
		workspace: {
			get document() {
				return { writing } as unknown as ScoreDocument;
			},
			get score() {
				return score;
			},
			written: NOTES,
			setWriting: (change) => {
				writing = { ...writing, ...change };
				score = writeScore(NOTES, writing);
				return Promise.resolve();
			}
		},
		player: {
			now: () => now,
			get playing() {
				return playing;
			},
			position: 0,
			seek: (to) => void (now = to),
			toggle: () => void (playing = !playing)
		}
	});

describe('tapping', () => {
	const tapAt = (...times: number[]): void => {
		for (const time of times) {
			now = time;
			beats.tap();
		}
	};

	test('starts the recording, and counts in its seconds', () => {
		beats.tap();
		expect(playing).toBe(true);
		tapAt(1, 2, 3, 4);
		playing = false;
		beats.watch(4.2, playing);

		expect(writing.repairs).toEqual([{ kind: 'taps', at: [1, 2, 3, 4] }]);
	});

	test('takes off what the press was late', () => {
		playing = true;
		now = 1.05;
		beats.tap(0.05);

		expect(beats.tapping?.taps[0]).toBeCloseTo(1, 9);
	});

	test('that rests is finished, and a bar may be begun with a tap', () => {
		playing = true;
		tapAt(1, 1.5);
		now = 2;
		beats.beginBar();
		tapAt(2.5);
		beats.watch(3, playing);
		expect(beats.tapping).not.toBeNull();
		beats.watch(6, playing);

		expect(writing.repairs.map(({ kind }) => kind)).toEqual(['taps', 'downbeat']);
		expect(writing.repairs[1]).toEqual({ kind: 'downbeat', at: 2 });
	});

	test('of two taps says nothing', () => {
		playing = true;
		tapAt(1, 2);
		beats.finishTapping();

		expect(writing.repairs).toEqual([]);
		expect(beats.tooFew).toBe(true);
	});
});

describe('a beat that is held', () => {
	test('is walked to, with the recording at it', () => {
		beats.step(1, false);
		beats.step(1, false);
		beats.step(1, true);

		expect(beats.held).toMatchObject({ bar: 2, beat: 1 });
		expect(now).toBeCloseTo(2, 1);
	});

	test('is nudged on before the score has been written anew', () => {
		const kept = score;
		beats.hold(beats.all[2]!);
		beats.nudge(1);
		score = kept;
		beats.nudge(1);

		expect(writing.repairs).toHaveLength(1);
		expect(writing.repairs[0]).toMatchObject({ kind: 'beat' });
		expect((writing.repairs[0] as { at: number }).at).toBeCloseTo(1.02, 6);
	});

	test('gives way to a note between two beats that was clicked on', () => {
		beats.hold(beats.all[4]!);
		beats.point(score.beatMap.beatTicks * 5.5);
		beats.beginBar();

		expect(writing.repairs).toEqual([{ kind: 'downbeat', at: 2.75 }]);
		expect(score.beatMap.beats.some((time) => Math.abs(time - 2.75) < 1e-6)).toBe(true);
	});

	test('never goes past the middle to the next one', () => {
		beats.hold(beats.all[2]!);
		beats.drop(beats.all[2]!, 1.4);

		expect(beats.held!.time).toBeLessThan(1.25);
	});
});

test('a map that a person has confirmed is no longer asked about', () => {
	score = { ...score, beatMap: { ...score.beatMap, sureness: 0.2 } };
	beats = open();
	expect(beats.unsure).toBe(true);
	beats.confirm();
	beats = open();

	expect(beats.unsure).toBe(false);
	expect(score.beatMap.sureness).toBe(1);
});
