/** How hard a score is to play, from 1 (a first lesson) to 10 (the concert stage). */
import { effortsOf } from '#music/card/efforts.ts';
import type { Score } from '#music/score/score.ts';

/** A piece is as hard as its hard places: this share of its bars, against all of them. */
const HARDEST = 0.25;
const HARD_PLACES = 0.7;
/** Each sharp or flat beyond the first two. */
const SIGN = 0.04;
const EASY_SIGNS = 2;
/** Effort at which 63 % of the way from 1 to 10 is gone. */
const SCALE = 2;

/** In tenths. Slower, or with fewer notes in the same bars, it is never more. */
export function difficultyOf(score: Score): number {
	const efforts = [...effortsOf(score)].sort((a, b) => b - a);
	const hardest = efforts.slice(0, Math.max(1, Math.ceil(HARDEST * efforts.length)));
	const signs = SIGN * Math.max(0, Math.abs(score.key.fifths) - EASY_SIGNS);
	const sounds = (efforts[0] ?? 0) > 0;
	const effort =
		HARD_PLACES * meanOf(hardest) + (1 - HARD_PLACES) * meanOf(efforts) + (sounds ? signs : 0);
	return Math.round(10 + 90 * (1 - Math.exp(-effort / SCALE))) / 10;
}

const meanOf = (values: readonly number[]): number =>
	values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
