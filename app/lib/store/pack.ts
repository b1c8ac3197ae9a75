/** Activations on disk: deflated, because silence is most of what a network says. */
import type { Activations } from '#models/activations.ts';
import { CONTOUR_BINS, KEYS } from '#models/activations.ts';

/** Bytes deflated at a time: about 15 ms of work, which the browser does on the thread that asks. */
const SLICE = 1 << 17;

export async function pack(activations: Activations): Promise<Blob> {
	const parts = [activations.note, activations.onset, activations.contour].map(asBytes);
	const slices = slicesOf(parts);
	const source = new ReadableStream<Uint8Array<ArrayBuffer>>({
		async pull(controller) {
			const slice = slices.next();
			if (slice.done) return controller.close();
			await taskEnd();
			controller.enqueue(slice.value);
		}
	});
	return new Response(source.pipeThrough(new CompressionStream('deflate-raw'))).blob();
}

function* slicesOf(parts: readonly Uint8Array<ArrayBuffer>[]): Generator<Uint8Array<ArrayBuffer>> {
	for (const part of parts) {
		for (let at = 0; at < part.length; at += SLICE) yield part.subarray(at, at + SLICE);
	}
}

/** Lets the page answer before going on. Not a timer: those wait for seconds in a hidden tab. */
function taskEnd(): Promise<void> {
	return new Promise((resolve) => {
		const { port1, port2 } = new MessageChannel();
		port1.onmessage = () => {
			port1.close();
			resolve();
		};
		port2.postMessage(null);
	});
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
