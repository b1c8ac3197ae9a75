/**
 * When a frame sounds. A window advances by 36,164 samples and keeps 142 frames
 * of 256 samples, which is 188 samples more: counting 256 samples a frame drifts
 * by 0.31 s a minute, and the published correction is off by up to 10 ms.
 * Everything that needs the time of a frame asks here, and gets the exact one.
 */
import { seconds, type Seconds } from '#music/time.ts';
import { FRAME_SAMPLES, HOP_SAMPLES, KEPT_FRAMES, SAMPLE_RATE } from './constants.ts';

/** The time of frame `frame` of the stitched activations; fractions lie between neighbours of one window. */
export function frameTime(frame: number): Seconds {
	const window = Math.floor(frame / KEPT_FRAMES);
	const within = frame - window * KEPT_FRAMES;
	return seconds((window * HOP_SAMPLES + within * FRAME_SAMPLES) / SAMPLE_RATE);
}

/** How many frames begin within the first `samples` samples: the length of the activations of a recording. */
export function framesIn(samples: number): number {
	if (samples <= 0) return 0;
	const window = Math.ceil(samples / HOP_SAMPLES) - 1;
	const left = samples - window * HOP_SAMPLES;
	return window * KEPT_FRAMES + Math.min(KEPT_FRAMES, Math.ceil(left / FRAME_SAMPLES));
}

/** The frame that is nearest to a time. */
export function frameAt(time: Seconds): number {
	const samples = Math.max(0, time * SAMPLE_RATE);
	const window = Math.floor(samples / HOP_SAMPLES);
	const within = Math.round((samples - window * HOP_SAMPLES) / FRAME_SAMPLES);
	return window * KEPT_FRAMES + Math.min(KEPT_FRAMES, within);
}
