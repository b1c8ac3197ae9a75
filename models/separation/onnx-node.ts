/**
 * A Demucs network as an ONNX file: waveform in, waveforms out. One input [1, 2, n] of stereo sound
 * at 44,100 Hz, one output [1, sources, 2, n]; the transforms are inside the graph. Exports that want
 * spectrograms are refused with a sentence.
 */
import '#models/engine/quiet-node.ts';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { Device } from '#models/engine/onnx-node.ts';
import { bySegments } from './segments.ts';
import { STEMS, STEREO_HZ, type Separator, type Stem, type Stereo } from './separator.ts';

/** Where the graph leaves the length open: 7.8 s, what Demucs' transformers are trained on. */
const SEGMENT = Math.round(7.8 * STEREO_HZ);

/** The file is no network that can be used here; the message is for the operator. */
export class NoSeparator extends Error {
	override readonly name = 'NoSeparator';
}

/** @throws NoSeparator */
export async function openSeparator(path: string, device: Device = 'cpu'): Promise<Separator> {
	const session = await InferenceSession.create(path, {
		executionProviders: [device],
		intraOpNumThreads: 1,
		logSeverityLevel: 3
	}).catch((cause: unknown) => {
		throw new NoSeparator('SEPARATOR_MODEL names no ONNX file that can be read.', { cause });
	});
	const { segment, stems, input, output } = shapeOf(session);

	async function run({ left, right }: Stereo, source: number): Promise<Stereo> {
		const mix = new Float32Array(2 * segment);
		mix.set(left);
		mix.set(right, segment);
		const result = await session.run({ [input]: new Tensor('float32', mix, [1, 2, segment]) });
		const all = result[output]!.data as Float32Array;
		const at = 2 * segment * source;
		return {
			left: all.slice(at, at + segment),
			right: all.slice(at + segment, at + 2 * segment)
		};
	}

	return {
		stems,
		separate(sound, stem) {
			const source = stems.indexOf(stem);
			if (source < 0) throw new RangeError(`this network tells no ${stem} apart`);
			return bySegments(sound, segment, (each) => run(each, source));
		},
		dispose: () => session.release()
	};
}

function shapeOf({ inputMetadata, outputMetadata }: InferenceSession): {
	readonly segment: number;
	readonly stems: readonly Stem[];
	readonly input: string;
	readonly output: string;
} {
	const [given] = inputMetadata;
	const [made] = outputMetadata;
	const fits =
		inputMetadata.length === 1 &&
		given?.isTensor &&
		given.type === 'float32' &&
		given.shape.length === 3 &&
		given.shape[1] === 2 &&
		made?.isTensor &&
		made.shape.length === 4 &&
		(made.shape[1] === 4 || made.shape[1] === 6) &&
		made.shape[2] === 2;
	if (!fits) {
		throw new NoSeparator(
			'SEPARATOR_MODEL must take sound as [1, 2, n] and give [1, 4 or 6, 2, n]: a Demucs network from waveform to waveforms.'
		);
	}
	const length = given.shape[2];
	return {
		segment: typeof length === 'number' ? length : SEGMENT,
		stems: STEMS.slice(0, made.shape[1] as number),
		input: given.name,
		output: made.name
	};
}
