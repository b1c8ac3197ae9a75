/** Activations on disk: deflated, because silence is most of what a network says. */
import type { Activations } from '#models/activations.ts';
import { CONTOUR_BINS, KEYS } from '#models/activations.ts';

export async function pack(activations: Activations): Promise<Blob> {
	const parts = [activations.note, activations.onset, activations.contour].map(asBytes);
	const stream = new Blob(parts).stream().pipeThrough(new CompressionStream('deflate-raw'));
	return new Response(stream).blob();
}

/** @returns undefined when the bytes do not add up: they were cut short or damaged. */
export async function unpack(packed: Blob, frames: number): Promise<Activations | undefined> {
	try {
		const stream = packed.stream().pipeThrough(new DecompressionStream('deflate-raw'));
		const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
		if (bytes.length !== frames * (2 * KEYS + CONTOUR_BINS)) return undefined;
		const keys = frames * KEYS;
		return {
			frames,
			note: bytes.slice(0, keys),
			onset: bytes.slice(keys, 2 * keys),
			contour: bytes.slice(2 * keys)
		};
	} catch (cause) {
		// The stream refuses what it cannot inflate; that is the damage we are asked about.
		if (cause instanceof TypeError || cause instanceof DOMException) return undefined;
		throw cause;
	}
}

function asBytes(values: Float32Array | Uint8Array): Uint8Array<ArrayBuffer> {
	if (values instanceof Uint8Array) return values as Uint8Array<ArrayBuffer>;
	return Uint8Array.from(values, (value) => Math.round(value * 255));
}
