/**
 * Cuts a stretch of a bar into written values so that the beat shows (E. Gould,
 * Behind Bars, 2011): nothing hides a stronger place of the bar than the one it
 * starts on, but for the common syncopations, and rests are stricter than notes.
 */
import { beatsInBar, beatTicks, isCompound } from '#music/rhythm/count.ts';
import { valueOf, type PlainValue } from '#music/score/values.ts';
import type { Metre } from '#music/settings.ts';

/** Ticks from the start of a whole bar; `value` is the length, without a tuplet. */
export interface Piece {
	readonly from: number;
	readonly to: number;
	readonly value: PlainValue;
}

const BAR = 10;
const MIDDLE = 8;
const BEAT = 6;
const HALF = 4;

/** The pieces of `from`–`to`, in order and without gaps; both on the grid of 32nds. */
export function cut(from: number, to: number, metre: Metre, rest: boolean): Piece[] {
	const value = valueOf(to - from);
	if (value !== null && stands(from, to, value, metre, rest)) return [{ from, to, value }];
	const at = divide(from, to, metre);
	return [...cut(from, at, metre, rest), ...cut(at, to, metre, rest)];
}

function stands(from: number, to: number, value: PlainValue, metre: Metre, rest: boolean): boolean {
	const beat = beatTicks(metre);
	const start = strength(from, metre);
	const hidden = strength(strongest(from, to, metre), metre);
	const length = to - from;
	if (hidden < 0) return true;
	if (rest) {
		if (isCompound(metre)) return hidden < start && (value.dots === 0 || length % beat === 0);
		return hidden < start && value.dots === 0 && (length <= beat || metre.beats % 2 === 0);
	}
	if (hidden <= start) return true;
	if (isCompound(metre)) return false;
	if (length === beat) return start === HALF && hidden === BEAT;
	const inBeat = Math.floor(from / beat) === Math.floor((to - 1) / beat);
	return inBeat && (length * 2 === beat || hidden <= strength(to, metre));
}

/** Where to cut: at the strongest place inside; of equals, so that the longest value is kept whole. */
function divide(from: number, to: number, metre: Metre): number {
	const first = strongest(from, to, metre);
	const level = strength(first, metre);
	if (strength(from, metre) < level) return first;
	let at = first;
	for (let place = first; place < to; place += step(metre)) {
		if (strength(place, metre) === level && valueOf(place - from) !== null) at = place;
	}
	return at;
}

/** The first of the strongest places strictly inside; −1 when there is none. */
function strongest(from: number, to: number, metre: Metre): number {
	const grid = step(metre);
	let best = -1;
	for (let place = (Math.floor(from / grid) + 1) * grid; place < to; place += grid) {
		if (strength(place, metre) > strength(best, metre)) best = place;
	}
	return best;
}

/** The finest written place: a 32nd. */
const step = (metre: Metre): number => (isCompound(metre) ? beatTicks(metre) / 12 : 120);

/** How strong a place of the bar is; −1 for no place at all. */
function strength(place: number, metre: Metre): number {
	if (place < 0) return -1;
	const beat = beatTicks(metre);
	const count = beatsInBar(metre);
	const inBar = place % (beat * count);
	if (inBar === 0) return BAR;
	if (inBar % beat === 0) return count >= 4 && inBar * 2 === beat * count ? MIDDLE : BEAT;
	const parts = isCompound(metre) ? [3, 6] : [2, 4, 8];
	const level = parts.findIndex((part) => inBar % (beat / part) === 0);
	return level < 0 ? 0 : HALF - level;
}
