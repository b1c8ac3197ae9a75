/** Floats out of a pipe, which may cut one in two. */
export async function* floats(stream: AsyncIterable<Buffer>): AsyncGenerator<Float32Array> {
	let rest: Buffer = Buffer.alloc(0);
	for await (const part of stream) {
		const bytes = rest.length > 0 ? Buffer.concat([rest, part]) : part;
		const whole = bytes.length - (bytes.length % 4);
		rest = bytes.subarray(whole);
		yield new Float32Array(new Uint8Array(bytes.subarray(0, whole)).buffer);
	}
}
