/**
 * Writes ONNX files (onnx.proto of ONNX 1.14, opset 17): a graph is built by
 * calling an operator by its name, which returns the name of its result.
 */
import { bytes, float, int, join, message, text, type Bytes } from './protobuf.ts';

const OPSET = 17;
const IR_VERSION = 8;

/** Numbers of `TensorProto.DataType`. */
const FLOAT32 = 1;
const INT64 = 7;

/** Numbers of `AttributeProto.AttributeType`. */
const KIND = { float: 1, int: 2, string: 3, ints: 7 } as const;

/** A whole number is an int attribute; nothing here needs a float attribute of a whole value. */
type Attribute = number | string | readonly number[];

/** Name of a value in the graph. */
export type Value = string & { readonly __unit: 'onnx-value' };

export class OnnxGraph {
	readonly #nodes: Bytes[] = [];
	readonly #constants: Bytes[] = [];
	readonly #inputs: Bytes[] = [];
	readonly #outputs: Bytes[] = [];
	#made = 0;

	/** Sides are numbers, or a name where the size is free. */
	input(name: string, shape: readonly (number | string)[]): Value {
		this.#inputs.push(message(11, valueInfo(name, shape)));
		return name as Value;
	}

	output(name: string, from: Value, shape: readonly (number | string)[]): void {
		this.#nodes.push(message(1, node('Identity', [from], name, {})));
		this.#outputs.push(message(12, valueInfo(name, shape)));
	}

	floats(shape: readonly number[], data: Float32Array | readonly number[]): Value {
		const raw = new Uint8Array(Float32Array.from(data).buffer);
		return this.#constant(FLOAT32, shape, raw);
	}

	/** A list of whole numbers: a shape, axes, paddings. */
	ints(data: readonly number[]): Value {
		const raw = new Uint8Array(BigInt64Array.from(data, BigInt).buffer);
		return this.#constant(INT64, [data.length], raw);
	}

	call(
		operator: string,
		inputs: readonly Value[],
		attributes: Readonly<Record<string, Attribute>> = {}
	): Value {
		const name = this.#name(operator.toLowerCase());
		this.#nodes.push(message(1, node(operator, inputs, name, attributes)));
		return name;
	}

	/** The bytes of the file. */
	toBytes(name: string): Uint8Array<ArrayBuffer> {
		const graph = [
			...this.#nodes,
			text(2, name),
			...this.#constants,
			...this.#inputs,
			...this.#outputs
		];
		return join([
			int(1, IR_VERSION),
			text(2, 'genesis-music'),
			message(7, graph),
			message(8, [text(1, ''), int(2, OPSET)])
		]);
	}

	#constant(type: number, shape: readonly number[], raw: Bytes): Value {
		const name = this.#name('constant');
		const sides = shape.map((side) => int(1, side));
		this.#constants.push(message(5, [...sides, int(2, type), text(8, name), bytes(9, raw)]));
		return name;
	}

	#name(kind: string): Value {
		return `${kind}_${this.#made++}` as Value;
	}
}

function node(
	operator: string,
	inputs: readonly Value[],
	output: string,
	attributes: Readonly<Record<string, Attribute>>
): Bytes[] {
	return [
		...inputs.map((name) => text(1, name)),
		text(2, output),
		text(3, output),
		text(4, operator),
		...Object.entries(attributes).map(([name, value]) => message(5, attribute(name, value)))
	];
}

function attribute(name: string, value: Attribute): Bytes[] {
	if (typeof value === 'string') return [text(1, name), text(4, value), int(20, KIND.string)];
	if (typeof value !== 'number') {
		return [text(1, name), ...value.map((each) => int(8, each)), int(20, KIND.ints)];
	}
	return Number.isInteger(value)
		? [text(1, name), int(3, value), int(20, KIND.int)]
		: [text(1, name), float(2, value), int(20, KIND.float)];
}

function valueInfo(name: string, shape: readonly (number | string)[]): Bytes[] {
	const sides = shape.map((side) =>
		message(1, [typeof side === 'number' ? int(1, side) : text(2, side)])
	);
	const tensor = [int(1, FLOAT32), message(2, sides)];
	return [text(1, name), message(2, [message(1, tensor)])];
}
