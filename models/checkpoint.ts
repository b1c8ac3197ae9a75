/** What has been heard so far, kept on the page's side so that a dead worker takes nothing with it. */
import { CONTOUR_BINS, KEYS, type Activations } from '#models/activations.ts';
import { framesIn } from '#models/basic-pitch/frame-time.ts';
import { SAMPLE_RATE } from '#models/basic-pitch/constants.ts';

/** Of a longer recording only the first hour is kept here, 137 MB: from there on it is heard again. */
const MOST_FRAMES = framesIn(3600 * SAMPLE_RATE);

export class Checkpoint {
	#parts: Activations[] = [];
	#frames = 0;
	#broken = false;

	add(part: Activations): void {
		// Parts must follow each other without a gap, so nothing is kept after the first that is not.
		this.#broken ||= this.#frames + part.frames > MOST_FRAMES;
		if (this.#broken) return;
		this.#parts.push(part);
		this.#frames += part.frames;
	}

	/** All that was added, or null when there is nothing. */
	whole(): Activations | null {
		if (this.#frames === 0) return null;
		const whole = {
			frames: this.#frames,
			note: new Uint8Array(this.#frames * KEYS),
			onset: new Uint8Array(this.#frames * KEYS),
			contour: new Uint8Array(this.#frames * CONTOUR_BINS)
		};
		let at = 0;
		for (const { frames, note, onset, contour } of this.#parts) {
			whole.note.set(note, at * KEYS);
			whole.onset.set(onset, at * KEYS);
			whole.contour.set(contour, at * CONTOUR_BINS);
			at += frames;
		}
		return whole;
	}

	/** Frees what is kept. */
	clear(): void {
		this.#parts = [];
		this.#frames = 0;
	}
}
