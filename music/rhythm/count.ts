/** What a metre counts: the length of its beat and of its bar. */
import type { Metre } from '#music/settings.ts';
import { PPQ, ticks, type Ticks } from '#music/time.ts';

/** 6/8, 9/8 and 12/8 count dotted quarters; every other metre counts its unit. */
export const isCompound = (metre: Metre): boolean =>
	metre.unit === 8 && metre.beats > 3 && metre.beats % 3 === 0;

/** The written length of one beat. */
export const beatTicks = (metre: Metre): Ticks =>
	ticks(isCompound(metre) ? (PPQ * 3) / 2 : (PPQ * 4) / metre.unit);

/** The same in quarter notes, in which tempos are kept and compared. */
export const quartersInBeat = (metre: Metre): number => beatTicks(metre) / PPQ;

/** How many beats are counted in a bar: two in 6/8. */
export const beatsInBar = (metre: Metre): number =>
	isCompound(metre) ? metre.beats / 3 : metre.beats;

/** The written length of a whole bar. */
export const barTicks = (metre: Metre): Ticks => ticks((metre.beats * PPQ * 4) / metre.unit);
