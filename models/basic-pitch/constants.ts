/**
 * The fixed numbers of Basic Pitch: how sound is cut into windows, and what the network makes of one.
 * Source: spotify/basic-pitch, `basic_pitch/constants.py` and `inference.py` (Apache-2.0).
 */

/** Samples a second, of the sound that the network hears. */
export const SAMPLE_RATE = 22_050;

/** Samples between two frames of a window. */
export const FRAME_SAMPLES = 256;

/** Samples in a window: two seconds less one frame. */
export const WINDOW_SAMPLES = 2 * SAMPLE_RATE - FRAME_SAMPLES;

/** Frames that the network returns for a window. */
export const WINDOW_FRAMES = 172;

/** Frames cut from each side of a window, where the network lacks context. */
export const CUT_FRAMES = 15;

/** Frames of a window that are kept. */
export const KEPT_FRAMES = WINDOW_FRAMES - 2 * CUT_FRAMES;

/** Zeros before the sound, so that the first frame kept is the first of the recording. */
export const LEAD_SAMPLES = CUT_FRAMES * FRAME_SAMPLES;

/** Samples from the start of a window to the start of the next. */
export const HOP_SAMPLES = WINDOW_SAMPLES - 2 * LEAD_SAMPLES;
