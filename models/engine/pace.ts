/** How long a device needs to listen, from what its engine took for one window. */
import { HOP_SAMPLES, SAMPLE_RATE } from '#models/basic-pitch/constants.ts';

/**
 * @param ms for one window, as `Trial` has it
 * @returns seconds for a minute of sound
 */
export const secondsAMinute = (ms: number): number =>
	(ms / 1000) * ((60 * SAMPLE_RATE) / HOP_SAMPLES);
