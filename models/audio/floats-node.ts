/** Floats out of a pipe, which may cut one in two; in groups of `group`, which it may cut as well. */
export async function* floats(
	stream: AsyncIterable<Buffer>,
	group = 1
): AsyncGenerator<Float32Array> {
	let rest: Buffer = Buffer.alloc(0);
	for await (const part of stream) {
		const bytes = rest.length > 0 ? Buffer.concat([rest, part]) : part;
		const whole = bytes.length - (bytes.length % (4 * group));
		rest = bytes.subarray(whole);
		if (whole > 0) yield new Float32Array(new Uint8Array(bytes.subarray(0, whole)).buffer);
	}
}
