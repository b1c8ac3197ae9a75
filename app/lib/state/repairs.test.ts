import { describe, expect, test } from 'vitest';
import type { BeatMap } from '#music/rhythm/beat-map.ts';
import type { BeatRepair } from '#music/settings.ts';
import { seconds, ticks } from '#music/time.ts';
import {
	numberedBeats,
	withBarsShifted,
	withBeat,
	withDownbeat,
	withTempo
} from '#app/state/repairs.ts';

/** Four beats to the bar, half a second each, after a pickup of one. */
const MAP: BeatMap = {
	beats: Array.from({ length: 12 }, (_, i) => seconds(i / 2)),
	beatTicks: ticks(960),
	downbeat: 1,
	metre: { beats: 4, unit: 4 },
	turns: [],
	sureness: 0.4
};

const downbeat = (at: number): BeatRepair => ({ kind: 'downbeat', at: seconds(at) });

describe('what is said again', () => {
	test('of the same bar takes its old place', () => {
		const first = withDownbeat([], 2, 0.5);

		expect(withDownbeat(first, 2.5, 2)).toEqual([downbeat(2.5)]);
	});

	test('of another bar stands beside it', () => {
		expect(withDownbeat([downbeat(0.5)], 4)).toEqual([downbeat(0.5), downbeat(4)]);
	});

	test('of a beat that is nudged on is one repair', () => {
		const once = withBeat([], 1.01, 1);

		expect(withBeat(once, 1.02, 1.01)).toEqual([{ kind: 'beat', at: 1.02 }]);
	});

	test('of the tempo, there and back, is nothing', () => {
		expect(withTempo(withTempo([], 2), 1 / 2)).toEqual([]);
		expect(withTempo(withTempo([], 3 / 2), 2)).toEqual([{ kind: 'tempo', factor: 3 }]);
	});
});

describe('bars that begin a beat later', () => {
	test('all do, when nothing was said of them', () => {
		expect(withBarsShifted([], MAP, 4, 1)).toEqual([downbeat(1)]);
	});

	test('do from the bar on that was begun by hand', () => {
		const said = [downbeat(0.5), downbeat(3)];

		expect(withBarsShifted(said, MAP, 5, 1)).toEqual([downbeat(0.5), downbeat(3.5)]);
		expect(withBarsShifted(said, MAP, 1, 1)).toEqual([downbeat(3), downbeat(1)]);
	});

	test('or earlier, past the first note, go around the bar', () => {
		expect(withBarsShifted([downbeat(0)], MAP, 0, -1)).toEqual([downbeat(1.5)]);
	});
});

test('beats are numbered as the page prints them, the pickup at the end of its bar', () => {
	const places = numberedBeats(MAP).map(({ bar, beat }) => `${bar}:${beat}`);

	expect(places.slice(0, 6)).toEqual(['0:4', '1:1', '1:2', '1:3', '1:4', '2:1']);
});

test('a bar of two among bars of four is numbered as it is', () => {
	const turns = [
		{ beat: 5, metre: { beats: 2, unit: 4 } },
		{ beat: 7, metre: { beats: 4, unit: 4 } }
	] as const;
	const places = numberedBeats({ ...MAP, turns }).map(({ bar, beat }) => `${bar}:${beat}`);

	expect(places.slice(5, 9)).toEqual(['2:1', '2:2', '3:1', '3:2']);
});
