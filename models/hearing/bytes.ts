/**
 * Activations in the one form that is judged: bytes. They are what is kept, so
 * the classifiers were fitted on them, and floats are rounded first: both hear the same.
 */
import type { Activations } from '#models/activations.ts';

export interface ByteActivations {
	readonly frames: number;
	readonly note: Uint8Array;
	readonly onset: Uint8Array;
	readonly contour: Uint8Array;
}

/** The same activations when they are bytes already. */
export function asBytes({ frames, note, onset, contour }: Activations): ByteActivations {
	return { frames, note: rounded(note), onset: rounded(onset), contour: rounded(contour) };
}

/** As the stitch rounds, see `basic-pitch/stitch.ts`. */
function rounded(values: Float32Array | Uint8Array): Uint8Array {
	if (values instanceof Uint8Array) return values;
	const bytes = new Uint8Array(values.length);
	for (let i = 0; i < values.length; i++) bytes[i] = values[i]! * 255 + 0.5;
	return bytes;
}
