/** Basic Pitch in TensorFlow.js, layer by layer as published: [windows, time, frequency, channels]. */
import * as tf from '@tensorflow/tfjs-core';
import { CONTOUR_BINS, KEYS } from '#models/activations.ts';
import { WINDOW_FRAMES } from '#models/basic-pitch/constants.ts';
import { CQT_BINS } from '#models/basic-pitch/cqt-kernels.ts';
import { HARMONIC_SHIFTS } from '#models/basic-pitch/harmonics.ts';
import { TENSORS, type TensorName, type Weights } from '#models/basic-pitch/weights.ts';
import { createSpectrum } from './tfjs-spectrum.ts';

export interface Maps extends tf.NamedTensorMap {
	readonly note: tf.Tensor;
	readonly onset: tf.Tensor;
	readonly contour: tf.Tensor;
}

export interface Network {
	/** [n, 43844] → the three maps, flat in frequency. Call it within `tf.tidy`. */
	run(audio: tf.Tensor2D): Maps;
	dispose(): void;
}

type Layer = 'contour' | 'contourOut' | 'note' | 'noteOut' | 'onset' | 'onsetOut';

export function createNetwork(weights: Weights): Network {
	const tensors = Object.fromEntries(
		(Object.keys(TENSORS) as TensorName[]).map((name) => [
			name,
			tf.tensor(weights[name], [...TENSORS[name]])
		])
	) as Record<TensorName, tf.Tensor>;
	const spectrum = createSpectrum();

	const layer = (input: tf.Tensor4D, name: Layer, stride = 1): tf.Tensor4D => {
		const kernel = tensors[`${name}Kernel`] as tf.Tensor4D;
		const sums = tf.conv2d(input, kernel, [1, stride], 'same');
		return tf.add(sums, tensors[`${name}Bias`]);
	};

	return {
		run(audio) {
			const scaled = tf.add(tf.mul(spectrum.run(audio), tensors.scale), tensors.offset);
			const stack = stacked(tf.expandDims(scaled, 3));
			const contour = tf.sigmoid(layer(tf.relu(layer(stack, 'contour')), 'contourOut'));
			const note = tf.sigmoid(layer(tf.relu(layer(contour, 'note', 3)), 'noteOut'));
			const attack = tf.relu(layer(stack, 'onset', 3));
			const onset = tf.sigmoid(layer(tf.concat([note, attack], 3), 'onsetOut'));
			const flat = (map: tf.Tensor, bins: number): tf.Tensor =>
				tf.reshape(map, [-1, WINDOW_FRAMES, bins]);
			return {
				note: flat(note, KEYS),
				onset: flat(onset, KEYS),
				contour: flat(contour, CONTOUR_BINS)
			};
		},
		dispose() {
			tf.dispose(tensors);
			spectrum.dispose();
		}
	};
}

/** The spectrum eight times, shifted by the harmonics, zeros where there is no bin. */
function stacked(spectrum: tf.Tensor4D): tf.Tensor4D {
	const lowest = HARMONIC_SHIFTS[0]!;
	const top = CONTOUR_BINS + HARMONIC_SHIFTS.at(-1)! - CQT_BINS;
	const padded: tf.Tensor4D = tf.pad(spectrum, [
		[0, 0],
		[0, 0],
		[-lowest, top],
		[0, 0]
	]);
	const copies = HARMONIC_SHIFTS.map((shift) =>
		tf.slice(padded, [0, 0, shift - lowest, 0], [-1, -1, CONTOUR_BINS, -1])
	);
	return tf.concat(copies, 3);
}
