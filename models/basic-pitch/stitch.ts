/**
 * Joins the activations of windows: fifteen frames are cut from each side of a
 * window, where the network lacks context, and the 142 between are kept.
 */
import { CONTOUR_BINS, KEYS, type Activations } from '#models/activations.ts';
import type { WindowOutput } from '#models/engine/engine.ts';
import { CUT_FRAMES, KEPT_FRAMES, WINDOW_FRAMES } from './constants.ts';

/** Bytes are what is kept (a quarter of the memory: 412 MB for three hours); floats are for measuring. */
export type Form = 'bytes' | 'floats';

type Values = Float32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>;

const MAPS = [
	['note', KEYS],
	['onset', KEYS],
	['contour', CONTOUR_BINS]
] as const;

/** Activations under construction. */
export class Stitch {
	readonly #form: Form;
	#capacity: number;
	#maps: Record<'note' | 'onset' | 'contour', Values>;
	#frames = 0;

	/** @param expected Frames to make room for at once; more may come. */
	constructor(form: Form, expected: number, start?: Activations) {
		this.#form = form;
		this.#capacity = Math.max(expected, start?.frames ?? 0, KEPT_FRAMES);
		this.#maps = this.#room();
		if (start) {
			for (const [name] of MAPS) this.#maps[name].set(start[name]);
			this.#frames = start.frames;
		}
	}

	/** Frames so far. */
	get frames(): number {
		return this.#frames;
	}

	append(output: WindowOutput, count: number): void {
		this.#reserve(this.#frames + count * KEPT_FRAMES);
		for (let window = 0; window < count; window++) {
			for (const [name, width] of MAPS) {
				const from = (window * WINDOW_FRAMES + CUT_FRAMES) * width;
				const kept = output[name].subarray(from, from + KEPT_FRAMES * width);
				this.#write(this.#maps[name], kept, this.#frames * width);
			}
			this.#frames += KEPT_FRAMES;
		}
	}

	/** The first `frames` frames, as a view: valid until something is appended. */
	view(frames = this.#frames): Activations {
		const { note, onset, contour } = this.#maps;
		return {
			frames,
			note: note.subarray(0, frames * KEYS),
			onset: onset.subarray(0, frames * KEYS),
			contour: contour.subarray(0, frames * CONTOUR_BINS)
		};
	}

	/** The first `frames` frames, in arrays of exactly their size; the stitch is empty afterwards. */
	finish(frames: number): Activations {
		const { note, onset, contour } = this.#maps;
		const whole = {
			frames,
			note: exactly(note, frames * KEYS),
			onset: exactly(onset, frames * KEYS),
			contour: exactly(contour, frames * CONTOUR_BINS)
		};
		this.#frames = this.#capacity = 0;
		this.#maps = this.#room();
		return whole;
	}

	#write(map: Values, kept: Float32Array, at: number): void {
		if (this.#form === 'floats') {
			map.set(kept, at);
			return;
		}
		for (let i = 0; i < kept.length; i++) map[at + i] = kept[i]! * 255 + 0.5;
	}

	#reserve(frames: number): void {
		if (frames <= this.#capacity) return;
		const old = this.#maps;
		this.#capacity = Math.max(frames, Math.ceil(this.#capacity * 1.5));
		this.#maps = this.#room();
		for (const [name, width] of MAPS) {
			this.#maps[name].set(old[name].subarray(0, this.#frames * width));
		}
	}

	#room(): Record<'note' | 'onset' | 'contour', Values> {
		const Kind = this.#form === 'bytes' ? Uint8Array : Float32Array;
		return {
			note: new Kind(this.#capacity * KEYS),
			onset: new Kind(this.#capacity * KEYS),
			contour: new Kind(this.#capacity * CONTOUR_BINS)
		};
	}
}

/** The buffer itself is handed on when nothing of it is to spare, so that a long recording is not held twice. */
const exactly = (values: Values, length: number): Values =>
	values.length === length ? values : values.slice(0, length);
