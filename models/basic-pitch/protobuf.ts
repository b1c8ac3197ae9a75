/** Just enough of protocol buffers to write an ONNX file: a message is a list of encoded fields. */

/** One encoded field, or several. */
export type Bytes = Uint8Array<ArrayBuffer>;

const VARINT = 0;
const BYTES = 2;
const FLOAT = 5;

/** Integers of either sign; negative ones take ten bytes, as the format asks. */
function varint(value: number): number[] {
	const bytes: number[] = [];
	let rest = BigInt.asUintN(64, BigInt(value));
	while (rest > 127n) {
		bytes.push(Number(rest & 127n) | 128);
		rest >>= 7n;
	}
	return [...bytes, Number(rest)];
}

const tag = (field: number, wire: number): number[] => varint(field * 8 + wire);

export const int = (field: number, value: number): Bytes =>
	Uint8Array.from([...tag(field, VARINT), ...varint(value)]);

export function float(field: number, value: number): Bytes {
	return join([
		Uint8Array.from(tag(field, FLOAT)),
		new Uint8Array(new Float32Array([value]).buffer)
	]);
}

export const text = (field: number, value: string): Bytes =>
	bytes(field, new TextEncoder().encode(value));

export const bytes = (field: number, value: Bytes): Bytes =>
	join([Uint8Array.from([...tag(field, BYTES), ...varint(value.length)]), value]);

export const message = (field: number, fields: readonly Bytes[]): Bytes =>
	bytes(field, join(fields));

/** The bytes of all the parts, one after the other. */
export function join(parts: readonly Bytes[]): Bytes {
	const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
	let at = 0;
	for (const part of parts) {
		whole.set(part, at);
		at += part.length;
	}
	return whole;
}
