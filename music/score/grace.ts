/** Grace notes have no time of their own: what they take of the time before their note where they are played. */
import { PPQ } from '#music/time.ts';

/** Ticks. */
export const GRACE = PPQ / 16;
