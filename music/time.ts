/**
 * The two clocks of the project. A performance is measured in seconds, a score
 * in ticks; the brands keep one from being passed where the other is meant.
 */
export type Seconds = number & { readonly __unit: 'seconds' };
export type Ticks = number & { readonly __unit: 'ticks' };

/** Ticks in a quarter note: 2⁶·3·5, so halves, triplets and quintuplets are all whole numbers. */
export const PPQ = 960;

export const seconds = (value: number): Seconds => value as Seconds;

/** @throws RangeError when `value` is not a whole number. */
export function ticks(value: number): Ticks {
	if (!Number.isInteger(value)) throw new RangeError(`ticks must be whole, got ${value}`);
	return value as Ticks;
}
