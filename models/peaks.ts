/** How loud a recording is over time: for the strip above the score. */
import { SAMPLE_RATE } from './basic-pitch/constants.ts';

/** Peaks for each second of sound. */
export const PEAKS_A_SECOND = 50;

const STEP = SAMPLE_RATE / PEAKS_A_SECOND;

export class PeakMeter {
	#peaks = new Float32Array(1024);
	#samples = 0;

	push(chunk: Float32Array): void {
		const needed = Math.ceil((this.#samples + chunk.length) / STEP);
		if (needed > this.#peaks.length) {
			const larger = new Float32Array(Math.max(needed, 2 * this.#peaks.length));
			larger.set(this.#peaks);
			this.#peaks = larger;
		}
		for (const sample of chunk) {
			const step = Math.floor(this.#samples++ / STEP);
			const level = Math.abs(sample);
			if (level > this.#peaks[step]!) this.#peaks[step] = level;
		}
	}

	/** The greatest level in each fiftieth of a second, 0–1. */
	peaks(): Float32Array<ArrayBuffer> {
		return this.#peaks.slice(0, Math.ceil(this.#samples / STEP)).map((level) => Math.min(1, level));
	}
}
