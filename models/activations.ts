/**
 * What the network says: for each frame, how strongly each of 88 keys sounds,
 * starts, and (in thirds of a semitone) where exactly its pitch lies.
 */
export const KEYS = 88;
export const CONTOUR_BINS = 264;
/** MIDI number of the lowest key, A0. */
export const LOWEST_KEY = 21;

/**
 * Row-major, frames × keys. Values are 0–1 as floats, or 0–255 as bytes: the
 * form in which they are kept (a byte's step, .004, is under the model's own noise).
 */
export interface Activations {
	readonly frames: number;
	readonly note: Float32Array | Uint8Array;
	readonly onset: Float32Array | Uint8Array;
	readonly contour: Float32Array | Uint8Array;
}
