import { expect, test } from 'vitest';
import { beamGroups } from '#engraving/beams.ts';
import { write } from '#engraving/testing/notation.ts';

/** How many notes each beam of a voice holds. */
const beams = (metre: string, voices: string[], voice = 0, pickup = false): number[] => {
	const score = write({ metre, bars: [voices], pickup });
	const [bar] = score.bars;
	return beamGroups(bar!.voices[voice]!, bar!).map((group) => group.length);
};

test('eighths are beamed by beat', () => {
	expect(beams('3/4', ['a4:8 b4:8 c5:8 d5:8 e5:8 f5:8'])).toEqual([2, 2, 2]);
});

test('in six-eight a beat holds three', () => {
	expect(beams('6/8', ['a4:8 b4:8 c5:8 d5:8 e5:8 f5:8'])).toEqual([3, 3]);
});

test('an even bar of bass eighths stands under one beam', () => {
	const bass = 'd3:8 a3:8 d3:8 a3:8 d3:8 a3:8';
	expect(beams('3/4', ['d5:h.', bass], 1)).toEqual([6]);
});

test('a beam does not hide the middle of a bar of four', () => {
	const bass = Array.from({ length: 8 }, () => 'd3:8').join(' ');
	expect(beams('4/4', ['d5:w', bass], 1)).toEqual([4, 4]);
});

test('a rest or a longer note ends a beam', () => {
	expect(beams('4/4', ['a4:16 b4:16 r:16 c5:16 d5:8 e5:8 f5:q g5:8 a5:8'])).toEqual([2, 2, 2]);
});

test('a lone eighth keeps its flag', () => {
	expect(beams('3/4', ['a4:q. b4:8 c5:q'])).toEqual([]);
});

test('the beats of a pickup are those at the end of a bar', () => {
	expect(beams('4/4', ['a4:8 b4:8 c5:8'], 0, true)).toEqual([2]);
});
